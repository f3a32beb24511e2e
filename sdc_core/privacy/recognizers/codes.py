"""Codes of doors, safes and alarms: digits beside a place that is locked."""

import re
from collections.abc import Iterator

_PLACE = (
    r"(?:alarm|gate|door|safe|vault|lock ?box|keypad|key ?box|key safe|"
    r"garage|cabinet|drawer|locker|"
    r"padlock|elevator|lift|barrier|entrance|entry|lobby|shutter|panel|voice ?mail|vm|rack|cage|"
    r"mailroom|turnstile|gun safe|intercom|shed|duress|alarme|portail|"
    r"poort|brama|t(?:\u00fc|ue)r|tor|tresor|"
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
_TURNS = r"[LR]?\d{1,2}(?:[ ]?-[ ]?[LR]?\d{1,2}){2,3}"
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
    # "alarm off with 4518#", "the back door takes 1984", "the safe opens at 14-33-07"
    (
        rf"\b{_PLACE}\b[ \w]{{0,20}}?(?:\b(?:off|opens?|unlocks?|disarms?|arms?|on)[ \t]"
        rf"(?:with|using|by|via)[ \t]{_EDGE}({_NUMBER}){_UNIT}|"
        rf"\btakes[ \t]{_EDGE}({_STRONG}|\d{{4,8}}){_UNIT}|"
        rf"(?:opens?|is|at|:|=)[ \t]{{1,2}}(?:at[ \t])?{_EDGE}({_STRONG}){_UNIT})"
    ),
    (
        rf"\b(?:lock ?box|key ?box|keypad|padlock|(?:gate|door|garage|safe) ?keypad)[ \t]?(?:"
        rf"{_IS})?[ \t]?{_EDGE}({_NUMBER}){_UNIT}"
    ),
    # Behind a room only with its sign: the server room 7731#, the gate *3390
    (
        rf"\b(?:{_PLACE}|room|office|warehouse|storage|front|back|side)\b[ \t:=]{{1,3}}"
        rf"{_EDGE}(\d{{4,8}}[#*]|[#*]\d{{4,8}}){_UNIT}"
    ),
    # Such as: alarm: 4410, duress 4411
    (
        r"\b(?:alarm|gate|key ?safe|lock ?box|keypad|duress|safe|disarm)[ \t]?[:=][ \t]?"
        r"(\d{4,6})(?=[ \t]?(?:[,;.)\n]|$))"
    ),
    rf"\b(?:duress|disarm|key ?safe)[ \t]({_NUMBER}){_UNIT}",
    # "Alarmcode ist 8812", "T\u00fcrcode 4471#"
    (
        rf"\b(?:t(?:\u00fc|ue)r|tor|alarm|haus|zutritts|zugangs|tresor|schranken)code"
        rf"{_BETWEEN}{_EDGE}({_NUMBER}){_UNIT}"
    ),
    # "PIN was 1234, now 9081"
    (
        rf"\b(?:pin|code|combo)s?\b[^\n\d]{{0,20}}\d{{4,8}}[#*]?,?[ \t](?:is[ \t]|and[ \t])?now"
        rf"[ \t](\d{{4,8}}[#*]?){_UNIT}"
    ),
    # Sent for one time: "mfa code 884 213", "puk 88421377"
    (
        r"\b(?:otp|totp|puk|mfa|2fa|tan|verification|one[- ]time|confirmation)\b[ \w]{0,16}?"
        rf"[ \t:=]{{1,3}}(?:is[ \t])?{_EDGE}(\d{{3}}[ -]?\d{{3}}|\d{{4}}[ -]\d{{4}}|"
        rf"\d{{6,8}}){_UNIT}"
    ),
    rf"\b(?:pass ?word|pw|pwd|passcode)[ \t:=]{{1,3}}(?:is[ \t])?{_EDGE}(\d{{4,10}}[#*]?){_UNIT}",
    # In other languages the word for a code is enough.
    (
        r"\b(?:c(?:\u00f3|o)digo|codice|toegangscode|(?:port|d(?:\u00f6|"
        r"o)rr|larm)?kod(?:en)?|alarmcode)"
        rf"\b[ \w]{{0,20}}?[ :=]{{1,3}}{_EDGE}({_NUMBER}){_UNIT}"
    ),
    # "combo 12 30 8"
    (
        rf"\b(?:combo|combination)\b[^\d\n]{{0,20}}?{_EDGE}([LR]?\d{{1,2}}[ ,/-]{{1,2}}"
        rf"[LR]?\d{{1,2}}[ ,/-]{{1,2}}[LR]?\d{{1,2}}){_UNIT}"
    ),
    # "4471 is the gate code"
    (
        rf"{_EDGE}(?<!\w)({_STRONG}|\d{{4,8}}[#*]?)[ \t](?:is|was|as)[ \t](?:the|"
        rf"her|his|our|their|my|"
        rf"your|its|a)[ \t][^\n.,;]{{0,24}}?\b(?:pin|passcode|combo|combination|(?:{_PLACE}|access|"
        rf"entry|unlock)[ \t](?:code|pin))\b"
    ),
    # "pin is four four seven one"
    (
        r"\b(?:pin|code|combo)s?\b[^\n\d]{0,20}?\b((?:(?:zero|oh|one|two|three|four|five|six|seven|"
        r"eight|nine|double)[ ,-]{1,2}){3,7}(?:zero|oh|one|two|three|four|"
        r"five|six|seven|eight|nine))\b"
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
    "t\u00fcr", "duress", "disarm", "otp", "puk", "mfa",
    "2fa", "tan", "verif", "one", "pass", "pw", "confirm", "room", "office", "shed",
)  # fmt: skip
_LINE = re.compile(r"[^\n]+")
_DIGITS = re.compile(
    r"\d[ -]?\d[ -]?\d|\d[ ,/-]{1,2}[LR]?\d{1,2}[ ,/-]{1,2}[LR]?\d|(?:one|"
    r"two|four)[ ,-]"
)
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
    for line in _LINE.finditer(text):
        if _DIGITS.search(text, *line.span()) is None:
            continue
        for pattern in _PATTERNS:
            for match in pattern.finditer(text, *line.span()):
                if _OTHER.search(match[0]) is None:
                    yield match.span(match.lastindex or 0)
