"""Many phrases looked for at once, as whole words: time grows with the text, not with the phrases.

Words are compared without case, and what stands between them counts only by its length, so that
`Hill  Realty` and `hill-realty` are one. A tree of words leads from the first word of a phrase to
its last.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
# Two words further apart are no longer said in one breath: ". - " is, an empty line is not.
_FARTHEST = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, folded."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase in a text, and what was noted with it; `at` is the number of its first word."""

    start: int
    end: int
    at: int
    words: int
    value: T


@dataclass(slots=True)
class _Node(Generic[T]):
    after: "dict[str, _Node[T]]" = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class Phrases(Generic[T]):
    """Phrases, each with something noted beside it."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in phrases:
            node = self._root
            for word in fold(phrase):
                node = node.after.setdefault(word, _Node())
            if node is not self._root:
                node.values.append(value)

    def find(self, text: str, words: Sequence[Word] | None = None) -> Iterator[Found[T]]:
        """All of them, also those inside of others, in the order of their first words."""
        words = words_of(text) if words is None else words
        for at in range(len(words)):
            yield from self._from(words, at)

    def _from(self, words: Sequence[Word], at: int) -> Iterator[Found[T]]:
        node, reached = self._root.after.get(words[at].folded), at
        while node is not None:
            for value in node.values:
                end = words[reached].end
                yield Found(words[at].start, end, at, reached - at + 1, value)
            reached += 1
            if reached == len(words) or words[reached].start - words[reached - 1].end > _FARTHEST:
                return
            node = node.after.get(words[reached].folded)


def words_of(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [Word(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]


def fold(text: str) -> tuple[str, ...]:
    """The words of a text without case: what is equal to it is the same phrase."""
    return tuple([word.casefold() for word in _WORD.findall(text)])
