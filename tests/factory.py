"""Models with defaults, so that a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.models import (
    SegmentMetadata,
    SegmentType,
    Session,
    SessionContext,
    SessionInsights,
    SessionMeta,
    SessionSegment,
    SourceRef,
)
from sdc_core.records import Record

MOMENT = datetime(2025, 1, 3, 17, 43, tzinfo=UTC)


def make_segment(name: str = "a", **changes: Any) -> SessionSegment:
    values: dict[str, Any] = {
        "segment_id": stable_id("segment", name),
        "start_time_utc": MOMENT,
        "end_time_utc": MOMENT + timedelta(minutes=10),
        "type": SegmentType.REMOTE_CONNECTION,
        "author": "AdminUser",
        "content": f"work {name}",
        "metadata": SegmentMetadata(source_ref=SourceRef(file="report.csv", row=2)),
    }
    return SessionSegment(**{**values, **changes})


def make_session(
    name: str = "a",
    start: datetime = MOMENT,
    system: str = "ScreenConnect",
    **context: Any,
) -> Session:
    return Session(
        meta=SessionMeta(
            session_id=stable_id("session", name),
            source_system=system,
            ingestion_timestamp_utc=MOMENT,
            last_updated_timestamp_utc=MOMENT,
        ),
        context=SessionContext(**context),
        insights=SessionInsights(
            session_start_time_utc=start,
            session_end_time_utc=start + timedelta(minutes=10),
            session_duration_minutes=10,
            session_duration_seconds=600,
            source_title=f"work {name}",
        ),
        segments=[
            make_segment(name, start_time_utc=start, end_time_utc=start + timedelta(minutes=10))
        ],
    )


def make_record(name: str = "a", **changes: Any) -> Record:
    values: dict[str, Any] = {
        "key": stable_id("record", name),
        "kind": "connection",
        "raw": {"name": name},
        "fields": {},
        "ref": SourceRef(file="report.csv", row=2),
    }
    return Record(**{**values, **changes})
