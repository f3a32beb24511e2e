"""A CSV report cut into rows of cells; one broken row costs itself and not the rest of the file.

The field limit of `csv` is one of the whole process and stays as it is. A row beyond it, or beyond
the limit of a row here, is one rejected unit, however many lines it has.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.sources.reject import rejected
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.lines import Lines
from sdc_core.sources.text import Text

DELIMITERS = ",;\t"
ROW_LIMIT = 1024 * 1024
# How far the closing quote of an oversized cell is looked for.
_SEARCHED = 4 * ROW_LIMIT
_FIELD_LIMIT_MESSAGE = "field limit"
_FIRST_LINE = re.compile(r"[^\r\n]+")
_OPEN_QUOTE_MESSAGE = "unexpected end of data"

# Number of the row in the file (the header has one too) and its cells.
Cut = tuple[int, list[str]]


class CsvRows:
    """The rows of one file.

    Raises:
        ValueError: The header is no CSV.
    """

    def __init__(self, text: Text, file: str) -> None:
        self._text = text
        self._file = file
        self._lines = Lines(text.text)
        self._delimiter = max(DELIMITERS, key=_first_line(text.text).count)
        self._has_long_line = self._lines.has_longer(ROW_LIMIT)
        # The line behind each row, which is the one that the next row begins on.
        self._ends: list[int] = []
        self._reader = self._cut(self._lines)
        self.header = Header(self._read_header())

    def __iter__(self) -> Iterator[Cut | RecordError]:
        """Rows of the header's width; rejected ones as values; blank ones not at all."""
        base = 0
        while self._reach < self._lines.count:
            try:
                yield from self._run(base)
            except csv.Error as error:
                yield from self._broken(str(error))
                base = self._reach
                behind = range(base, self._lines.count)
                self._reader = self._cut(map(self._lines.all.__getitem__, behind))

    @property
    def _reach(self) -> int:
        """The first line that belongs to no row yet."""
        return self._ends[-1] if self._ends else 0

    @property
    def unfinished(self) -> int | None:
        """The last row, where it ends without a newline: it may still be written."""
        is_at_end = self._reach == self._lines.count
        return len(self._ends) if is_at_end and not self._lines.is_finished else None

    def place_of(self, number: int, cells: Sequence[str]) -> SourceRef:
        """Where the row lies."""
        del cells
        return SourceRef(self._file, None, number)

    def rejected(self, number: int, reason: Reason, detail: str) -> RecordError:
        """A row as a rejected unit, with its own bytes and the line that it begins on."""
        begin = self._begin_of(number)
        end = self._ends[number - 1]
        raw = self._text.to_bytes("".join(self._lines.all[begin:end]))
        ref = SourceRef(file=self._file, row=number)
        return rejected(reason, f"line {begin + 1}: {detail}", ref, raw)

    def _begin_of(self, number: int) -> int:
        return self._ends[number - 2] if number > 1 else 0

    def _cut(self, lines: Iterable[str]) -> Any:
        return csv.reader(lines, delimiter=self._delimiter, strict=True)

    def _read_header(self) -> list[str]:
        try:
            for cells in self._reader:
                self._ends.append(self._reader.line_num)
                if cells:
                    return list(cells)
        except csv.Error as error:
            raise ValueError(f"the header is no CSV: {error}") from error
        return []

    def _run(self, base: int) -> Iterator[Cut | RecordError]:
        """Rows until the first that `csv` cannot cut; the reach moves behind each.

        `base` is the line that the reader began on.
        """
        ends, reader = self._ends, self._reader
        width, has_long_line = len(self.header.names), self._has_long_line
        for cells in reader:
            ends.append(base + reader.line_num)
            if len(cells) != width:
                yield from self._misfit(cells)
            elif has_long_line and self._is_too_large():
                yield self.rejected(len(ends), Reason.TOO_LARGE, _too_large())
            elif any(cells):
                yield len(ends), cells

    def _misfit(self, cells: list[str]) -> Iterator[RecordError]:
        number = len(self._ends)
        if cells and number != self.unfinished:
            detail = f"{len(cells)} cells where the header has {len(self.header.names)}"
            yield self.rejected(number, Reason.BAD_WIDTH, detail)

    def _is_too_large(self) -> bool:
        lines = self._lines.all[self._begin_of(len(self._ends)) : self._reach]
        return sum(map(len, lines)) > ROW_LIMIT

    def _broken(self, message: str) -> Iterator[RecordError]:
        """The row at the reach: all of it where its end is known, else its first line."""
        begin = self._reach
        if _OPEN_QUOTE_MESSAGE in message and self._is_being_written(begin):
            self._ends.append(self._lines.count)
            return
        lines = self._lines_to_closing_quote(begin) if _FIELD_LIMIT_MESSAGE in message else 0
        self._ends.append(begin + max(lines, 1))
        if lines:
            yield self.rejected(len(self._ends), Reason.TOO_LARGE, _too_large())
        else:
            yield self.rejected(len(self._ends), Reason.SYNTAX, message)

    def _is_being_written(self, begin: int) -> bool:
        """Whether an open quote at the end is a row to come, and no stray quote before rows."""
        if self._lines.is_finished:
            return False
        return not any(self._is_row(line) for line in self._lines.all[begin + 1 :])

    def _is_row(self, line: str) -> bool:
        try:
            cells = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error:
            return False
        return len(cells) == len(self.header.names)

    def _lines_to_closing_quote(self, begin: int) -> int:
        """Lines of a row with an oversized cell; 0 where its quote is never closed."""
        quotes = size = 0
        for used, line in enumerate(self._lines.all[begin:], start=1):
            quotes += line.count('"')
            size += len(line)
            if quotes % 2 == 0:
                return used
            if size > _SEARCHED:
                break
        return 0


def _too_large() -> str:
    return f"larger than a cell ({csv.field_size_limit()}) or a row ({ROW_LIMIT} characters) may be"


def _first_line(text: str) -> str:
    match = _FIRST_LINE.search(text)
    return match[0] if match else ""
