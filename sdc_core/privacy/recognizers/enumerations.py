"""Names in a row: where one of "Efimiya, Mary and Jodi" is known, the others are names too."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.words import Word, words_of

LABEL = "PERSON"
_SCORE = 0.7
_COMMA = re.compile(r",[ \t](?:and[ \t])?|[ \t](?:and|&|or)[ \t]")

# "Marsh, Delphine (dmarsh@...)", "Marsh, Delphine" at the end of its line
_LAST_FIRST = re.compile(
    r"(?<![\w,.] )(?<![\w.-])([^\W\d_a-z][\w'\u2019-]{1,20}),[ ]([^\W\d_a-z][\w'\u2019-]{1,20})"
    r"(?:[ ][A-Z]\.?)?(?=[ ]{0,2}(?:[<(;|\u2013-]|\n|$)|[ ](?:was|is|has|called)\b)"
)


class EnumerationRecognizer:
    """Single words with commas or "and" between them, of which one is a first name."""

    def find(self, text: str) -> Iterator[Span]:
        """In the order of the text."""
        row: list[Word] = []
        for word in [word for word in words_of(text) if word.key not in {"and", "or"}]:
            if row and _COMMA.fullmatch(text[row[-1].end : word.start]) is None:
                yield from _names(row)
                row = []
            row.append(word)
        yield from _names(row)
        for match in _LAST_FIRST.finditer(text):
            last, first = (words_of(said)[0] for said in match.groups())
            if _is_last_first(last, first, has_mail=match.end() < len(text)):
                yield Span(*match.span(), LABEL, _SCORE)


def _is_last_first(last: Word, first: Word, *, has_mail: bool) -> bool:
    """As directories write people."""
    is_last = last.is_surname or (has_mail and not last.is_other)
    return is_last and first.is_first_name and not first.is_other


def _names(row: list[Word]) -> Iterator[Span]:
    is_capital = any(word.is_capital for word in row)
    named = [word for word in row if _may_be(word, is_capital=is_capital)]
    known = sum(word.is_first_name for word in named)
    if len(row) > 1 and len(named) == len(row) and known and 2 * known >= min(len(row), 3) - 1:
        for word in row:
            yield Span(word.start, word.end, LABEL, _SCORE)


def _may_be(word: Word, *, is_capital: bool) -> bool:
    if is_capital:
        return word.is_capital and (word.may_be_name or word.may_be_first_name)
    return word.may_be_first_name or not word.is_other
