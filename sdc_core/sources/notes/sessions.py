"""The Session of one notes.json item: its texts as segments, a date, no end and no minutes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.models import (
    SegmentMetadata,
    SegmentType,
    Session,
    SessionContext,
    SessionSegment,
    SourceSystem,
)
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.build import bounded, meta_of
from sdc_core.work.technicians import technician_id

TITLE_LENGTH = 80
LAST = "9999"

SEGMENT_TYPES = {
    "initial": SegmentType.TICKET_INITIAL_ISSUE,
    "note": SegmentType.TICKET_NOTE,
    "todo": SegmentType.TICKET_TODO,
    "standalone": SegmentType.STANDALONE_TODO,
}
_KIND_ORDER = {kind: place for place, kind in enumerate(SEGMENT_TYPES)}
_PART_DETAILS = ("order", "completed", "completed_at_utc", "state", "due", "extra")
_ITEM_DETAILS = ("number", "date", "status", "priority", "updated", "updated_utc", "extra")


def build(group: SessionGroup, records: Sequence[Record], settings: Settings) -> Session:
    """One Session of one item; it has no end, because the file tells none."""
    record = records[0]
    fields = record.fields
    segments = list(_segments(record, settings))
    title = fields["subject"] or segments[0].content.splitlines()[0][:TITLE_LENGTH]
    return Session(
        meta=meta_of(
            group,
            records,
            SourceSystem.NOTES_JSON,
            identifiers=[fields["number"]] if fields["number"] else [],
            flags=fields["flags"],
        ),
        context=SessionContext(
            source_customer_id=fields["customer_id"],
            source_customer_name=fields["customer_name"],
            source_contact_name=fields["contact_name"],
        ),
        insights=bounded(segments, source_title=title),
        segments=segments,
    )


def start_of(record: Record) -> datetime | None:
    """The earliest date that the item or a part of it has; none for an undated item."""
    dates = [date for part in record.fields["parts"] if (date := _date(record, part)[0])]
    return min(map(datetime.fromisoformat, dates), default=None)


def _segments(record: Record, settings: Settings) -> Iterator[SessionSegment]:
    """Segments by date, kind, order and place; equal texts are told apart by their count."""
    seen: Counter[str] = Counter()
    parts = enumerate(record.fields["parts"])
    for position, (_, part) in enumerate(sorted(parts, key=lambda p: _place(record, *p))):
        base = stable_id(record.key, part["kind"], part.get("order"), part["text"])
        again = seen[base]
        seen[base] += 1
        segment_id = stable_id(base, again) if again else base
        item = _item_details(record) if position == 0 else {}
        yield _segment(record, part, segment_id, item, settings)


def _segment(
    record: Record, part: dict[str, Any], segment_id: str, item: dict[str, Any], settings: Settings
) -> SessionSegment:
    date, basis = _date(record, part)
    author = part.get("user") or settings.notes.technician
    details = {name: part[name] for name in _PART_DETAILS if part.get(name) is not None}
    return SessionSegment(
        segment_id=segment_id,
        start_time_utc=datetime.fromisoformat(date) if date else None,
        type=SEGMENT_TYPES[part["kind"]],
        author=author,
        content=part["text"],
        metadata=SegmentMetadata(
            source_ref=record.ref,
            technician=technician_id(settings, author),
            time_basis=basis,
            **item,
            **details,
        ),
    )


def _date(record: Record, part: dict[str, Any]) -> tuple[str | None, str | None]:
    """The date of a part, else that of its item."""
    if part.get("date_utc"):
        return part["date_utc"], part["time_basis"]
    return record.fields["date_utc"], record.fields["time_basis"]


def _item_details(record: Record) -> dict[str, Any]:
    """What the item says beyond its texts, carried by the first segment."""
    said = ((name, record.fields.get(name)) for name in _ITEM_DETAILS)
    return {f"item_{name}": value for name, value in said if value}


def _place(
    record: Record, position: int, part: dict[str, Any]
) -> tuple[str, int, tuple[float, str], int]:
    order = part.get("order") or ""
    number = float(order) if order.isdecimal() else float("inf")
    date = _date(record, part)[0] or LAST
    return date, _KIND_ORDER[part["kind"]], (number, order), position
