"""From spans that overlap to spans that do not: none of what was found is left bare."""

import re
from collections.abc import Iterable, Iterator

from sdc_core.privacy.base import Span

CREDENTIAL = "CREDENTIAL"
# What lies between two halves of one name or address.
_JOINED_BY = {
    "PERSON": re.compile(r"[ \t]{1,2}"),
    "ADDRESS": re.compile(r"[ \t,]{0,3}\n?[>?|* \t,]{0,8}"),
}
# A town or country that ends an address, with nothing but a line end or comma between.
_ENDS_ADDRESS = re.compile(r"[ \t,]{0,3}\r?\n?[>?|* \t]{0,8}")
_WORD = re.compile(r"\w")
# What redaction put there before stands for nothing that is to be found.
_MARK = re.compile(r"<[A-Z][A-Z_]{0,40}_\d{1,6}>|\[SECRET\]")


def settle(spans: Iterable[Span], text: str) -> list[Span]:
    """In the order of the text, apart from each other, covering what all of them covered.

    A credential outranks all else, then the longer span; of the other only what stands out is
    kept, if there is a letter or digit in it. Marks of an earlier redaction stay.
    """
    free = bytearray(b"\x01") * len(text)
    for mark in _MARK.finditer(text):
        free[mark.start() : mark.end()] = bytes(len(mark[0]))
    kept = []
    for span in sorted(set(spans), key=_rank):
        for start, end in _free_runs(free, span):
            if _WORD.search(text, start, end):
                kept.append(Span(start, end, span.label, span.score))
                free[start:end] = bytes(end - start)
    return list(_merged(sorted(kept, key=lambda span: span.start), text))


def _rank(span: Span) -> tuple[bool, int, int, float, str]:
    is_lesser = span.label != CREDENTIAL
    return is_lesser, span.start - span.end, span.start, -span.score, span.label


def _free_runs(free: bytearray, span: Span) -> Iterator[tuple[int, int]]:
    start = free.find(1, span.start, span.end)
    while start >= 0:
        end = free.find(0, start, span.end)
        end = span.end if end < 0 else end
        yield start, end
        start = free.find(1, end, span.end)


def _merged(spans: list[Span], text: str) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and _belong(last, span, text):
            last = Span(last.start, span.end, last.label, max(last.score, span.score))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _belong(one: Span, other: Span, text: str) -> bool:
    if one.label == "ADDRESS" and other.label == "LOCATION":
        return _ENDS_ADDRESS.fullmatch(text, one.end, other.start) is not None
    joint = _JOINED_BY.get(one.label)
    return (
        one.label == other.label
        and joint is not None
        and joint.fullmatch(text, one.end, other.start) is not None
    )
