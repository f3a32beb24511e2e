"""The rows of a report as JSON, from a file or an answer."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.screenconnect.report import Report
from sdc_core.sources.reject import json_bytes, rejected
from sdc_core.sources.screenconnect.header import Header

# The place of an item: its number from 1, and its cells where it has any.
PlaceOf = Callable[[int, Sequence[str]], SourceRef]


class ItemRows:
    """The items of one report, as rows of cells in the order of its field names."""

    def __init__(self, report: Report, place_of: PlaceOf) -> None:
        self.header = Header([str(name) for name in report.names])
        self._items = report.items
        self.place_of = place_of

    def __iter__(self) -> Iterator[tuple[int, list[str]] | RecordError]:
        """Rows of the width of the field names; rejected ones as values."""
        width = len(self.header.names)
        for number, item in enumerate(self._items, start=1):
            if not isinstance(item, list):
                yield self.rejected(number, Reason.SCHEMA_TYPE, "the item is not a list of cells")
            elif len(item) != width:
                detail = f"{len(item)} cells where FieldNames has {width}"
                yield self.rejected(number, Reason.BAD_WIDTH, detail)
            elif any(cells := [_cell(value) for value in item]):
                yield number, cells

    @property
    def unfinished(self) -> None:
        """No item is: it is whole, or the report is no JSON."""

    def rejected(self, number: int, reason: Reason, detail: str) -> RecordError:
        """An item as a rejected unit."""
        item = self._items[number - 1]
        cells = [_cell(value) for value in item] if isinstance(item, list) else []
        return rejected(reason, detail, self.place_of(number, cells), json_bytes(item))


def _cell(value: Any) -> str:
    """A JSON value as the same report in CSV writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_bytes(value).decode("utf-8")
