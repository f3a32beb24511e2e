"""The Session of a group of ScreenConnect rows.

Rows of one connection that broke off and came back within five minutes are one segment; its
`metadata.connections` lists them with their own bounds, and minutes count these only.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from pydantic import TypeAdapter

from sdc_core.models import (
    SegmentMetadata,
    SegmentType,
    Session,
    SessionContext,
    SessionInsights,
    SessionSegment,
    SourceSystem,
)
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.build import SECONDS_PER_MINUTE, bounded, half_up, meta_of
from sdc_core.sources.screenconnect.bounds import BRIEF
from sdc_core.sources.screenconnect.parallel import PARALLEL, parallel_of
from sdc_core.sources.text import folded
from sdc_core.times import union_seconds
from sdc_core.work.technicians import technician_id

RECONNECT_WITHIN = timedelta(minutes=5)
MACHINES_IN_TITLE = 4
PARALLEL_CUSTOMERS = "parallel_customers"

_RESERVED = frozenset(SegmentMetadata.model_fields)
_SEGMENTS = TypeAdapter(list[SessionSegment])
_Row = tuple[Record, SessionSegment]


def build(group: SessionGroup, records: Sequence[Record], settings: Settings) -> Session:
    """One Session: its rows as segments, the customer as the newest row writes it."""
    people = _technicians(records, settings)
    rows = _SEGMENTS.validate_python(
        [_segment(record, people[record.fields["technician"]]) for record in records]
    )
    segments = [_joined(run) for run in _runs(list(zip(records, rows, strict=True)))]
    return Session(
        meta=meta_of(
            group,
            records,
            SourceSystem.SCREENCONNECT,
            identifiers=_identifiers(records),
            flags=_flags(records),
        ),
        context=SessionContext(
            source_customer_name=_last(records, "customer_name"),
            source_contact_name=_last(records, "contact_name"),
        ),
        insights=_insights(records, rows),
        segments=segments,
    )


def _insights(records: Sequence[Record], rows: Sequence[SessionSegment]) -> SessionInsights:
    """Bounds and minutes; also those that another customer's Session has too, where there are."""
    insights = bounded(rows, source_title=_title(records))
    double = union_seconds(chain.from_iterable(parallel_of(record) for record in records))
    if not double:
        return insights
    minutes = half_up(double / SECONDS_PER_MINUTE, 2)
    return insights.model_copy(update={"parallel_minutes": minutes})


def _row_flags(fields: dict[str, Any]) -> list[str]:
    flags: list[str] = fields["flags"]
    return sorted([*flags, PARALLEL_CUSTOMERS]) if fields.get(PARALLEL) else flags


def _segment(record: Record, technician: str | None) -> dict[str, Any]:
    """The segment of one row, to be checked as a `SessionSegment`."""
    fields = record.fields
    extra = {
        "connection_id": fields["connection_id"],
        "machine_id": fields["machine_id"],
        "machine": fields["machine"],
        "session_type": fields["session_type"],
        "duration_seconds": fields["duration_seconds"],
        PARALLEL: fields.get(PARALLEL),
        **fields["details"],
        **fields["properties"],
    }
    return {
        "segment_id": record.key,
        "start_time_utc": datetime.fromisoformat(fields["start_utc"]),
        "end_time_utc": datetime.fromisoformat(fields["end_utc"]) if fields["end_utc"] else None,
        "type": SegmentType.REMOTE_CONNECTION,
        "author": fields["technician"],
        "content": _machine(record),
        "metadata": {
            "source_ref": record.ref,
            "technician": technician,
            "time_basis": fields["time_basis"],
            "flags": _row_flags(fields),
            **{n: value for n, value in extra.items() if value is not None and n not in _RESERVED},
        },
    }


def _technicians(records: Sequence[Record], settings: Settings) -> dict[str | None, str | None]:
    """Technician ids of all names, each looked up once."""
    names = {record.fields["technician"] for record in records}
    return {name: technician_id(settings, name) for name in names}


def _runs(rows: list[_Row]) -> Iterator[list[SessionSegment]]:
    """Rows in order, those of one reconnected connection together at the place of the first."""
    runs: list[list[_Row]] = []
    latest: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        identity = _identity(row[0])
        run = latest.get(identity) if identity else None
        if run is not None and _is_reconnect(run[-1][1], row[1]):
            run.append(row)
            continue
        runs.append([row])
        if identity:
            latest[identity] = runs[-1]
    for run in runs:
        yield [segment for _, segment in run]


def _machine(record: Record) -> str:
    """Its name as written, else its id; a row may have neither."""
    return record.fields["machine"] or record.fields["machine_id"] or ""


def _identity(record: Record) -> tuple[str, str] | None:
    fields = record.fields
    if not fields["connection_id"]:
        return None
    return folded(fields["connection_id"]), folded(fields["machine_id"] or _machine(record))


def _is_reconnect(before: SessionSegment, after: SessionSegment) -> bool:
    if before.end_time_utc is None or after.start_time_utc is None:
        return False
    return after.start_time_utc - before.end_time_utc <= RECONNECT_WITHIN


def _joined(run: list[SessionSegment]) -> SessionSegment:
    if len(run) == 1:
        return run[0]
    first, last = run[0], run[-1]
    ends = [segment.end_time_utc for segment in run]
    metadata = first.metadata.model_copy(
        update={
            "flags": sorted({flag for s in run for flag in s.metadata.flags} - {BRIEF}),
            "connections": [_listed(segment) for segment in run],
            "duration_seconds": sum(_seconds(segment) for segment in run),
            **_parallel_in(run),
        }
    )
    is_closed = last.end_time_utc is not None
    end = max(end for end in ends if end is not None) if is_closed else None
    return first.model_copy(update={"end_time_utc": end, "metadata": metadata})


def _parallel_in(run: list[SessionSegment]) -> dict[str, Any]:
    stretches = [pair for segment in run for pair in getattr(segment.metadata, PARALLEL, [])]
    return {PARALLEL: sorted(stretches)} if stretches else {}


def _seconds(segment: SessionSegment) -> float:
    return getattr(segment.metadata, "duration_seconds", 0.0)


def _listed(segment: SessionSegment) -> dict[str, Any]:
    row = segment.model_dump(mode="json", include={"segment_id", "start_time_utc", "end_time_utc"})
    row["source_ref"] = segment.metadata.source_ref.model_dump(mode="json")
    return row


def _identifiers(records: Sequence[Record]) -> list[str]:
    ids = (r.fields["connection_id"] or r.fields["machine_id"] for r in records)
    return [identifier for identifier in ids if identifier]


def _flags(records: Sequence[Record]) -> set[str]:
    """Flags of any row; `brief` only where every row is: beside others it costs nothing."""
    flags = {flag for record in records for flag in _row_flags(record.fields)}
    is_brief = all(BRIEF in record.fields["flags"] for record in records)
    return flags if is_brief else flags - {BRIEF}


def _last(records: Sequence[Record], name: str) -> str | None:
    return next((r.fields[name] for r in reversed(records) if r.fields[name]), None)


def _title(records: Sequence[Record]) -> str:
    texts = (_machine(record) or "an unnamed machine" for record in records)
    machines = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    shown = ", ".join(machines[:MACHINES_IN_TITLE])
    more = len(machines) - MACHINES_IN_TITLE
    return f"Remote session on {shown}" + (f" and {more} more" if more > 0 else "")
