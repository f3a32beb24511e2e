"""Codes of doors, safes and alarms: digits beside a place that is locked."""

import re
from collections.abc import Iterator

_PLACE = (
    r"(?:alarm|gate|door|safe|vault|lock ?box|keypad|key ?box|key safe|"
    r"garage|cabinet|drawer|locker|"
    r"padlock|elevator|lift|barrier|entrance|entry|lobby|shutter|panel|voice ?mail|vm|rack|cage|"
    r"mailroom|turnstile|gun safe|intercom|t(?:\u00fc|ue)r|tor|tresor|"
    r"porte|puerta|alarma|porta|deur)"
)
_CODE = (
    r"(?:code|pin(?: ?code)?|pass ?code|combo|combination|number|keypad|"
    r"c(?:\u00f3|o)digo|codice|kod)s?"
)
_UNIT = (
    r"(?!\d)(?![.:,]\d)(?![ \t]?(?:am|pm|h|hrs?|hours?|min|minutes?|sec|seconds?|days?|users?|"
    r"mb|gb|tb|kb|px|dpi|v|w|%|\u00b0)\b)(?![\w/-])"
)
_TURNS = r"\d{1,2}(?:[ ]?-[ ]?\d{1,2}){2,3}"
_SPACED = r"\d(?:[ ]\d){3,7}"
_STRONG = rf"(?:\d{{4,8}}[#*]|[#*]\d{{4,8}}[#*]?|{_TURNS}|{_SPACED})"
_NUMBER = rf"(?:{_STRONG}|\d{{3,8}}|[A-Z]\d{{3,6}}|\d{{3,6}}[A-Z])"
_BETWEEN = r"[^\d\n.;]{0,30}?"
_EDGE = r"(?<![\d.:/$-])"
_IS = r"(?:is|was|are|now|:|=|-|to|ist|es|est|\u00e8|\u00e9)"
_FORMS = (
    # "alarm panel code is 6814", "voicemail PIN 4471"
    rf"\b{_PLACE}\b[ \w'\u2019-]{{0,24}}?\b{_CODE}\b{_BETWEEN}{_EDGE}({_NUMBER}){_UNIT}",
    # "code for the key safe 6 0 2 9"
    (
        rf"\b{_CODE}[ \t](?:for|of|on|at|to|de|do|f\u00fcr|zum)\b[^\d\n.;]{{1,30}}?\b{_PLACE}"
        rf"\b{_BETWEEN}{_EDGE}({_NUMBER}){_UNIT}"
    ),
    # "alarm off with 4518#", "the back door takes 1984", "drawer opens with 8841"
    (
        rf"\b{_PLACE}\b[ \w]{{0,20}}?\b(?:off|opens?|unlocks?|disarms?|arms?|"
        rf"on)[ \t](?:with|using|by)[ \t]{_EDGE}({_NUMBER}){_UNIT}"
    ),
    rf"\b{_PLACE}\b[ \w]{{0,20}}?\btakes[ \t]{_EDGE}({_STRONG}|\d{{4,8}}){_UNIT}",
    (
        rf"\b{_PLACE}\b[ \w]{{0,20}}?(?:opens?|is|at|:|=)[ \t]{{1,2}}(?:at[ \t])?{_EDGE}("
        rf"{_STRONG}){_UNIT}"
    ),
    (
        rf"\b(?:lock ?box|key ?box|keypad|padlock|(?:gate|door|garage|safe) ?keypad)[ \t]?(?:"
        rf"{_IS})?[ \t]?{_EDGE}({_NUMBER}){_UNIT}"
    ),
    # "dial 2764* at the gate"
    (
        rf"\b(?:dial|press|punch(?: in)?|enter|type|hit|key in)[ \t]{_EDGE}(\d{{4,8}}[#*]?)"
        rf"{_UNIT}[^\n.]{{0,30}}?\b{_PLACE}\b"
    ),
    # "the pin is 0 4 7 7", "combo on the rack is 22-7-31", "PIN changed from 1122"
    (
        rf"\b(?:pin|code|combo|combination)s?\b[^\d\n.;]{{0,40}}?{_EDGE}({_TURNS}|"
        rf"{_SPACED}){_UNIT}(?![ ]\d)"
    ),
    (
        rf"\b(?:pin|passcode)s?[ \t](?:for|of|on|to)[ \t][^\d\n.;,]{{1,30}}[ \t]{_EDGE}(\d"
        rf"{{4,8}}[#*]?){_UNIT}"
    ),
    rf"\b(?:pin|passcode)s?[ \t][^\d\n.;,]{{0,30}}?{_IS}[ \t]{{0,2}}{_EDGE}(\d{{4,8}}[#*]?){_UNIT}",
    (
        rf"\b(?:alarm|gate|door|lock|safe|access|entry) codes?\b{_BETWEEN}{_EDGE}\d{{3,8}}"
        rf"[#*]?(?:[ \t]?\([^)\n]{{1,20}}\))?(?:,| and| or|/)[ \t]?({_NUMBER}){_UNIT}"
    ),
    (
        rf"\b{_PLACE}\b[^\n]{{0,40}}\d{{4,8}}[#*]?,[ \t][^\d\n.;]{{0,20}}?\b{_PLACE}\b[ \w]"
        rf"{{0,12}}?{_EDGE}(\d{{4,8}}[#*]){_UNIT}"
    ),
    rf"\b(?:old|new|current|previous)[ \t](?:{_CODE})\b{_BETWEEN}{_EDGE}({_NUMBER}){_UNIT}",
)
_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_SIGNS = (
    "code", "pin", "combo", "combin", "keypad", "lock", "gate", "door", "safe", "alarm", "vault",
    "drawer", "cabinet", "garage", "key box", "keybox", "voice", "kod", "digo", "codice",
    "t\u00fcr",
)  # fmt: skip
_DIGITS = re.compile(r"\d[ -]?\d[ -]?\d|\d-\d{1,2}-\d")
_OTHER = re.compile(
    r"\b(?:error|exit|stop|zip|area|event|status|product|post(?:al)?|"
    r"country|check|return(?:ed)?|result|"
    r"response|http|dress|source|part|fault|reason|bar|qr|promo|discount|safe mode|failsafe|"
    r"department|cost|billing|tax|item|colou?r|hex|job|ticket|invoice|"
    r"cpt|icd)[ \t](?:codes?|numbers?|pins?)\b",
    re.IGNORECASE,
)


def find_codes(text: str) -> Iterator[tuple[int, int]]:
    """Of places that are locked; the numbers of errors and of goods are others."""
    folded = text.lower()
    if _DIGITS.search(text) is None or not any(sign in folded for sign in _SIGNS):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _OTHER.search(match[0]) is None:
                yield match.span(1)
