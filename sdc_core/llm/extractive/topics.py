"""What IT work is about: machines, programs and services that customers name.

A sentence that names one and says what is wrong with it is more likely the problem than one that
only says that something is wrong. Written down from the product and device categories that tickets
of small MSPs are sorted by; plurals are found too.
"""

import re

from sdc_core.llm.extractive.cues import words_of

_TOPICS = r"""
access point|account|acrobat|adobe|alarm|alert|antivirus|ap|app|application|archive|array|audio
autocad|authenticator|backup|badge|barcode|battery|bitlocker|bluetooth|bookkeeping|booking
browser|cable|calendar|call|camera|cart|cash drawer|certificate|cert|chrome|citrix|cloud
computer|connection|copier|cpu|crm|cursor|dashboard|database|desktop|device|dhcp|dialler|disk
display|dns|dock|docking station|domain|door|drive|driver|edge|email|e-mail|encoder|erp|excel
exchange|export|extension|fan|fax|file|firewall|firefox|firmware|folder|font|form|gateway|google
gpo|gpu|handset|hard drive|hdmi|headset|host|hotspot|hyper-v|icon|imac|inbox|internet|intranet
invoice|ipad|iphone|keyboard|keychain|key card|kiosk|label|laptop|lan|licen[cs]e|line|link
livestream|login|log ?on|mac|macbook|mail|mailbox|mailing list|mfa|mic|microphone|meeting|modem
monitor|mouse|mfp|nas|network|newsletter|notebook|nvr|office|onedrive|os|outlook|page|panel
partition|password|patch|pc|pdf|phone|photo|plotter|policy|pop-?up|port|portal|pos|power supply
powerpoint|presentation|print|printer|profile|program|projector|proxy|psu|queue|quickbooks|raid
ram|rds|register|reader|recorder|recording|remote desktop|report|router|sage|salesforce|scan
scanner|screen|screensaver|second factor|sensor|server|session|share|sharepoint|shop|signature
sim|site|skype|slack|snapshot|software|speaker|spooler|spreadsheet|sql|ssd|ssl|storage|switch
sync|tablet|teams|telephone|terminal|tenant|thermostat|till|token|toner|touch ?screen|tunnel
update|upload|ups|usb|vdi|video|virus|vlan|vm|voicemail|voip|volume|vpn|web ?cam|web ?site|wifi
wi-fi|windows|word|workstation|xerox|x-?ray|zoom|calls|payroll|checkout
"""
TOPIC = re.compile(
    rf"\b(?:{'|'.join(_TOPICS.strip().splitlines())})(?:s|es|'s|\u2019s)?\b", re.IGNORECASE
)  # fmt: skip


# "Till 9": a name that its number belongs to.
_NUMBERED = re.compile(r"\s#?\d")

# Found wherever there is a machine: they do not say which thing it is about.
_VAGUE = words_of(
    """account alert app application audio computer connection cursor device disk display
    file folder font form icon line link log on logon login mail meeting office page panel
    password port print prints printing program report screen session share software update
    updates updating version video window windows word call calls cable label labels"""
)


def is_vague(topic: str) -> bool:
    """Whether a topic needs another beside it to tell what it is about."""
    return topic.casefold() in _VAGUE


def named_topics(text: str) -> list[str]:
    """The machines, programs and services that a text names, as written, in their order."""
    return [match.group(0) for match in TOPIC.finditer(text)]


def lone_topics(text: str) -> list[str]:
    """Those that tell what it is about, and are not the first word of a name like "Till 9"."""
    found = (m for m in TOPIC.finditer(text) if not _NUMBERED.match(text, m.end()))
    return [match.group(0) for match in found if not is_vague(match.group(0))]


def topics_of(text: str) -> list[str]:
    """The machines, programs and services that a text names, casefolded, in their order."""
    return [topic.casefold() for topic in named_topics(text)]
