"""Tickets with their comments and timers as units, read one by one; the pull says which.

Comments come from their own endpoint, all pages of them: the list holds the first one only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sdc_core.errors import TerminalApiError
from sdc_core.records import Record, RecordError
from sdc_core.sources.syncro.checkpoint import Checkpoint
from sdc_core.sources.syncro.known import Known
from sdc_core.sources.syncro.records import (
    COMMENT,
    EMBEDDED,
    TICKET,
    TIMER,
    Place,
    Unit,
    record_of,
)
from sdc_core.syncro.answers import GoneError
from sdc_core.syncro.client import SyncroClient
from sdc_core.syncro.paging import Listing

COMMENTS_PER_PAGE = 100
TIMERS = "/ticket_timers"


@dataclass
class Crawl:
    """What one pull has read so far.

    Attributes:
        client: The account.
        names: Of users by id.
        known: What the store holds.
        checkpoint: Of a first crawl; None for the others, which are short.
        timers_after: The timers endpoint is asked from here on; older ones stand in the detail.
        records: Accepted records by key, each as last read.
        errors: Rejected units.
        read: Ids of the tickets that were read.
        gone: Ids of tickets that the account no longer has.
        retry: Ids of tickets with a rejected unit.
    """

    client: SyncroClient
    names: Mapping[int, str]
    known: Known
    checkpoint: Checkpoint | None = None
    timers_after: datetime | None = None
    records: dict[str, Record] = field(default_factory=dict)
    errors: list[RecordError] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    retry: set[int] = field(default_factory=set)

    def read_ticket(self, row: Any) -> None:
        """One ticket of the list or the detail, and all its comments."""
        ticket_id = id_of(row)
        if ticket_id is None:
            self._add(record_of(TICKET, row, Place("/tickets"), self.names), None)
            return
        self.read.add(ticket_id)
        own = {key: value for key, value in row.items() if key not in EMBEDDED}
        ticket = record_of(TICKET, own, Place(f"/tickets/{ticket_id}"), self.names)
        self._add(ticket, ticket_id)
        if self._read_comments(row, ticket_id) and self._has_older_timers(ticket, ticket_id):
            self._add_timers(_rows((self._detail(ticket_id) or {}).get("ticket_timers")))

    def read_by_id(self, ticket_id: int) -> None:
        """One ticket that no list gave, with its comments and timers."""
        detail = self._detail(ticket_id)
        if detail is not None:
            self.read_ticket(detail)
            self._add_timers(_rows(detail.get("ticket_timers")))

    def read_timers(self, params: dict[str, str | int]) -> set[str]:
        """All timers of the endpoint; those of a ticket that nobody knows bring the ticket.

        Returns:
            Their ids.
        """
        rows = self.client.pages(TIMERS, params, "ticket_timers")
        self._add_timers(rows)
        for ticket_id in sorted(self._unknown_tickets()):
            self.read_by_id(ticket_id)
        return {str(row.get("id")) for row in _rows(rows)}

    def check_timers(self, ticket_id: int, missing: Iterable[Record]) -> None:
        """Timers that the endpoint no longer has: the ticket itself says whether they are gone."""
        suspects = [record for record in missing if record.key not in self.records]
        detail = self._detail(ticket_id) if suspects else None
        if detail is not None and isinstance(detail.get("ticket_timers"), list):
            there = {str(row.get("id")) for row in _rows(detail["ticket_timers"])}
            self._lose(record for record in suspects if str(record.raw["id"]) not in there)

    def check_ticket(self, ticket_id: int) -> None:
        """A ticket that no list has any more: gone, if its own address says so too."""
        self._detail(ticket_id)

    def _detail(self, ticket_id: int) -> dict[str, Any] | None:
        """The ticket by its id, None where it was deleted or merged."""
        path = f"/tickets/{ticket_id}"
        try:
            answer = self.client.get(path)
        except GoneError:
            self._lose_ticket(ticket_id)
            return None
        ticket = answer.get("ticket")
        if not isinstance(ticket, dict):
            raise TerminalApiError(f"GET {path}: the answer has no object 'ticket'")
        return ticket

    def _read_comments(self, ticket: dict[str, Any], ticket_id: int) -> bool:
        """All comments of a ticket; whether it is still there."""
        path = f"/tickets/{ticket_id}/comments"
        try:
            listing = self._comments(ticket, path)
        except GoneError:
            self._lose_ticket(ticket_id)
            listing = Listing([], is_calm=False)
        listed = {str(row.get("id")): row for row in _rows(ticket.get("comments"))}
        for row in _joined(listing.rows, listed):
            unit = record_of(COMMENT, row, Place(path), self.names, ticket_id=ticket["id"])
            self._add(unit, ticket_id)
        if listing.is_calm:
            there = {str(row.get("id")) for row in _rows(listing.rows)} | listed.keys()
            old = self.known.comments_of(ticket_id)
            self._lose(record for record in old if str(record.raw["id"]) not in there)
        return ticket_id not in self.gone

    def _comments(self, ticket: dict[str, Any], path: str) -> Listing:
        kept = self.checkpoint.comments(ticket) if self.checkpoint else None
        if kept is not None:
            return Listing(kept, is_calm=True)
        listing = self.client.listing(path, {"per_page": COMMENTS_PER_PAGE}, "comments")
        if self.checkpoint:
            self.checkpoint.keep(ticket, listing.rows)
        return listing

    def _has_older_timers(self, ticket: Unit, ticket_id: int) -> bool:
        """Whether a ticket that is new here may have timers from before the endpoint is asked."""
        if self.timers_after is None or isinstance(ticket, RecordError):
            return False
        made = datetime.fromisoformat(ticket.fields["start_utc"])
        return made <= self.timers_after and not self.known.has_ticket(ticket_id)

    def _add_timers(self, rows: Iterable[Any]) -> None:
        for row in rows:
            place = Place(TIMERS)
            ticket_id = row.get("ticket_id") if isinstance(row, dict) else None
            unit = record_of(TIMER, row, place, self.names)
            self._add(unit, ticket_id if isinstance(ticket_id, int) else None)

    def _unknown_tickets(self) -> set[int]:
        """Tickets of the timers just read that nobody knows, and that were not found gone."""
        timers = [record for record in self.records.values() if record.kind == TIMER]
        ids = {
            record.fields["ticket_id"]
            for record in timers
            if not self.known.is_gone(record.key, record.fields["ticket_id"])
        }
        return {i for i in ids - self.read if not self.known.has_ticket(i)}

    def _lose_ticket(self, ticket_id: int) -> None:
        """The ticket is gone with all that is in it, unless this crawl found a part elsewhere."""
        self.gone.add(ticket_id)
        self.retry.discard(ticket_id)
        self._lose(self.known.records_of(ticket_id))
        for key, record in self.records.items():
            if record.fields["ticket_id"] == ticket_id:
                self.records[key] = replace(record, source_missing=True)

    def _lose(self, records: Iterable[Record]) -> None:
        for record in records:
            if record.key not in self.records:
                self.records[record.key] = replace(record, source_missing=True)

    def _add(self, unit: Unit, ticket_id: int | None) -> None:
        if isinstance(unit, RecordError):
            self.errors.append(unit)
            if ticket_id is not None:
                self.retry.add(ticket_id)
        elif unit.fields["ticket_id"] in self.gone:
            self.records[unit.key] = replace(unit, source_missing=True)
        else:
            self.records[unit.key] = unit


def id_of(row: Any) -> int | None:
    """The id of a row, also as text."""
    text = str(row.get("id")) if isinstance(row, dict) else ""
    return int(text) if text.isdecimal() and text.isascii() else None


def _joined(read: Iterable[Any], listed: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """Rows of the endpoint, which may lack fields (e-mail, SMS) that the list's row has."""
    rest = dict(listed)
    for row in read:
        known = rest.pop(str(row.get("id")), {}) if isinstance(row, dict) else {}
        yield {**known, **row} if known else row
    yield from rest.values()


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
