"""The rows of one report, from a file or an API, to records: one date order for all of them.

Rows in the program's own form leave no order open and become records as they are cut: kept apart
until the file is read, their cells would be out of the processor's reach again.
"""

from collections.abc import Iterable, Iterator, Sequence

from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.records import RecordReader
from sdc_core.sources.screenconnect.rows import Rows
from sdc_core.sources.screenconnect.times import DATE_ORDER_ASSUMED, TimeReader, time_reader

ROW_UNFINISHED = "row_unfinished"
_TIMES = ("ConnectedTime", "DisconnectedTime")
# Last signs of times that leave no order open: those with their zone, and none at all.
_SURE = ("Z", "")
_Unit = tuple[int, list[str]] | RecordError


def read_report(
    rows: Rows, settings: Settings, name: str, flags: tuple[str, ...] = ()
) -> Iterator[Record | RecordError]:
    """Records and rejected rows in order.

    A last row that may still be written counts where it reads well, and says so: its last cell may
    be cut. Where it does not, the next look reads it whole.

    Raises:
        WrongInputError: Its dates contradict each other.
    """
    given, places, rest = settings.screenconnect, _time_places(rows.header), list[_Unit]()
    sure = TimeReader(given.date_order, given.zone)
    reader = RecordReader(rows.header, sure, settings, flags)
    units = list(_read(_until_in_doubt(iter(rows), places, rest), reader, rows))
    texts = _times_in(rest, places)
    times = time_reader(texts, configured=given.date_order, zone=given.zone, file=name)
    if times.is_assumed:
        flags = (*flags, DATE_ORDER_ASSUMED)
        _flag(units, DATE_ORDER_ASSUMED)
    units += _read(_let_go(rest), RecordReader(rows.header, times, settings, flags), rows)
    if units and units[-1].ref == _unfinished(rows):
        _flag(units[-1:], ROW_UNFINISHED)
    yield from units


def _read(
    units: Iterable[_Unit], reader: RecordReader, rows: Rows
) -> Iterator[Record | RecordError]:
    read, place_of = reader.read, rows.place_of
    for unit in units:
        if isinstance(unit, RecordError):
            yield unit
            continue
        number, cells = unit
        try:
            yield read(cells, place_of(number, cells))
        except ValueError as error:
            if number != rows.unfinished:
                yield rows.rejected(number, Reason.BAD_TIME, f"ConnectedTime: {error}")


def _until_in_doubt(
    units: Iterator[_Unit], places: Sequence[int], rest: list[_Unit]
) -> Iterator[_Unit]:
    """Units before the first time that may leave the order open; `rest` gets the others."""
    for unit in units:
        if not isinstance(unit, RecordError):
            cells = unit[1]
            for place in places:
                if cells[place][-1:] not in _SURE:
                    rest += [unit, *units]
                    return
        yield unit


def _let_go(units: list[_Unit]) -> Iterator[_Unit]:
    """The units in order; the memory of those that are read serves the next records."""
    units.reverse()
    while units:
        yield units.pop()


def _time_places(header: Header) -> list[int]:
    return [header.places[column] for column in _TIMES if column in header.places]


def _times_in(units: Iterable[_Unit], places: Sequence[int]) -> Iterator[str]:
    """Texts of both times of all rows."""
    rows = [unit[1] for unit in units if not isinstance(unit, RecordError)]
    return (cells[place] for place in places for cells in rows)


def _flag(units: Iterable[Record | RecordError], flag: str) -> None:
    for unit in units:
        if isinstance(unit, Record):
            unit.fields["flags"] = sorted({*unit.fields["flags"], flag})


def _unfinished(rows: Rows) -> SourceRef | None:
    return None if rows.unfinished is None else rows.place_of(rows.unfinished, ())
