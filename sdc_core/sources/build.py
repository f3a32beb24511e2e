"""Pieces that every source needs to build a Session: its bounds, its minutes, its identity block.

Three minute figures, because they answer three questions: the connected union (how long somebody
was at work; the billable base), the span (from first to last), the sum (what adding up would bill).
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sdc_core.models import SessionInsights, SessionMeta, SessionSegment
from sdc_core.records import Record, SessionGroup
from sdc_core.times import now_utc, union_seconds

SECONDS_PER_MINUTE = 60
# Binary fractions are off by less than this below that size, so a half is decided in decimal.
_NEAR_HALF = 1e-4
_SURE_BELOW = 1e9


def half_up(value: float, decimals: int = 0) -> float:
    """Round as invoices do: 7.5 -> 8 and 0.125 -> 0.13, never to the even neighbour."""
    scale = 10.0**decimals
    steps = value * scale
    if 0 <= steps < _SURE_BELOW and abs(steps % 1 - 0.5) > _NEAR_HALF:
        # Far from a half both ways agree, and every Session has five such figures.
        return math.floor(steps + 0.5) / scale
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def bounded(
    segments: Iterable[SessionSegment], *, source_title: str | None = None
) -> SessionInsights:
    """Bounds and minutes of a Session from its segments, in any order.

    A segment without an end counts no minutes; where no segment has one, the Session has none
    either. The end is never before the start of any segment.
    """
    dated = [(s.start_time_utc, s.end_time_utc) for s in segments if s.start_time_utc is not None]
    closed = [(start, end) for start, end in dated if end is not None]
    start = min((start for start, _ in dated), default=None)
    end = max(end or start for start, end in dated) if closed else None
    union = union_seconds(closed)
    total = sum((end - start).total_seconds() for start, end in closed if end > start)
    span = (end - start).total_seconds() if start is not None and end is not None else 0.0
    return SessionInsights(
        session_start_time_utc=start,
        session_end_time_utc=end,
        session_duration_minutes=int(half_up(union / SECONDS_PER_MINUTE)),
        session_duration_seconds=int(half_up(union)),
        connected_union_minutes=half_up(union / SECONDS_PER_MINUTE, 2),
        span_minutes=half_up(span / SECONDS_PER_MINUTE, 2),
        sum_minutes=half_up(total / SECONDS_PER_MINUTE, 2),
        source_title=source_title,
    )


def meta_of(
    group: SessionGroup,
    records: Sequence[Record],
    system: str,
    *,
    identifiers: Iterable[str] = (),
    flags: Iterable[str] = (),
) -> SessionMeta:
    """The `meta` block: ids, when its records were first and last seen, distinct flags in order.

    `supersedes` lists the ids that the Session had before an earlier record joined it.
    """
    first, last = _seen(records)
    past = {old for record in records for old in record.superseded_ids} - {group.session_id}
    return SessionMeta(
        session_id=group.session_id,
        source_system=system,
        source_identifiers=list(dict.fromkeys(identifiers)),
        ingestion_timestamp_utc=first,
        last_updated_timestamp_utc=last,
        supersedes=sorted(past),
        flags=sorted(set(flags)),
    )


def _seen(records: Sequence[Record]) -> tuple[datetime, datetime]:
    """Earliest first and latest last look; the clock stands in until the store has set them."""
    firsts = [r.first_seen_utc for r in records if r.first_seen_utc is not None]
    lasts = [r.last_seen_utc for r in records if r.last_seen_utc is not None]
    first = min(firsts) if firsts else now_utc()
    return first, max(lasts) if lasts else first
