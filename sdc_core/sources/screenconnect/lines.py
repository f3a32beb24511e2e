"""The lines of a report, cut a piece at a time: memory of lines that are read serves the next.

All of them at once are as much memory as the report, and out of the processor's reach again when
they are read. Only a row that is rejected needs lines that lie behind.
"""

import io
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

_PIECE = 64 * 1024


class Lines:
    """Lines with their newlines of any kind, as a stream opened for `csv` gives them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.is_finished = text.endswith(("\n", "\r"))
        ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        self.count = ends if self.is_finished or not text else ends + 1

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(_lines, self._pieces()))

    @cached_property
    def all(self) -> list[str]:
        """All lines, for those that are looked at again."""
        return list(self)

    def has_longer(self, limit: int) -> bool:
        """Whether a line has more characters."""
        begin = 0
        while len(self._text) - begin > limit:
            end = self._text.rfind("\n", begin, begin + limit)
            if end < 0:
                return max(map(len, self.all)) > limit
            begin = end + 1
        return False

    def _pieces(self) -> Iterator[str]:
        """The text, cut behind newlines."""
        begin, text = 0, self._text
        while begin < len(text):
            end = text.find("\n", begin + _PIECE) + 1 or len(text)
            yield text[begin:end]
            begin = end


def _lines(piece: str) -> list[str]:
    lines = piece.splitlines(keepends=True)
    if len(lines) == piece.count("\n") + (not piece.endswith("\n")):
        return lines
    # It has `\r` alone, or a sign that ends a line for `splitlines` only, as `\x0b` does.
    return list(io.StringIO(piece, newline=""))
