"""What the record store already holds of the account: for what a list alone cannot tell.

Only what the API said counts: a ticket of a file in the input folder may be of another account.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sdc_core.records import Record
from sdc_core.sources.syncro.records import COMMENT, TICKET, TIMER
from sdc_core.syncro.wire import parse_time

# Of tickets that a list does not have; a smaller account may well lose all of its tickets.
FEWEST_FOR_DOUBT = 20


class Known:
    """Stored records by ticket; those marked `source_missing` count as gone."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_ticket: dict[int, list[Record]] = defaultdict(list)
        self._tickets: dict[int, Record] = {}
        for record in records:
            ticket_id = record.fields["ticket_id"]
            self._by_ticket[ticket_id].append(record)
            if record.kind == TICKET:
                self._tickets[ticket_id] = record

    def has_ticket(self, ticket_id: int) -> bool:
        """Whether the ticket was ever accepted, from wherever."""
        return ticket_id in self._tickets

    def is_unchanged(self, ticket_id: int, updated_utc: str | None) -> bool:
        """Whether the API said the same of the ticket before, by its time of change."""
        record = self._tickets.get(ticket_id)
        return (
            record is not None
            and not record.source_missing
            and record.ref.file is None
            and updated_utc is not None
            and record.fields["updated_utc"] == updated_utc
        )

    def tickets(self) -> set[int]:
        """Ids of the tickets that the API had when it was asked last."""
        return {i for i, record in self._tickets.items() if _is_live(record)}

    def records_of(self, ticket_id: int) -> list[Record]:
        """All that the API had of one ticket when it was asked last."""
        return [record for record in self._by_ticket[ticket_id] if _is_live(record)]

    def comments_of(self, ticket_id: int) -> list[Record]:
        """The comments among them."""
        return [record for record in self.records_of(ticket_id) if record.kind == COMMENT]

    def timers_since(self, first: datetime | None) -> dict[int, list[Record]]:
        """Timers made after a moment, by ticket."""
        found: dict[int, list[Record]] = {}
        for ticket_id, records in self._by_ticket.items():
            timers = [r for r in records if r.kind == TIMER and _is_live(r)]
            since = [r for r in timers if first is None or _made(r) > first]
            if since:
                found[ticket_id] = since
        return found

    def is_gone(self, key: str, ticket_id: int) -> bool:
        """Whether the record was found to be gone before."""
        return any(r.key == key and r.source_missing for r in self._by_ticket[ticket_id])


def _is_live(record: Record) -> bool:
    return not record.source_missing and record.ref.file is None


def _made(timer: Record) -> datetime:
    """When the row was made, else when the work began, which is earlier."""
    made: Any = timer.raw.get("created_at")
    try:
        return parse_time(made)
    except (AttributeError, ValueError):
        return datetime.fromisoformat(timer.fields["start_utc"])
