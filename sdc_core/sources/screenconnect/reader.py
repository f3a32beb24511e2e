"""The rows of one report, from a file or an API, to records: one date order for all of them."""

from collections.abc import Iterable, Iterator

from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.records import RecordReader
from sdc_core.sources.screenconnect.rows import Rows
from sdc_core.sources.screenconnect.times import DATE_ORDER_ASSUMED, time_reader

ROW_UNFINISHED = "row_unfinished"
_TIMES = ("ConnectedTime", "DisconnectedTime")


def read_report(
    rows: Rows, settings: Settings, name: str, flags: tuple[str, ...] = ()
) -> Iterator[Record | RecordError]:
    """Records and rejected rows in order.

    A last row that may still be written counts where it reads well, and says so: its last cell may
    be cut. Where it does not, the next look reads it whole.

    Raises:
        WrongInputError: Its dates contradict each other.
    """
    units = list(rows)
    given = settings.screenconnect
    texts = _times_in(units, rows.header)
    times = time_reader(texts, configured=given.date_order, zone=given.zone, file=name)
    flags = (*flags, *((DATE_ORDER_ASSUMED,) if times.is_assumed else ()))
    read, place_of = RecordReader(rows.header, times, settings, flags).read, rows.place_of
    unfinished = rows.unfinished
    units.reverse()
    while units:  # what is read is let go: its memory serves the next records
        unit = units.pop()
        if isinstance(unit, RecordError):
            yield unit
            continue
        number, cells = unit
        try:
            record = read(cells, place_of(number, cells))
        except ValueError as error:
            if number != unfinished:
                yield rows.rejected(number, Reason.BAD_TIME, f"ConnectedTime: {error}")
            continue
        if number == unfinished:
            record.fields["flags"] = sorted({*record.fields["flags"], ROW_UNFINISHED})
        yield record


def _times_in(units: Iterable[tuple[int, list[str]] | RecordError], header: Header) -> list[str]:
    """Texts of both times of all rows; not those in `Z`, which leave no order of a date open."""
    places = [header.places[column] for column in _TIMES if column in header.places]
    rows = [unit[1] for unit in units if not isinstance(unit, RecordError)]
    return [cells[place] for place in places for cells in rows if cells[place][-1:] != "Z"]
