"""Companies in small letters, behind the word for their trade, and after a person of theirs."""

import re
from collections.abc import Iterator

from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.privacy.recognizers.clients import CAP, is_common

_SMALL = r"[a-z][a-z'\u2019&-]{2,20}"
# Only of companies, also where no capital says so.
_ONLY_FIRMS = (
    r"(?:solicitors|orthodontics|plumbing|dental|dentistry|realty|jewel(?:er|ler)s|roofing|"
    r"landscaping|chiropractic|optometry|vets|veterinary|conveyancing|upholstery|bistro|bakery|"
    r"butchers|florists?|brewery|brewing|winery|vineyards|motors|autos|constructions?|contracting|"
    r"architects|accountants|accountancy|bookkeeping|physio|physiotherapy|pediatrics|paediatrics|"
    r"senior living|care home|senior care|credit union|law group|law firm|surveyors|joinery|"
    r"haulage|freight|logistics|catering|opticians|nurseries|kennels|stables|funeral home|"
    r"property management|wealth partners|haustechnik|autohaus|metallbau)"
)
_FORM = r"(?:llp|llc|ltd|gmbh|inc|plc|pllc|pty ltd|pty|limited|corp)"
# A trade is a company's where somebody works at it, or with its legal form.
_LOWER = re.compile(
    rf"(?:(?<=\bat )|(?<=\bfor )|(?<=\bfrom )|(?<=\bwith )|(?<=\bby )|(?<=\bof )|(?<=\bto )|"
    rf"(?<=customer )|(?<=client )|(?<=called )|(?<=visited )|(?<=^)|(?<=\n)|"
    rf"(?=(?:{_SMALL}[ ]){{1,4}}{_FORM}\b))"
    rf"(?<![\w.-])(?P<name>{_SMALL}(?:[ ](?:&|and|{_SMALL})){{0,2}}?[ ]"
    rf"(?P<trade>{_ONLY_FIRMS}(?:[ ]{_FORM})?|{_FORM}))(?![\w\\-])"
)
_BEGINS = re.compile(
    r"\b(?P<name>(?:Praxis|Zahnarztpraxis|Kanzlei|Autohaus|B\u00e4ckerei|Metzgerei|Apotheke|"
    r"Steuerb\u00fcro|Gasthof|Gasthaus|Spedition|Tischlerei|Schreinerei|Elektro|Weingut|Ristorante|"
    r"Trattoria|Farmacia|Cabinet|Clinique|Boulangerie|Garage|Przychodnia|Kancelaria|Piekarnia|"
    r"Hotel|Caf\u00e9|Restaurant)[ ](?:(?:Dr|Prof)\.[ ]){0,2}"
    rf"(?P<own>{CAP})(?:[ ](?:&|und|et|i|y)[ ]{CAP})?)"
)
# "Frau Hahn von Moos & Lerch Optik meldet"
_OF_PERSON = re.compile(
    rf"\b(?:Herr|Frau|Hr\.|Fr\.)[ ](?P<person>{CAP})[ ](?:von|vom|bei|von der)[ ]"
    rf"(?P<name>{CAP}(?:[ ](?:&[ ]|und[ ])?{CAP}){{1,4}})"
)
_WORD = re.compile(r"[\w'\u2019-]+")


def firms_around(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand, pattern by pattern."""
    for match in _LOWER.finditer(text):
        start = _own_start(match)
        if start is not None:
            yield start, match.end("name")
    for match in _BEGINS.finditer(text):
        if not is_common(match["own"]):
            yield _without_stop(match)
    for match in _OF_PERSON.finditer(text):
        yield _without_stop(match)


def _without_stop(match: re.Match[str]) -> tuple[int, int]:
    return match.start("name"), match.end("name") - match["name"].endswith(".")


def _own_start(match: re.Match[str]) -> int | None:
    """Behind the last ordinary word before the trade; None if no word is the company's own."""
    start = None
    for word in _WORD.finditer(match.string, match.start(), match.start("trade")):
        if word[0] != "and" and (is_common(word[0]) or word[0] in COMMON_WORDS):
            start = None
        elif start is None and word[0] != "and":
            start = word.start()
    return start
