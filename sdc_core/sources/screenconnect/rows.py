"""A report file, CSV or JSON, to rows of cells with their header, or the reason why it has none."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from pydantic_core import from_json

from sdc_core.errors import WrongInputError
from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.screenconnect.report import FIELD_NAMES, report_in
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import rejected
from sdc_core.sources.screenconnect.csv_rows import CsvRows
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.items import ItemRows
from sdc_core.sources.text import Text

NEEDED = (
    "a ScreenConnect report of the type SessionConnection with the fields ConnectedTime and "
    "SessionName or SessionSessionID"
)
# Where a report in JSON names its fields, before all its rows.
_HEAD = 4096
_TOO_DEEP_MESSAGE = "recursion limit"


class Rows(Protocol):
    """The rows of one report: (number, cells) of the header's width, and rejected ones."""

    header: Header

    def __iter__(self) -> Iterator[tuple[int, list[str]] | RecordError]: ...

    @property
    def unfinished(self) -> int | None:
        """The number of a row that a program may still be writing."""
        ...

    def place_of(self, number: int, cells: Sequence[str]) -> SourceRef:
        """Where the row lies."""
        ...

    def rejected(self, number: int, reason: Reason, detail: str) -> RecordError:
        """The row as a rejected unit."""
        ...


def open_report(text: Text, file: str) -> Rows | RecordError | None:
    """The rows of a file; one rejected unit where all of it is unusable; None where it is empty.

    Raises:
        WrongInputError: A file of another kind.
    """
    # `strip` would copy all of the text for the newline at its end.
    if not text.text or text.text.isspace():
        return None
    is_json = text.text.lstrip()[:1] in {"{", "["}
    try:
        rows: Rows = _items(text, file) if is_json else CsvRows(text, file)
    except ValueError as error:
        is_deep = _TOO_DEEP_MESSAGE in str(error)
        if is_json and not is_deep and FIELD_NAMES not in text.text[:_HEAD]:
            raise WrongInputError(_explain(text, file)) from error
        return _refused(text, file, Reason.TOO_DEEP if is_deep else Reason.SYNTAX, str(error))
    return _checked(rows, text, file)


def _items(text: Text, file: str) -> ItemRows:
    report = report_in(from_json(text.text, allow_inf_nan=False))
    if report is None:
        raise WrongInputError(_explain(text, file))

    def place_of(number: int, cells: Sequence[str]) -> SourceRef:
        del cells
        return SourceRef(file=file, row=number)

    return ItemRows(report, place_of)


def _checked(rows: Rows, text: Text, file: str) -> Rows | RecordError:
    header = rows.header
    if header.is_of_sessions and not header.is_of_connections:
        detail = f"a report of the type Session holds totals and no connections; export {NEEDED}"
        return _refused(text, file, Reason.UNSUPPORTED_REPORT, detail)
    if not header.is_of_connections:
        raise WrongInputError(_explain(text, file))
    if header.duplicates:
        detail = f"the header names {header.duplicates} twice; export each field once"
        return _refused(text, file, Reason.DUPLICATE_HEADER, detail)
    return rows


def _refused(text: Text, file: str, reason: Reason, detail: str) -> RecordError:
    return rejected(reason, detail, SourceRef(file=file), text.to_bytes(text.text))


def _explain(text: Text, file: str) -> str:
    looks = looks_like(text.text)
    return f"{file}: unsupported report: it looks like {looks}; needed is {NEEDED}"
