"""Every accepted record gets its Session, its place in it, and its month."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.times import month_of

_Place = tuple[SessionGroup, int, str]


def month_range(settings: Settings, now: datetime) -> list[str]:
    """First and last month that Sessions may lie in."""
    return [settings.processing_defaults.first_month, month_of(now)]


def assign(
    records: Iterable[Record],
    source: Source,
    settings: Settings,
    now: datetime,
    known_months: Iterable[str] = (),
) -> list[Record]:
    """Give every record its Session and month in place; return those outside the range.

    What lies in a month that held Sessions before is never outside, whatever the clock says.
    """
    by_key = {record.key: record for record in records}
    first, running = month_range(settings, now)
    last = max([running, *known_months])
    places: dict[str, _Place] = {}
    cut = []
    for group in source.group(by_key.values(), settings):
        month = _month(group, by_key)
        if first <= month <= last:
            places |= {key: (group, n, month) for n, key in enumerate(group.keys)}
        else:
            cut += [by_key[key] for key in group.keys]
    existing = {group.session_id for group, _, _ in places.values()}
    for key, record in by_key.items():
        _place(record, places.get(key), existing)
    return cut


def _month(group: SessionGroup, by_key: Mapping[str, Record]) -> str:
    """The UTC month of the start; an undated group lies where it was first seen."""
    if group.start_utc is not None:
        return month_of(group.start_utc)
    seen = (by_key[key].first_seen_utc for key in group.keys)
    return month_of(min(moment for moment in seen if moment is not None))


def _place(record: Record, place: _Place | None, existing: set[str]) -> None:
    before = record.session_id
    record.session_id = place[0].session_id if place else None
    record.position = place[1] if place else 0
    record.month = place[2] if place else None
    past = {*record.superseded_ids, *([before] if before else [])}
    record.superseded_ids = sorted(past - existing)
