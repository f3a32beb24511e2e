"""A ScreenConnect report to rows of cells: CSV in any encoding, or the JSON answer of a report.

Both forms give the same rows. A row that cannot be cut into cells is a rejected unit with its own
bytes; a file without the columns of a connection report is refused as a whole.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sdc_core.errors import WrongInputError
from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import json_bytes, rejected
from sdc_core.sources.text import Text

DELIMITERS = ",;\t"

# Column as the report names it -> other names; a SessionConnection report prefixes the fields of
# the machine entry with `Session` (reference, columns).
ALIASES: dict[str, tuple[str, ...]] = {
    "SessionSessionID": ("SessionID",),
    "SessionSessionType": ("SessionType",),
    "SessionName": ("Name",),
    "SessionHost": ("Host",),
    "ProcessType": (),
    "ParticipantName": (),
    "ConnectedTime": (),
    "DisconnectedTime": (),
    "DurationSeconds": (),
    "ConnectionID": (),
    "ClientType": (),
    "NetworkAddress": (),
    **{f"SessionCustomProperty{n}": (f"CustomProperty{n}",) for n in range(1, 9)},
}


@dataclass(frozen=True)
class Row:
    """One row: cells under the header's own names, and under the canonical column names."""

    ref: SourceRef
    raw_bytes: bytes
    cells: dict[str, str]
    columns: dict[str, str]
    is_unfinished: bool = False


@dataclass(frozen=True)
class _Line:
    """What one row of the file was cut into, before its width is checked."""

    ref: SourceRef
    raw_bytes: bytes
    cells: Sequence[str] | None
    trouble: str = ""
    reason: Reason = Reason.SYNTAX
    is_unfinished: bool = False


class Header:
    """The header of one report: which cell holds which column."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [name.strip() for name in names]
        self._named = [(i, name) for i, name in enumerate(self.names) if name]
        places = {_folded(name): i for i, name in reversed(self._named)}
        self._columns = [(column, i) for column, i in _columns(places) if i is not None]

    @property
    def duplicates(self) -> list[str]:
        """Names that occur twice: which of the cells is meant cannot be known."""
        counts = Counter(_folded(name) for _, name in self._named)
        return sorted({name for _, name in self._named if counts[_folded(name)] > 1})

    @property
    def is_of_connections(self) -> bool:
        """Whether it has the columns without which a row says nothing."""
        columns = {column for column, _ in self._columns}
        return "ConnectedTime" in columns and bool({"SessionName", "SessionSessionID"} & columns)

    def row(self, line: _Line, cells: Sequence[str]) -> Row:
        """The cells of a line of the right width; columns without a name are left out."""
        return Row(
            line.ref,
            line.raw_bytes,
            {name: cells[i] for i, name in self._named},
            {column: cells[i].strip() for column, i in self._columns},
            line.is_unfinished,
        )


def read_rows(text: Text, file: str) -> Iterator[Row | RecordError]:
    """Rows in file order, and what had to be rejected.

    A last line without a newline is marked unfinished: a program may still be writing it.

    Raises:
        WrongInputError: Not a report of connections.
    """
    is_json = text.text.lstrip()[:1] in {"{", "["}
    if not text.text.strip():
        return
    try:
        names, lines = _json_lines(text, file) if is_json else _csv_lines(text, file)
    except ValueError as error:
        yield rejected(Reason.SYNTAX, str(error), SourceRef(file=file), text.to_bytes(text.text))
        return
    header = Header(names)
    if not header.is_of_connections:
        raise WrongInputError(_explain(text, file))
    if header.duplicates:
        detail = f"the header names {header.duplicates} twice; export each field once"
        whole = text.to_bytes(text.text)
        yield rejected(Reason.DUPLICATE_HEADER, detail, SourceRef(file=file), whole)
        return
    for line in lines:
        yield from _checked(line, header)


def _checked(line: _Line, header: Header) -> Iterator[Row | RecordError]:
    cells = line.cells
    if cells is not None and len(cells) == len(header.names):
        if any(cells):
            yield header.row(line, cells)
    elif line.is_unfinished:
        return  # the rest of it is not written yet; the next look reads it whole
    elif cells is None:
        yield rejected(line.reason, line.trouble, line.ref, line.raw_bytes)
    elif cells:
        detail = f"{len(cells)} cells where the header has {len(header.names)}"
        yield rejected(Reason.BAD_WIDTH, detail, line.ref, line.raw_bytes)


def _csv_lines(text: Text, file: str) -> tuple[list[str], Iterator[_Line]]:
    """Header names and the lines after it.

    Raises:
        ValueError: The header itself is broken.
    """
    lines = iter(io.StringIO(text.text, newline=""))
    delimiter = max(DELIMITERS, key=_first_line(text.text).count)
    try:
        names = next(
            cells for cells in csv.reader(lines, delimiter=delimiter, strict=True) if cells
        )
    except csv.Error as error:
        raise ValueError(f"the header is no CSV: {error}") from error
    return names, _CsvBody(text, file, delimiter, list(lines)).lines()


@dataclass
class _CsvBody:
    """The lines after the header; one broken row costs itself and not the rest of the file."""

    text: Text
    file: str
    delimiter: str
    pending: list[str]
    row: int = 1

    def lines(self) -> Iterator[_Line]:
        at = 0
        while at < len(self.pending):
            for used, cells in self._run(at):
                raw = "".join(self.pending[at : at + used])
                yield self._line(raw, cells, is_last=at + used == len(self.pending))
                at += used

    def _run(self, at: int) -> Iterator[tuple[int, list[str] | csv.Error]]:
        """(lines used, cells) until the first broken row: of that one, its first line."""
        rest = (self.pending[i] for i in range(at, len(self.pending)))
        reader = csv.reader(rest, delimiter=self.delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                yield reader.line_num - before, cells
                before = reader.line_num
        except csv.Error as error:
            yield 1, error

    def _line(self, raw: str, cells: list[str] | csv.Error, *, is_last: bool) -> _Line:
        self.row += 1
        return _Line(
            SourceRef(file=self.file, row=self.row),
            self.text.to_bytes(raw),
            None if isinstance(cells, csv.Error) else cells,
            trouble=str(cells) if isinstance(cells, csv.Error) else "",
            is_unfinished=is_last and not raw.endswith(("\n", "\r")),
        )


def _json_lines(text: Text, file: str) -> tuple[list[str], Iterator[_Line]]:
    """Field names and items of `{"FieldNames": [...], "Items": [[...]]}`.

    Raises:
        ValueError: Not JSON.
        WrongInputError: JSON of another kind.
    """
    report = from_json(text.text, allow_inf_nan=False)
    names = report.get("FieldNames") if isinstance(report, dict) else None
    items = report.get("Items") if isinstance(report, dict) else None
    if not isinstance(names, list) or not isinstance(items, list):
        raise WrongInputError(_explain(text, file))
    return [str(name) for name in names], _item_lines(items, file)


def _item_lines(items: list[Any], file: str) -> Iterator[_Line]:
    for number, item in enumerate(items, start=1):
        cells = [_cell(value) for value in item] if isinstance(item, list) else None
        ref = SourceRef(file=file, row=number)
        trouble = "" if cells is not None else "the item is not a list of cells"
        yield _Line(ref, json_bytes(item), cells, trouble, Reason.SCHEMA_TYPE)


def _cell(value: Any) -> str:
    """A JSON value as the same report in CSV writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_bytes(value).decode("utf-8")


def _columns(places: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    for column, others in ALIASES.items():
        names = (_folded(name) for name in (column, *others))
        yield column, next((places[name] for name in names if name in places), None)


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]


def _explain(text: Text, file: str) -> str:
    return (
        f"{file}: unsupported report: it looks like {looks_like(text.text)}; needed is a "
        "ScreenConnect report of the type SessionConnection with the fields ConnectedTime and "
        "SessionName or SessionSessionID"
    )
