"""A kind that a regular expression tells, with what is allowed to stand in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sdc_core.privacy.base import Span


@dataclass(frozen=True)
class Pattern:
    """Finds `group` of every match; `regex` repeats nothing without bound, so work is linear.

    Attributes:
        accepts: Of the found text; what a regular expression cannot say, such as a check digit.
    """

    label: str
    regex: re.Pattern[str]
    group: int | str = 0
    score: float = 1.0
    accepts: Callable[[str], bool] | None = None

    def find(self, text: str) -> Iterator[Span]:
        """In the order of the text."""
        for match in self._matches(text):
            start, end = match.span(self.group)
            if start < end and (self.accepts is None or self.accepts(text[start:end])):
                yield Span(start, end, self.label, self.score)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        return self.regex.finditer(text)


_LONG_WORD = re.compile(r"\S{13,}")


class LongWordPattern(Pattern):
    """Looks only into words of 13 signs and more, where there are few."""

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        for word in _LONG_WORD.finditer(text):
            yield from self.regex.finditer(text, *word.span())
