"""Blocks of contact details: a line that is a name, when a phone, mail or street follows it."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.words import words_of

_LINE = re.compile(r"[^\r\n]{1,200}")
_MARK = re.compile(r"[>?*|\s-]{0,8}")
_DETAIL = re.compile(r"\d{3}|@|\b(?:APO|FPO|DPO)\b")
_NAME = re.compile(
    r"[^\W\d_][\w'\u2019-]{1,30}(?:[ ](?:[^\W\d_]\.?|[^\W\d_][\w'\u2019-]{1,30}))"
    r"{0,2}[ ][^\W\d_][\w'\u2019-]{1,30}"
)
_COMPANY = re.compile(r"[^\W_][\w.'\u2019&-]{1,30}(?:,?[ ][\w.'\u2019&-]{1,30}){0,5}")
# "Ximena Zaragoza - Zimmermann Haustechnik GmbH - 704.759.2490": one line of a signature.
_ONE_LINE = re.compile(
    r"(?:^|"
    r"\n)[>* \t]{0,6}(?P<person>[^\W\d_][\w'\u2019.-]{1,30}(?:[ ][^\W\d_][\w'\u2019.-]{0,30}){1,3})"
    r"[ ]{1,2}[-\u2013|"
    r"\u00b7/][ ]{1,2}(?P<firm>[^\W_][\w'\u2019.&-]{0,30}(?:,?[ ][\w'\u2019.&-]{1,30}){0,6})"
    r"[ ]{1,2}[-\u2013|\u00b7/][ ]{1,2}(?P<phone>\+?[(\d][\d ()./+-]{6,22}\d)"
)
_BETWEEN = frozenset({"and", "of", "the", "und", "et", "y", "i", "de", "van", "for", "la", "s"})
_REACH = 9
_WORDS_OF_NAME = range(2, 5)


class BlockRecognizer:
    """The name on top of the block, and the company right under it."""

    def find(self, text: str) -> Iterator[Span]:
        """The lines of blocks, then the signatures in one line."""
        for match in _ONE_LINE.finditer(text):
            yield from _of_one_line(match)
        is_small = text.islower()
        lines = [_body(line) for line in _LINE.finditer(text)]
        for place, (start, body) in enumerate(lines):
            below = [other for _, other in lines[place + 1 : place + 1 + _REACH]]
            if not any(_DETAIL.search(other) for other in below[:4]) and not _is_card(below):
                continue
            if _is_name(body, is_small=is_small):
                yield Span(start, start + len(body), "PERSON", 0.7)
                yield from _company(lines, place + 1)
            elif (
                place == 0
                and below
                and _DETAIL.search(below[0])
                and _is_company(body, is_small=is_small)
            ):
                yield Span(start, start + len(body), "ORGANIZATION", 0.6)


def _of_one_line(match: re.Match[str]) -> Iterator[Span]:
    if any(word.is_capital and not word.is_other for word in words_of(match["person"])):
        yield Span(*match.span("person"), "PERSON", 0.7)
        yield Span(*match.span("firm"), "ORGANIZATION", 0.6)
        yield Span(*match.span("phone"), "PHONE", 0.7)


def _is_card(below: list[str]) -> bool:
    return any(re.match(r"(?i)(?:personal info|phone|e-?mail|tel)\b", other) for other in below[:4])


def _body(line: re.Match[str]) -> tuple[int, str]:
    mark = _MARK.match(line[0])
    skipped = mark.end() if mark else 0
    return line.start() + skipped, line[0][skipped:].rstrip()


def _is_name(body: str, *, is_small: bool) -> bool:
    """Two to four words, none of them ordinary; small letters only where the text has no others."""
    if _NAME.fullmatch(body) is None:
        return False
    words = words_of(body)
    return len(words) in _WORDS_OF_NAME and all(
        word.is_initial
        or word.is_first_name
        or ((is_small or word.is_capital) and not word.is_other)
        or (word.is_surname and word.is_capital)
        for word in words
    )


def _company(lines: list[tuple[int, str]], place: int) -> Iterator[Span]:
    """Within the two lines under the name, before the street."""
    for start, body in lines[place : place + 2]:
        if _DETAIL.search(body):
            return
        if _is_company(body):
            yield Span(start, start + len(body), "ORGANIZATION", 0.6)


def _is_company(body: str, *, is_small: bool = False) -> bool:
    """With capitals but in "of" and "and": another line is the beginning of a sentence."""
    words = words_of(body)
    return (
        _COMPANY.fullmatch(body) is not None
        and not all(word.is_other for word in words)
        and (is_small or all(word.is_capital or word.key in _BETWEEN for word in words))
    )
