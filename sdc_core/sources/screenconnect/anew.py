"""Fields of a stored row made anew, from its cells and what its old fields say of its file."""

from typing import Any, get_args

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.reader import ROW_UNFINISHED
from sdc_core.sources.screenconnect.records import RecordReader
from sdc_core.sources.screenconnect.times import DATE_ORDER_ASSUMED, DateOrder, TimeReader
from sdc_core.sources.text import ENCODING_GUESSED

# What the cells of one row do not show.
_OF_THE_FILE = frozenset({ENCODING_GUESSED, DATE_ORDER_ASSUMED, ROW_UNFINISHED})
# What the key of a row is made of.
_OF_THE_KEY = ("start_utc", "connection_id", "machine_id", "machine", "technician", "process")
# A newer statement of the same row, which says less otherwise, may have given these (`prefer`).
_OF_THE_LATEST = ("customer_name", "contact_name")


def remake(record: Record, settings: Settings) -> dict[str, Any] | None:
    """The fields of a row as its reader makes them now; None where it would get another key.

    The order of day and month was decided by the whole file: it is the one that gives the start
    that the row has.
    """
    for order in get_args(DateOrder):
        fields = _read(record, order, settings)
        if fields and all(fields[name] == record.fields[name] for name in _OF_THE_KEY):
            stand = {name: record.fields[name] for name in _OF_THE_LATEST}
            return {**fields, **stand} if record.revisions else fields
    return None


def _read(record: Record, order: DateOrder, settings: Settings) -> dict[str, Any] | None:
    flags = tuple(sorted(_OF_THE_FILE.intersection(record.fields["flags"])))
    times = TimeReader(order, settings.screenconnect.zone)
    header, cells = Header(list(record.raw)), list(record.raw.values())
    try:
        return RecordReader(header, times, settings, flags).read(cells, record.ref).fields
    except ValueError:
        return None
