"""Host rows to Sessions: by customer and technician first, then by a running maximum end.

So neither a row of another customer between two rows nor a short one inside a long one cuts a
Session (reference, merging connections).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sdc_core.ids import stable_id
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.entries import CONNECTION
from sdc_core.sources.screenconnect.records import SOURCE_NAME
from sdc_core.sources.text import folded

# Customer, machine where there is no customer, technician.
Owner = tuple[str, str, str]
# Owner, start as UTC text (which sorts as the time does), key, record.
_Placed = tuple[Owner, str, str, Record]


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """Host rows to Sessions, in time order per customer and technician."""
    gap = timedelta(minutes=settings.processing_defaults.segment_to_session_merge_gap_minutes)
    placed = [
        # Not by end: an open row that gets its end later must not change which is the first.
        (owner_of(record), record.fields["start_utc"], record.key, record)
        for record in records
        if record.kind == CONNECTION
    ]
    placed.sort(key=itemgetter(0, 1, 2))
    for owner, rows in groupby(placed, key=itemgetter(0)):
        for run in _runs(rows, gap):
            # The name as written, not the mapped id: a corrected mapping must not move ids.
            technician = owner[2]
            yield SessionGroup(
                session_id=stable_id(SOURCE_NAME, technician, run[0].key),
                keys=[record.key for record in run],
                start_utc=datetime.fromisoformat(run[0].fields["start_utc"]),
            )


def owner_of(record: Record) -> Owner:
    """Whose Session a row can belong to; rows without a customer stay apart by machine."""
    fields = record.fields
    customer = folded(fields["customer_name"])
    machine = "" if customer else folded(fields["machine_id"] or fields["machine"])
    return customer, machine, folded(fields["technician"])


def _runs(rows: Iterable[_Placed], gap: timedelta) -> Iterator[list[Record]]:
    """Cut rows in time order where nothing was connected for longer than the gap."""
    run: list[Record] = []
    reach: datetime | None = None
    for _, begun, _, row in rows:
        start = datetime.fromisoformat(begun)
        ended = row.fields["end_utc"]
        end = datetime.fromisoformat(ended) if ended else start  # the start while it is open
        if reach is not None and start - reach > gap:
            yield run
            run, reach = [], None
        run.append(row)
        reach = end if reach is None else max(reach, end)
    if run:
        yield run
