"""One crawl of the Syncro API since the last: changed tickets, their comments, and timers.

The mark is the server's clock at the start of the crawl minus an overlap: a ticket that changes
behind the place of reading is met by the next crawl. A mark from the newest `updated_at` would pass
it by. Everything is read or nothing is stored.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.errors import NotAuthorizedError
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import Pull
from sdc_core.sources.syncro.records import COMMENT, TIMER, Place, record_of, ticket_records
from sdc_core.syncro.answers import GoneError
from sdc_core.syncro.client import SyncroClient, open_client
from sdc_core.times import to_utc

MARK = "mark"
COMMENTS_PER_PAGE = 100
# Timers have no filter by change: those of the last weeks are read again, because they are
# stopped, corrected and charged until the month is invoiced.
TIMER_TAIL = timedelta(days=35)


def pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    """What changed since the cursor; all of the account the first time.

    Raises:
        ApiError: One page or one ticket's comments could not be read: nothing may be stored.
    """
    with open_client(settings) as client:
        return _Crawl(client, settings, _mark(cursor), now).run()


class _Crawl:
    def __init__(
        self, client: SyncroClient, settings: Settings, since: datetime | None, now: datetime
    ) -> None:
        self._client = client
        self._settings = settings
        self._since = since
        self._now = now
        self._records: list[Record] = []
        self._errors: list[RecordError] = []
        self._notes: list[str] = []

    def run(self) -> Pull:
        names = self._names()
        # That was the first call: its answer dates the start of the crawl.
        started = self._client.server_date or self._now
        for ticket in self._client.pages("/tickets", self._ticket_filter(), "tickets"):
            self._read_ticket(ticket, names)
        for timer in self._client.pages("/ticket_timers", self._timer_filter(), "ticket_timers"):
            self._add(record_of(TIMER, timer, Place("/ticket_timers"), names))
        mark = started - timedelta(minutes=self._settings.syncro_api.overlap_minutes)
        return Pull(
            records=self._records,
            errors=self._errors,
            cursor={MARK: _stamp(mark)},
            notes=self._notes,
        )

    def _names(self) -> dict[int, str]:
        """Names of users by id; a key that may not list them still reads tickets."""
        try:
            return self._client.users()
        except NotAuthorizedError as error:
            self._notes.append(f"authors known by user id only stay unnamed: {error}")
            return {}

    def _ticket_filter(self) -> dict[str, str | int]:
        """By change only: a filter by status would lose the tickets that leave it."""
        if self._since is not None:
            return {"since_updated_at": _stamp(self._since)}
        first = self._first_day()
        return {"created_after": _stamp(first)} if first else {}

    def _timer_filter(self) -> dict[str, str | int]:
        first = self._since - TIMER_TAIL if self._since else self._first_day()
        return {"created_at_gt": _stamp(first)} if first else {}

    def _first_day(self) -> datetime | None:
        days = self._settings.syncro_api.first_crawl_days
        return None if days is None else self._now - timedelta(days=days)

    def _read_ticket(self, ticket: Any, names: Mapping[int, str]) -> None:
        """The ticket of the list, and all its comments: the list holds the first one only."""
        has_id = isinstance(ticket, dict) and str(ticket.get("id")).isdecimal()
        path = f"/tickets/{ticket['id']}" if has_id else "/tickets"
        for unit in ticket_records(ticket, Place(path), names):
            is_comment = isinstance(unit, Record) and unit.kind == COMMENT
            if not (has_id and is_comment):
                self._add(unit)
        if has_id:
            self._read_comments(ticket, names)

    def _read_comments(self, ticket: dict[str, Any], names: Mapping[int, str]) -> None:
        path = f"/tickets/{ticket['id']}/comments"
        listed = {str(row.get("id")): row for row in _rows(ticket.get("comments"))}
        try:
            read = self._client.pages(path, {"per_page": COMMENTS_PER_PAGE}, "comments")
        except GoneError:
            self._notes.append(f"ticket {ticket['id']} was deleted while it was read")
            read = []
        for comment in read:
            # The endpoint may leave out fields (e-mail, SMS) that the list's row has.
            known = listed.pop(str(comment.get("id")), {}) if isinstance(comment, dict) else {}
            row = {**known, **comment} if known else comment
            self._add(record_of(COMMENT, row, Place(path), names, ticket_id=ticket["id"]))
        for row in listed.values():
            self._add(record_of(COMMENT, row, Place(path), names, ticket_id=ticket["id"]))

    def _add(self, unit: Record | RecordError) -> None:
        if isinstance(unit, Record):
            self._records.append(unit)
        else:
            self._errors.append(unit)


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _mark(cursor: Mapping[str, Any]) -> datetime | None:
    """The stored mark; one that is lost or broken costs one full crawl."""
    try:
        return to_utc(datetime.fromisoformat(cursor[MARK]))
    except (KeyError, TypeError, ValueError):
        return None


def _stamp(moment: datetime) -> str:
    """Full UTC time with `Z`: a bare date is known to behave inconsistently."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
