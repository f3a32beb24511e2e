"""What a technician did for another customer at the same time: reported, never merged.

One person can be connected to two customers at once; whose minutes those are is a matter of policy
(reference, merging connections). Each row says which stretches of it are double.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sdc_core.records import Record
from sdc_core.sources.screenconnect.entries import CONNECTION
from sdc_core.sources.text import folded

PARALLEL = "parallel"

Interval = tuple[datetime, datetime]


class _Busy(NamedTuple):
    start: datetime
    end: datetime
    customer: str
    key: str


def with_parallel_work(records: list[Record]) -> list[Record]:
    """The records, each with its `parallel` stretches as [start, end] where it has any."""
    found: dict[str, list[Interval]] = defaultdict(list)
    for rows in _by_technician(records):
        for one, other in _meetings(rows):
            both = max(one.start, other.start), min(one.end, other.end)
            found[one.key].append(both)
            found[other.key].append(both)
    return [_with(record, found.get(record.key)) for record in records]


def parallel_of(record: Record) -> list[Interval]:
    """Stretches of a row in which its technician was connected to another customer too."""
    stretches = record.fields.get(PARALLEL) or []
    return [
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in stretches
    ]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The union as disjoint intervals in time order."""
    union: list[Interval] = []
    for start, end in sorted(intervals):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def _by_technician(records: Iterable[Record]) -> Iterator[list[_Busy]]:
    """Closed rows of each known technician, by start; who is not known may be two people."""
    busy: dict[str, list[_Busy]] = defaultdict(list)
    for record in records:
        fields = record.fields
        if record.kind == CONNECTION and fields["technician"] and fields["end_utc"]:
            start, end = map(datetime.fromisoformat, (fields["start_utc"], fields["end_utc"]))
            row = _Busy(start, end, folded(fields["customer_name"]), record.key)
            busy[folded(fields["technician"])].append(row)
    for rows in busy.values():
        yield sorted(rows)


def _meetings(rows: Iterable[_Busy]) -> Iterator[tuple[_Busy, _Busy]]:
    """Pairs of rows of two known customers that share some time."""
    active: list[_Busy] = []
    for row in rows:
        active = [other for other in active if other.end > row.start]
        for other in active:
            if row.end > row.start and row.customer and other.customer not in {"", row.customer}:
                yield other, row
        active.append(row)


def _with(record: Record, intervals: list[Interval] | None) -> Record:
    said = [[s.isoformat(), e.isoformat()] for s, e in merged(intervals)] if intervals else None
    if record.fields.get(PARALLEL) == said:
        return record
    fields = {name: value for name, value in record.fields.items() if name != PARALLEL}
    if said:
        fields[PARALLEL] = said
    return record.model_copy(update={"fields": fields})
