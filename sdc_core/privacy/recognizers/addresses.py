"""Postal addresses: American, British and continental streets, boxes, military post; also in lines.

An anchor (a street with its number, a box, a unit) is looked for first, then what follows it: unit,
town, state or country, postal code, on the same line or on the next ones.
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.street_words import (
    COUNTRY,
    CUE,
    FUSED,
    LEADING,
    MILITARY,
    NUMBERED_AFTER,
    NUMBERED_BEFORE,
    POSTAL,
    STATE,
    SUFFIXES,
    TRAILING,
    UNIT,
)

LABEL = "ADDRESS"
# Letters of any alphabet; "A-Z" alone would stop at the first accent.
_BIG = (
    r"[A-Z\u00c0-\u00de\u0100\u0102\u0104\u0106\u010c\u010e\u0110\u0112\u0118\u011a\u0130\u0139"
    r"\u013d\u0141\u0143\u0147\u0150\u0154\u0158\u015a\u015e\u0160\u0162\u0164\u016e\u0170"
    r"\u0179\u017b\u017d\u0386-\u03ab\u0410-\u042f\u2206]"
)
_CAP = rf"{_BIG}[\w.'\u2019/\u2206-]{{0,30}}"
_ANY = r"[^\W\d_][\w.'\u2019/-]{0,30}"
_LINK = (
    r"(?:de la|de los|de las|de|del|della|delle|dei|di|du|des|d'|le|la|les|van|van de|van "
    r"der|von|vom|am|an der|der|den|dem|den|nad|na|e|y|og|of|the|zum|zur|sur|sous|les|op|"
    r"pod|do|da|dos|das|al)"
)
# "de l'Abbaye"
_ELIDED = r"(?:(?:de[ ])?[dlDL]['\u2019])?"
_NUMBER = r"(?<![\w.:$#/-])\d{1,6}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?(?![\w:%.]\w|[\w%])"
_NAME = rf"{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,4}}"
_BREAK = r"(?:[ ]{0,3}\r?\n[>?|*\t ]{0,8},?[ ]{0,2})"
_SEP = rf"(?:,[ ]{{0,2}}|[ ]{{1,2}}|,?{_BREAK})"
_TOWN = (
    rf"(?!APO|FPO|DPO|Attn|ATTN|Phone|PHONE|Tel|Fax|Email|E-mail|Website|I[ ']|It |He |She "
    rf"|We |They |The |Please|Thanks){_CAP}(?:[ -](?:{_LINK}[ ])?{_CAP}){{0,4}}(?!\w)(?:[ "
    rf"]\({_CAP}\))?"
)
_END = rf"(?:{_SEP}{STATE})?(?:{_SEP}{_TOWN})?{_SEP}{POSTAL}"
_TAIL = (
    rf"(?:(?:{_SEP}{UNIT}){{1,2}}(?:{_SEP}{_TOWN}){{1,2}}(?:{_SEP}{STATE}(?!\w))"
    rf"?(?!{_SEP}(?:{_CAP}|{POSTAL}))|(?:{_SEP}{UNIT}){{0,2}}"
    rf"(?:(?:{_SEP}{_TOWN}){{1,3}}?{_END}|{_SEP}{POSTAL}(?:{_SEP}{_TOWN}){{0,2}}|"
    rf"(?:{_BREAK}|,[ ]){_TOWN}(?:{_SEP}{STATE}(?!\w))?(?:{_SEP}{_TOWN})?|{_END})?)"
)
_UNIT_TAIL = (
    rf"(?:(?:{_SEP}{_TOWN}){{1,3}}?{_END}|(?:{_SEP}{_TOWN}){{1,2}}(?:{_SEP}{STATE}(?!\w))?|{_END})?"
)
_ANCHORS = (
    # 5621 Michelle Walk; 138 Consul Place; 221B Baker Street
    (
        rf"(?:{_NUMBER}[ ]{{1,2}}){{1,2}}(?:[NSEW]\.?[ ])?(?:{_CAP}[ ]{{1,2}}|"
        rf"\d{{1,3}}(?:st|nd|rd|th)[ ]){{1,4}}?{SUFFIXES}\b\.?(?:[ ]{SUFFIXES}\b\.?){{0,2}}"
        rf"(?:[ ][NSEW]{{1,2}}\b)"
        rf"?(?![-/])"
    ),
    # 25 Rue de Piétrain 371; Via delle Coste 41
    (
        rf"(?:{_NUMBER}[ ]{{1,2}}){{1,2}}(?i:{LEADING})[ ](?:{_LINK}[ ])?{_ELIDED}{_NAME}"
        rf"(?:[ ]{_NUMBER})?"
    ),
    rf"\b(?i:{LEADING})[ ](?:{_LINK}[ ])?{_ELIDED}{_NAME},?[ ]{_NUMBER}",
    # Larch Crescent 27
    rf"(?<![\w.-])(?:{_CAP}[ ]){{1,3}}{NUMBERED_AFTER}[ ]{_NUMBER}(?![ ]?(?:users?|GB|MB|TB|%))",
    # 46 Fő utca
    rf"(?:{_NUMBER}[ ]{{1,2}}){{1,2}}(?:{_CAP}[ ]){{1,3}}{NUMBERED_BEFORE}\b",
    # Hauptstraße 12; 25615 Tawastintie 72
    (
        rf"(?:{_NUMBER}[ ])?\b(?:{_CAP}[ ]){{0,2}}{_BIG}[\w-]{{1,30}}{FUSED},?[ "
        rf"]{_NUMBER}\.?(?![ ]?(?:users?|GB|MB|TB|%))"
    ),
    rf"(?:{_NUMBER}[ ]{{1,2}}){{1,2}}(?:{_CAP}[ ]){{0,2}}{_BIG}[\w-]{{1,30}}{FUSED}\b",
    # Villacher Strasse 89; Király u. 15.
    rf"(?:{_NUMBER}[ ])?(?:{_CAP}[ ]){{1,3}}(?i:{TRAILING})[ ]{_NUMBER}\.?",
    # Apt. 675 62314 Mellemvej 32
    rf"\b{UNIT},?[ ]{{1,2}}(?:{_NUMBER}[ ]){{1,2}}{_NAME}(?:[ ]{_NUMBER})?",
)
_UNIT_LINE = (
    rf"{_CAP}(?:[ ](?:{_LINK}[ ])?[\w.'\u2019/-]{{1,30}}){{0,6}}"
    rf"(?<! to)(?<! at)(?<! in)(?<! on)(?<! for){_BREAK}{UNIT}"
)
# Decker Crossing 16 Suite 644, whatever the street is called; its town and state stand below.
_BEFORE_UNIT = rf"{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,3}}[ ]{_NUMBER}{_SEP}{UNIT}"
# 1987 74 Diakou Suite 680, whatever the street is called.
_WITH_NUMBER = (
    rf"(?:{_NUMBER}[ ]{{1,2}}){{1,2}}(?:{_ANY}[ ]{{1,2}}){{1,6}}?(?:{_NUMBER}\.?(?:[ "
    rf"]{_CAP}(?:[ ]{_CAP})?)?)?(?:{_SEP}|(?<=[ ])){UNIT}(?:{_SEP}{UNIT})?"
)
_LINES = (
    rf"(?:(?<=\n)|(?<=\A)|(?<=[>?*] ))(?:{_NUMBER}[ ]{{1,2}}){{1,2}}{_ANY}(?:[ ]{_ANY})"
    rf"{{0,4}}[ ]\d{{1,4}}\.?(?={_BREAK})"
)
_BOX = (
    (
        r"\b(?:P\.?[ ]?O\.?[ ]?Box|Post Office Box|Postfach|PO[ ]Box|GPO Box|Private Bag|"
        r"Casella Postale|Apartado)[ ]#?\d{1,6}(?:[ ]\d{2}){0,2}\b"
    ),
    rf"\b(?:PSC|Unit|CMR)[ ]\d{{1,5}},?[ ]Box[ ]\d{{1,5}}(?:{_SEP}{MILITARY})?",
    rf"\b(?:USNS|USS|USCGC|USNV|USCG)[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}{_SEP}{MILITARY}",
    rf"\b{MILITARY}",
)
_CORNER = (
    rf"\b(?i:the corner of|corner of|intersection of|crossing of)[ ]{{1,2}}(?:{_NUMBER}[ ])"
    rf"?{_ANY}(?:[ ][\w.'\u2019/-]{{1,30}}){{0,6}}?[ ](?:and|&)[ ]{_CAP}(?:[ ](?:{_LINK}[ "
    rf"])?{_CAP}){{0,3}}(?:[ ]{_NUMBER}\.?)?"
)
_CUED = (
    rf"(?i:{CUE})[:]?[ \n]{{1,5}}(?P<value>(?:{_NUMBER}[ ]{{1,2}}){{1,2}}{_CAP}(?:[ "
    rf"](?:{_LINK}[ ])?{_CAP}){{0,5}}(?:[ ]{_NUMBER}\.?)?{_TAIL}|"
    rf"{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,4}}(?:[ ]and[ ](?:ul\.[ ])?{_CAP}(?:[ "
    rf"](?i:{TRAILING}))?)?[ ]{_NUMBER}\.?{_TAIL})"
)
_BRITISH = (
    rf"(?:{UNIT},?[ ])?(?:{_NUMBER}[ ])?{_NAME}(?:,[ ]{_NAME}){{0,3}},?[ ]"
    rf"[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}\b"
)
_POST_TOWN = (
    r"(?<![\w.-])\d{5}[ ](?:Berlin|Hamburg|M\u00fcnchen|K\u00f6ln|Frankfurt|Stuttgart|"
    r"D\u00fcsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|N\u00fcrnberg)\b"
)
_STATE_ZIP = rf"{_CAP}(?:[ ]{_CAP}){{0,3}},[ ](?:[A-Z]{{2}})[ ]\d{{5}}(?:-\d{{4}})?(?![\w-])"
_ZIP_TOWN = (
    rf"(?:in|to|from)[ ](?P<value>{_CAP}(?:[ ]{_CAP}){{0,3}}[ ](?:\d{{4,6}}|\d{{3}}[ "
    rf"]\d{{2}})(?=[ ](?:in|for|and|on)\b|[.,;\n]|$))"
)
# Under a line with a number: "Ibadan 0225", "38517 Graz", then the country.
_TOWN_LINES = (
    rf"(?:(?<=\n)|"
    rf"(?<=\A)){_CAP}(?:[ ][\w.'\u2019-]{{1,30}}){{0,3}}[ ]\d{{1,4}}[A-Za-z]?[ ]{{0,2}}\n"
    rf"(?:\d{{4,6}}(?:-\d{{3,4}})?[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}|"
    rf"{_CAP}(?:[ ]{_CAP}){{0,2}}[ ]\d{{4,6}}(?:-\d{{3,4}})?)(?=[ ]{{0,2}}(?:\n|"
    rf"\Z))(?:\n{COUNTRY})?"
)
# Whatever the street is called, before a postcode and a town: "An der Alster 12, 20099 Hamburg"
_BEFORE_TOWN = (
    rf"(?<![\w.-])(?:(?:An|Am|Auf|Im|In|Zum|Zur|Unter|Hinter|Vor)[ ](?:(?:der|dem|den|die)[ ])?)?"
    rf"{_CAP}(?:[ ](?:{_LINK}[ ])?{_CAP}){{0,4}}[ ]{_NUMBER},?(?:[ ]|{_BREAK})"
    rf"(?:\d{{4,5}}|\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|"
    rf"\d{{3}}[ ]\d{{2}})[ ]{_CAP}(?:[ -]{_CAP}){{0,2}}"
)
# "14/2 Lê Lợi, Đà Nẵng 550000", "12 Nguyễn Huệ, Quận 1, TP.HCM"
_BY_DISTRICT = (
    rf"{_NUMBER}[ ]{_NAME},[ ](?:{_NAME}[ ]\d{{5,6}}(?![\w-])|"
    rf"(?:Qu\u1eadn|Ph\u01b0\u1eddng|District|Q\.|P\.)[ ]?\w{{1,12}}(?:,[ ]{_NAME})?)"
)
_GATE_FIRST = rf"\b(?:Gate|Level|Block|Shop|Dock|Hall)[ ]\d{{1,3}}[A-Z]?,[ ]{_NUMBER}[ ]{_NAME}"
# "80-244 Gdańsk" behind a street and its number
_POLISH = rf"(?<=\d,[ ])\d{{2}}-\d{{3}}[ ]{_CAP}(?:[ ]{_CAP})?"
# Whatever the street is called: "moved from Karlova 90\n38517 Graz\nHungary"
_LINES_BELOW = (
    rf"{_CAP}(?:[ ]{_CAP}){{0,3}}[ ]{_NUMBER}[ ]{{0,2}}\n\d{{4,6}}[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}"
    rf"(?:[ ]{{0,2}}\n{COUNTRY})?"
)
_UNIT_FIRST = (
    rf"\b{UNIT}{_SEP}(?:{_NUMBER}[ ]{{1,2}}){_NAME}(?:{_BREAK}{_TOWN}(?:{_BREAK}{POSTAL})?)?"
)
# "686 Rue de l'Abbaye Suite 646 DUNEDIN Iceland", "Karlova 155 Suite 068 Coimbra New Zealand"
_TO_COUNTRY = rf"(?:{_CAP}[ ]{_NUMBER}[ ])?\b{UNIT}[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}[ ]{COUNTRY}"
_LOWER_ONLY = re.compile(r"[A-Z]")


def _compile(flags: int) -> tuple[re.Pattern[str], ...]:
    return (
        *(re.compile(anchor + _TAIL, flags) for anchor in _ANCHORS),
        *(re.compile(anchor + _TAIL, flags) for anchor in (*_BOX[:1], _LINES)),
        *(
            re.compile(anchor, flags)
            for anchor in (*_BOX[1:], _CORNER, _BRITISH, _POST_TOWN, _STATE_ZIP)
        ),
        *(
            re.compile(anchor, flags)
            for anchor in (
                *(_TOWN_LINES, _POLISH, _LINES_BELOW, _UNIT_FIRST, _TO_COUNTRY),
                *(_BEFORE_TOWN, _BY_DISTRICT, _GATE_FIRST),
            )
        ),
        re.compile(_WITH_NUMBER + _UNIT_TAIL, flags),
        re.compile(_BEFORE_UNIT + _UNIT_TAIL, flags),
        re.compile(_UNIT_LINE + _UNIT_TAIL, flags),
        re.compile(_CUED, flags),
        re.compile(_ZIP_TOWN, flags),
    )


_COUNTRY = re.compile(rf"[ ]?,?[ ]{{0,2}}(?:\r?\n[>?|*\t ]{{0,8}})?{COUNTRY}")
_PATTERNS = _compile(0)
_PATTERNS_LOWER = _compile(re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d|\bcorner of\b", re.IGNORECASE)
_NO_STREET = re.compile(
    r"\b(?:Bad Gateway|Windows|Office|Server|Exchange|SQL|Dell|HP|Lenovo|Outlook|"
    r"Microsoft|Adobe|Version|Build|Ticket|KB\d|Optiplex|LaserJet|"
    r"ThinkPad|users?|minutes?|hours?|days?|GB|MB|licen[cs]es?|seats?)\b",
    re.IGNORECASE,
)


class AddressRecognizer:
    """Anchors with their tails; parts of one address may come back as spans of their own."""

    def find(self, text: str) -> Iterator[Span]:
        """Pattern by pattern."""
        if not _HAS_DIGIT.search(text):
            return
        patterns = _PATTERNS if _LOWER_ONLY.search(text) else _PATTERNS_LOWER
        for pattern in patterns:
            group = "value" if "value" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                start, end = match.span(group)
                if not _NO_STREET.search(text, start, end):
                    yield Span(start, _through_country(text, end), LABEL)


def _through_country(text: str, end: int) -> int:
    """The country on the same line or the next belongs to it."""
    country = _COUNTRY.match(text, end)
    return country.end() if country else end
