"""The rows of the fake account, by id; hooks and write calls change them in place."""

import copy
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

Row = dict[str, Any]
NO_TIME = 0.0


class Account:
    """Customers, contacts, tickets (with comments, timers and lines inside), invoices, users."""

    def __init__(self, world: Mapping[str, Any]) -> None:
        self.customers = _by_id(world.get("customers", []))
        self.contacts = _by_id(world.get("contacts", []))
        self.tickets = _by_id(world.get("tickets", []))
        self.invoices = _by_id(world.get("invoices", []))
        self.users: list[list[Any]] = [list(user) for user in world.get("users", [])]
        self.settings: Row = dict(world.get("settings", {}))
        self._last_id = max(
            (row["id"] for row in (*self.tickets.values(), *self.timers(), *self.comments())),
            default=0,
        )

    def timers(self) -> list[Row]:
        """The timers of all tickets."""
        return [timer for t in self.tickets.values() for timer in t.get("ticket_timers", [])]

    def comments(self) -> list[Row]:
        """The comments of all tickets."""
        return [comment for t in self.tickets.values() for comment in t.get("comments", [])]

    def insert_ticket(self, row: Row) -> None:
        """Add or replace a ticket."""
        self.tickets[row["id"]] = copy.deepcopy(row)

    def delete_ticket(self, ticket_id: int) -> None:
        """Remove a ticket with all that is in it."""
        self.tickets.pop(ticket_id, None)

    def update_ticket(self, ticket_id: int, **changes: Any) -> None:
        """Change fields of a ticket; pass `updated_at` where the change moves it."""
        self.tickets[ticket_id].update(changes)

    def add_comment(self, ticket_id: int, row: Row) -> None:
        """Add a comment; a system comment does not move the ticket's `updated_at`."""
        self.tickets[ticket_id].setdefault("comments", []).append(dict(row))

    def new_id(self) -> int:
        """An id that no ticket, timer, comment or line has."""
        self._last_id += 1
        return int(self._last_id)

    def user_name(self, user_id: int | None) -> str | None:
        """The name of a user."""
        return next((str(name) for known, name in self.users if known == user_id), None)


def moment(value: object) -> float:
    """A time of a row as a number to sort and compare by; what is no time is the oldest.

    A row may hold anything: a world is also made to show rows that cannot be read.
    """
    return _moment(value) if isinstance(value, str) else NO_TIME


@lru_cache(maxsize=200_000)
def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return NO_TIME


def _by_id(rows: list[Row]) -> dict[int, Row]:
    return {row["id"]: copy.deepcopy(row) for row in rows}
