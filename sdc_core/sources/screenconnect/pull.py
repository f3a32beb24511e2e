"""One pull of connections from the GetReport API since the last.

The mark is the start of the pull minus an overlap, never the newest row: a row that the server
writes late is met by the next pull. The last two days are read again each time, and so is every
connection that was open, because its end comes later. Everything is read or nothing is stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import from_json

from sdc_core.ids import digest_bytes, digest_json
from sdc_core.models import SourceRef
from sdc_core.records import Record, RecordError
from sdc_core.screenconnect.client import ReportClient, open_client
from sdc_core.screenconnect.filters import stamp
from sdc_core.screenconnect.report import FIELD_NAMES, Report
from sdc_core.screenconnect.slices import MINUTE, Slice, floor_minute, minutes_of, reports
from sdc_core.settings import Settings
from sdc_core.sources.base import Pull
from sdc_core.sources.reject import json_bytes
from sdc_core.sources.screenconnect.bounds import OPEN
from sdc_core.sources.screenconnect.entries import CONNECTION
from sdc_core.sources.screenconnect.items import ItemRows
from sdc_core.sources.screenconnect.reader import read_report
from sdc_core.times import to_utc

API = "GetReport"
# Rows that a server whose clock runs ahead of ours has already written.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Cursor:
    """Where the last pull began, what was open then, and what was asked for.

    `first` is where the first pull began: an earlier one is a new question, like another filter.
    """

    mark: datetime
    first: datetime
    open: list[datetime]
    asked: str

    def values(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "mark": stamp(self.mark),
            "first": stamp(self.first),
            "open": [moment.isoformat() for moment in self.open],
            "asked": self.asked,
        }


def pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    """What began since the mark or may have changed; all of it the first time.

    Raises:
        ApiError: One slice could not be read whole: nothing may be stored.
    """
    with open_client(settings) as client:
        return pull_from(client, settings, cursor, now)


def reread(unit: RecordError, settings: Settings) -> Iterator[Record | RecordError]:
    """A rejected item, read again from its own bytes."""
    report = Report(unit.context[FIELD_NAMES], [from_json(unit.raw)])
    yield from _units(report, settings)


def pull_from(
    client: ReportClient, settings: Settings, cursor: Mapping[str, Any], now: datetime
) -> Pull:
    """`pull` over an open client."""
    api, asked, last = settings.screenconnect.api, _asked(settings), _stored(cursor)
    first = floor_minute(_first_moment(settings, now, last))
    if last is not None and (last.asked != asked or last.first > first):
        last = None
    units = [
        unit
        for begin, end in _slices(settings, last, first, now)
        for report in reports(client.connections, begin, end, limit=api.item_limit)
        for unit in _units(report, settings)
    ]
    started = min(now, client.server_date or now)
    records = [unit for unit in units if isinstance(unit, Record)]
    begun = {record.fields["start_utc"] for record in records if _is_open(record)}
    mark = started - timedelta(minutes=api.overlap_minutes)
    still_open = sorted(map(datetime.fromisoformat, begun))
    return Pull(
        records=records,
        errors=[unit for unit in units if isinstance(unit, RecordError)],
        cursor=Cursor(mark, first, still_open, asked).values(),
    )


def _slices(settings: Settings, last: Cursor | None, first: datetime, now: datetime) -> list[Slice]:
    """Minutes in which connections began that were open, then all since the mark."""
    until = floor_minute(now) + MINUTE + AHEAD
    if last is None:
        return [(first, until)]
    again = now - timedelta(hours=settings.screenconnect.api.reread_hours)
    since = floor_minute(min(last.mark, again))
    earlier = minutes_of(moment for moment in last.open if moment < since)
    return [*earlier, (since, until)]


def _units(report: Report, settings: Settings) -> Iterator[Record | RecordError]:
    """Records and rejected items of one answer; a rejected one knows the names of its cells."""
    rows = ItemRows(report, _Places(report))
    context = {FIELD_NAMES: report.names}
    for unit in read_report(rows, settings, API):
        is_record = isinstance(unit, Record)
        yield unit if is_record else unit.model_copy(update={"context": context})


@dataclass(frozen=True)
class _Places:
    """Names a row by what stays: its number in an answer is another in the next."""

    report: Report

    def __call__(self, number: int, cells: Sequence[str]) -> SourceRef:
        named = dict(zip(self.report.names, cells, strict=False))
        machine = named.get("SessionSessionID") or named.get("SessionName")
        parts = [named.get("ConnectionID"), machine, named.get("ConnectedTime")]
        known = " ".join(part for part in parts if part)
        item = self.report.items[number - 1]
        return SourceRef(path=API, id=known or digest_bytes(json_bytes(item)))


def _is_open(record: Record) -> bool:
    return record.kind == CONNECTION and OPEN in record.fields["flags"]


def _asked(settings: Settings) -> str:
    """Digest of what shapes the answers: another question has no past."""
    api = settings.screenconnect.api
    return digest_json([api.url(), api.fields, api.filters])


def _first_moment(settings: Settings, now: datetime, last: Cursor | None) -> datetime:
    """Begin of the first month of the settings, or so many days back as the first pull reached."""
    days = settings.screenconnect.api.first_pull_days
    if days is None:
        month = settings.processing_defaults.first_month
        return datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    first = now - timedelta(days=days)
    return min(first, last.first) if last else first


def _stored(cursor: Mapping[str, Any]) -> Cursor | None:
    """The stored cursor; one that is lost or broken costs one full pull."""
    try:
        return Cursor(
            mark=to_utc(datetime.fromisoformat(cursor["mark"])),
            first=to_utc(datetime.fromisoformat(cursor["first"])),
            open=[to_utc(datetime.fromisoformat(text)) for text in cursor["open"]],
            asked=str(cursor["asked"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
