"""Names of computers, servers and printers, such as `DESKTOP-V7R2LPJ`, `SRV-DC19` or `fw01`."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span

LABEL = "HOSTNAME"
# How small networks call their machines; from general knowledge.
_KINDS = (
    "DESKTOP|LAPTOP|WIN|WS|WKS|WKSTN|WORKSTATION|PC|NB|NTB|TABLET|SURFACE|MAC|IMAC|MACBOOK|MBP|NUC|"
    "SRV|SVR|SERVER|DC|FS|FILE|FILESRV|FILESERVER|SQL|DB|EXCH|MAIL|HV|HYPERV|ESX|"
    "ESXI|VM|VMHOST|RDS|RDP|"
    "TS|TERM|APP|WEB|NAS|SAN|BACKUP|BKP|BDR|VEEAM|PRN|PRT|PRINT|PRINTER|COPIER|MFP|SCAN|SCANNER|"
    "FW|FIREWALL|RTR|ROUTER|GW|SW|SWITCH|AP|WAP|WLC|UPS|KIOSK|POS|TILL|REG|RECEPTION|"
    "FRONT|FRONTDESK|"
    "EXAM|ACCT|ACCOUNTING|HR|SALES|SHOP|LAB|XRAY|OFFICE|CONF|CONFROOM|LOBBY|HOST|NODE|CLIENT|DEV|"
    "TEST|BUILD|JUMP|VPN|DNS|DHCP|PBX|NVR|DVR|CAM|ADMIN|TRAIN|TRAINING|WAREHOUSE|SHIPPING|DISPATCH"
)
_SHAPED = re.compile(
    r"(?<![\w.@/+-])[A-Z][A-Z0-9]{1,14}(?:[-_][A-Z0-9]{1,15}){1,4}(?![\w@]|-\w|[$%!]\w)"
)
_PREFIXED = re.compile(
    rf"(?<![\w.@/+-])(?:{_KINDS})[-_](?=[a-z0-9_-]{{0,20}}\d)"
    rf"[a-z0-9]{{1,15}}(?:[-_][a-z0-9]{{1,15}}){{0,3}}"
    rf"(?![\w@]|-\w|[$%!]\w)",
    re.IGNORECASE,
)
_SUFFIXED = re.compile(
    r"(?<![\w.@/+-])[A-Za-z][A-Za-z0-9]{1,14}(?:-[A-Za-z0-9]{1,12}){0,2}-"
    r"(?:PC|LT|LAPTOP|DESKTOP|WS|WKS|SRV|SVR|SERVER|DC|NAS|MAC|IMAC|MBP|MACBOOK|VM|FS|"
    r"TS|RDS|NB|PRN|TABLET)"
    r"\d{0,3}(?![\w@-])"
)
_NUMBERED = re.compile(
    r"(?<![\w.@/+-])(?:[A-Z]{1,6})?(?:SRV|SVR|DC|FS|SQL|EXCH|HV|ESXI?|RDS|TS|NAS|PRN|"
    r"PRT|FW|SW|RTR|AP|GW|XRAY|EXAM|KIOSK|POS|LAB|"
    r"WKS|WKSTN|WK|PC|VM|BDR|NVR|APP|WEB|DB|PRINT|LT|LAP|DT|NB|NTB|TAB|WS|HOST|NODE)"
    r"\d{1,8}(?![\w@.-]\w|[\w@])",
)
# ws118204: without capitals only with many digits
_NUMBERED_LONG = re.compile(
    r"(?<![\w.@/+-])(?:ws|wk|wks|lt|nb|dt|lap|tab|desk|pos|kiosk)\d{4,8}(?![\w@.-]\w|[\w@])"
)
# lds-rds-1, man-dc-02: a place, what it does, which one
_SITED = re.compile(
    r"(?<![\w./+-])(?<!\w@)[a-z]{2,6}\d?-(?:dc|fs|rds|ts|app|sql|db|web|hv|esxi?|nas|vm|"
    r"bkp|backup|srv|"
    r"svr|file|print|prn|exch|mail|fw|sw|rtr|ap|gw|vpn|mgmt|pc|lt|ws|nb|pos|nvr|host|node)"
    r"-?\d{1,3}(?![\w@-]|\.\w)"
)
_AFTER_ACCOUNT = re.compile(
    r"(?<=\w@)(?:fw|gw|rtr|sw|srv|svr|web|app|db|nas|vm|host|node|esxi?|[a-z]{2,6}-(?:dc|"
    r"app|web|db|gw|fw))"
    r"-?[a-z0-9-]{0,15}\d(?![\w.-])"
)
_NUMBERED_LOWER = re.compile(
    r"(?<![\w.@/+-])(?:srv|svr|dc|fs|sql|exch|hv|esxi?|rds|nas|prn|prt|fw|sw|rtr|wks|"
    r"wkstn|bdr|nvr|pc)\d{1,4}(?![\w@-])"
)
_WORD_NUMBERED = re.compile(
    r"(?<![\w.@/+-])(?:file|files|fileserver|print|printserver|mail|mailserver|web|"
    r"webserver|app|appserver|db|dbserver|backup|"
    r"vmhost|host|node|server|server-|terminal|nas|storage|proxy|router|switch|"
    r"firewall|kiosk|reception|frontdesk|workstation|desktop|laptop)"
    r"[-_]?\d{1,3}(?![\w@-]|\.\w)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?<!\\)\\\\([A-Za-z0-9][\w.-]{1,62})(?=\\)")
_CALLED = re.compile(
    r"\b(?:host ?name|computer ?name|machine ?name|device ?name|pc name|server ?name|hostname is|"
    r"computer|machine|workstation|printer|device|endpoint|asset|pc|laptop|server|"
    r"host|named|called|renamed to)"
    r"[ \t]{0,2}(?:[:=]|is|to)?[ \t]{1,2}[\"'(]?"
    r"((?=[\w-]{0,30}\d)(?=[\w-]{0,30}[A-Za-z])"
    r"[A-Za-z][A-Za-z0-9]{0,14}(?:[-_][A-Za-z0-9]{1,15}){1,4}|"
    r"(?=[A-Z0-9]{0,14}\d)[A-Z]{2,12}[A-Z0-9]{2,8})(?![\w@-])",
    re.IGNORECASE,
)
# What people call machines that they have few of: gods, planets, heroes; from general knowledge.
_PET_NAMES = (
    "gandalf|frodo|bilbo|samwise|aragorn|legolas|gimli|sauron|saruman|smaug|galadriel|elrond|mordor|"
    "rivendell|moria|thor|odin|loki|freya|freyr|heimdall|baldur|fenrir|asgard|valhalla|mjolnir|zeus|"
    "hera|apollo|athena|ares|hermes|artemis|hades|poseidon|hephaestus|dionysus|kronos|cronus|chronos|"
    "atlas|prometheus|hyperion|titan|pegasus|hydra|cerberus|medusa|minerva|vulcan|neptune|jupiter|"
    "saturn|mars|venus|uranus|pluto|mercury|ceres|europa|ganymede|callisto|io|phobos|deimos|triton|"
    "orion|sirius|andromeda|cassiopeia|vega|rigel|polaris|anubis|osiris|isis|horus|ra|seth|yoda|"
    "vader|chewbacca|chewie|leia|skywalker|r2d2|c3po|obiwan|tatooine|endor|hoth|picard|spock|kirk|"
    "worf|uhura|scotty|voyager|defiant|batman|robin|superman|hulk|ironman|wolverine|"
    "magneto|bender|fry|leela|zoidberg|homer|marge|bart|lisa|krusty|moe|dumbledore|hagrid|hogwarts|"
    "hermione|neo|morpheus|trinity|skynet|hal9000|marvin|zaphod|trillian|goliath|samson|colossus|"
    "godzilla|kraken|phoenix|dragon|raven|falcon|viper|cobra|panther|tiger|lion|bear|wolf|fox"
)
_PET = re.compile(
    rf"\b(?:(?:box|server|host|machine|vm|nas|san|node|hypervisor|firewall|router|pc|laptop|"
    rf"workstation|printer)[ \t]{{1,2}}(?:is[ \t])?(?:called|"
    rf"named)[ \t]{{1,2}}[\"'(]?(?P<called>[A-Za-z][\w-]{{2,14}})|"
    rf"(?:box|server|host|vm|node|nas|ping|ssh|rdp|ssh to|rdp to|rename|renamed|reboot|rebooted|"
    rf"restarted|patched)[ \t(\"']{{1,3}}(?P<after>{_PET_NAMES})|"
    rf"(?P<before>{_PET_NAMES})[ \t](?:(?:has |was |is |got )?(?:rebooted|restarted|"
    rf"reimaged|patched|"
    rf"down|offline|unreachable|back up|powered off|server|box|vm|nas)|(?:doesn't|"
    rf"does not) (?:respond|"
    rf"answer|boot|ping)|went (?:down|offline)|took over))(?![\w@-])",
    re.IGNORECASE,
)
_NO_PET = frozenset(
    {"the", "that", "this", "something", "after", "for", "what", "like", "from", "and", "but"}
    | {"not", "wrong", "differently", "out", "off", "back", "again", "later", "twice"}
    | {"him", "her", "them"}
)
_MAC_NAME = re.compile(
    r"\b[A-Z][a-z]{1,15}s-(?:MacBook|iMac|Mac|iPad|iPhone)(?:-(?:Pro|Air|mini))?(?:-\d)?\b"
)
# Standards, models and numbers written the same way; from general knowledge.
_NO_HOST = re.compile(
    r"(?:CVE|UTF|SHA|AES|RSA|MD|ISO|IEC|IEEE|RFC|RS|CAT|USB|WI|COVID|HDMI|DDR\d?|M|"
    r"TLS|SSL|GPT|H|MPEG|"
    r"KB|MS|NET|TN|DR|HL|MFC|DCP|ET|WF|XP|LBP|MX|BP|MP|IM|SP|RTX|GTX|RX|GT|CF|CE|CB|Q|"
    r"W|TZ|NSA|XG|SG|"
    r"USG|UDM|UAP|US|USW|UCG|ER|RT|CRS|DS|RS|DGS|GS|WD|ST|SSD|HDD|RAID|VLAN|INV|PO|SO|"
    r"TKT|TICKET|INC|REQ|CHG|"
    r"PRB|CASE|ORD|ORDER|EST|QT|RMA|SN|REV|VER|V|COM|LPT|PCI|PS|STOP|ERR|ERROR|EVENT|"
    r"AADSTS|OS|GMT|UTC|EST|PST|"
    r"FY|Q\d|A|B|C|D|E|AR|OSS|OS|WPA\d?|PCL\d?|MAPI|IPV\d|NTLM|X\d+|EN|DE|FR|PART|"
    r"ITEM|SKU|TASK|PROJ|JIRA|T|L|AC|BE|"
    r"[A-Z])[-_].*|.*[-_](?:PASSWORD|PASS|PWD|KEY|TOKEN|SECRET|USER|USERNAME|HOST|ID|URL|"
    r"NAME)|.*-(?:ONLY|BASED|SIDE|IN|OUT|UP|OFF|ON|BIT|TO|END|CORE|PORT|GB|TB|"
    r"MB|FREE|AM|PM)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_KIND = re.compile(rf"(?:{_KINDS})[-_]", re.IGNORECASE)


class HostRecognizer:
    """Names by their shape, or because the text calls them a computer's."""

    def find(self, text: str) -> Iterator[Span]:
        """Pattern by pattern."""
        for match in _SHAPED.finditer(text):
            if _is_host(match[0]):
                yield Span(match.start(), match.end(), LABEL)
        for pattern in (
            _PREFIXED,
            _SUFFIXED,
            _NUMBERED,
            _NUMBERED_LOWER,
            _NUMBERED_LONG,
            _SITED,
            _AFTER_ACCOUNT,
            _WORD_NUMBERED,
            _MAC_NAME,
        ):
            for match in pattern.finditer(text):
                yield Span(match.start(), match.end(), LABEL)
        for match in _PET.finditer(text):
            kind = str(match.lastgroup)
            if match[kind].lower() not in _NO_PET:
                yield Span(*match.span(kind), LABEL)
        for pattern in (_SHARE, _CALLED):
            for match in pattern.finditer(text):
                if pattern is _SHARE or _is_called(match[1]):
                    yield Span(*match.span(1), LABEL)


def _is_host(name: str) -> bool:
    if _KIND.match(name):
        return True
    return bool(_DIGIT.search(name)) and not _NO_HOST.fullmatch(name)


def _is_called(name: str) -> bool:
    return bool(_DIGIT.search(name)) and not _NO_HOST.fullmatch(name)
