"""The interval index: one row per worked interval, one Parquet file per month, rebuildable."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from sdc_core.models import SegmentType, Session, SessionSegment
from sdc_core.store.platform import atomic_write

NOBODY = {"ai", "narrator"}
WORKED = {SegmentType.REMOTE_CONNECTION, SegmentType.LABOR, SegmentType.CHAT_MESSAGE}


def write_interval_index(folder: Path, month: str, sessions: Iterable[Session]) -> Path:
    """Write `<folder>/<month>.parquet`; its columns stand in `_intervals`, times are UTC."""
    import polars as pl  # noqa: PLC0415 - half a second that only this step needs

    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "session_id": pl.String,
        "source": pl.String,
        "start_utc": pl.Datetime("us", "UTC"),
        "end_utc": pl.Datetime("us", "UTC"),
        "customer_id": pl.Int64,
        "ticket": pl.String,
        "technician": pl.String,
    }
    rows = [row for session in sessions for row in _intervals(session)]
    content = BytesIO()
    pl.DataFrame(rows, schema=schema).write_parquet(content)
    path = _path(folder, month)
    atomic_write(path, content.getvalue(), durable=False)
    return path


def has_interval_index(folder: Path, month: str) -> bool:
    """Whether the month has its file; an empty one is what a power cut leaves."""
    try:
        return _path(folder, month).stat().st_size > 0
    except FileNotFoundError:
        return False


def _path(folder: Path, month: str) -> Path:
    return folder / f"{month}.parquet"


def _intervals(session: Session) -> Iterator[dict[str, Any]]:
    ticket = next((link for link in session.context.links if link.startswith("Ticket: ")), None)
    for segment in session.segments:
        for start, end in worked(segment):
            yield {
                "session_id": session.meta.session_id,
                "source": session.meta.source_system,
                "start_utc": start,
                "end_utc": end,
                "customer_id": session.context.customer_id,
                "ticket": ticket.removeprefix("Ticket: ") if ticket else None,
                "technician": segment.metadata.technician,
            }


def worked(segment: SessionSegment) -> Iterator[tuple[datetime, datetime]]:
    """When somebody worked: each connection of a reconnect by itself, nothing that an AI wrote."""
    details = segment.metadata.model_extra or {}
    if segment.type not in WORKED or details.get("role") in NOBODY:
        return
    bounds = [(segment.start_time_utc, segment.end_time_utc)]
    rows = details.get("connections")
    if rows:
        bounds = [(_time(row["start_time_utc"]), _time(row["end_time_utc"])) for row in rows]
    yield from ((start, end) for start, end in bounds if start is not None and end is not None)


def _time(text: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else text
