"""Phone numbers, by the rules of the countries that libphonenumber knows.

The matcher is asked only about runs of digits that could be one: it is the slowest recogniser, and
a ticket is full of other numbers.
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span

LABEL = "PHONE"
_RUN = re.compile(
    r"(?<![\w@#$.:/\\=&?-])[+(]{0,2}\d[\d() .\u2011/+-]{5,28}\d(?![\w@$%\\]|[.,:-]\d)"
)
_CUE = re.compile(
    r"\b(?:phone|tel|telephone|cell|mobile|mob|call(?:s|ed|ing|back)?|fax|ext|"
    r"extension|dial|dialled|"
    r"number|text(?:ed)?|sms|ring|rang|reach(?:ed|able)?|voicemail|contact|whatsapp|line|landline|"
    r"messages|registered|did|ph|direct|hotline|from|at|on|me)"
    r"\b[^\w\n]{0,4}(?:\w{1,10}[^\w\n]{1,3}){0,3}$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:ticket|invoice|order|case|serial|sn|s/n|error|code|event|(?<!caller )id|po|version|"
    r"build|asset|model|"
    r"part|tracking|card|account|acct|pid|port|sku|ref|reference|rev|kb|job|quote|"
    r"estimate|estimated|"
    r"license|licence|key|iban|ssn|cc|pin|#|no\.)[#:. \t]{0,3}(?:\w{1,8}[ \t]{1,2})?$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-./](?:0?\d|1[0-2])[-./][0-3]?\d(?!\d)|"
    r"[0-3]?\d[-./][0-3]?\d[-./](?:19|20)\d\d(?!\d)"
)
_LOCAL = re.compile(r"\d{3}-\d{4}")
_FOUR_PARTS = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){3}|\d{1,4}\.\d{1,2}\.\d{1,6}\.\d{1,6}|\d{1,4}\.\d{1,6}\.\d{1,2}\.\d{1,6}"
)
# With its country, also where the tables of numbers do not know the area.
_COUNTRY = re.compile(r"\+[1-9]\d{0,2}[ ./-]?(?:\(\d{1,4}\)|\d{1,5})(?:[ .\u2011/-]?\d{2,5}){1,5}")
# Alone in its line under the lines of a signature: 612 3998, 45 12 88 90.
_ALONE = re.compile(
    r"(?:(?<=\n)|(?<=[>|] ))(?:\d{3}[ ./-]\d{3,4}|\d{2}(?:[ .]\d{2}){3,4})(?=[ \t]*(?:\n|$))"
)
_DIGITS = re.compile(r"\D")
# A number without and with its area; ITU-T E.164 allows 15.
_LOCAL_DIGITS, _WHOLE_DIGITS, _MOST_DIGITS = 7, 10, 15
_WITH_COUNTRY = range(8, 16)
_BEFORE = 48
# Most candidates the matcher may look at in one run; a run is 30 characters at most.
_TRIES = 40
_REGIONS = ("US", "GB", "AU")


class PhoneRecognizer:
    """Numbers that are possible in the region of the settings, or in the US, Britain, Australia."""

    def __init__(self, region: str = "US") -> None:
        self._regions = tuple(dict.fromkeys((region.upper(), *_REGIONS)))

    def find(self, text: str) -> Iterator[Span]:
        """Run by run, then what its line or its sign shows."""
        for pattern in (_COUNTRY, _ALONE):
            for match in pattern.finditer(text):
                if pattern is _ALONE or len(_DIGITS.sub("", match[0])) in _WITH_COUNTRY:
                    yield Span(*match.span(), LABEL)
        for run in _RUN.finditer(text):
            before = text[max(0, run.start() - _BEFORE) : run.start()]
            if not (_OTHER.search(before) or _DATE.match(run[0]) or _FOUR_PARTS.fullmatch(run[0])):
                for start, end in self._numbers(run[0], has_cue=bool(_CUE.search(before))):
                    yield Span(run.start() + start, run.start() + end, LABEL)

    def _numbers(self, run: str, *, has_cue: bool) -> list[tuple[int, int]]:
        from phonenumbers import Leniency, PhoneNumberMatcher  # noqa: PLC0415 - large tables

        best: list[tuple[int, int]] = []
        for region in self._regions:
            matcher = PhoneNumberMatcher(run, region, Leniency.POSSIBLE, _TRIES)
            found = [(hit.start, hit.end) for hit in matcher if _is_shown(hit.raw_string, has_cue)]
            best = max(best, found, key=lambda spans: sum(end - start for start, end in spans))
            if sum(end - start for start, end in best) == len(run):
                break
        return best


def _is_shown(raw: str, has_cue: bool) -> bool:
    """Whether it is written as a phone number, or the words before it say that it is one."""
    digits = len(_DIGITS.sub("", raw))
    if has_cue or _LOCAL.fullmatch(raw):
        return digits >= _LOCAL_DIGITS
    is_dotted_twice = "." not in raw or raw.count(".") > 1
    least = _LOCAL_DIGITS if raw[0] in "+(" else _WHOLE_DIGITS
    return least <= digits <= _MOST_DIGITS and is_dotted_twice
