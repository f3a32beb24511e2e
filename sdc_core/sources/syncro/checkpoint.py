"""What a first crawl has read so far, so that one that was stopped need not begin again.

A first crawl of ten thousand tickets takes an hour, nearly all of it for their comments. They are
kept in `cache/syncro_crawl/`, a file per page of tickets, until the crawl is stored. Lists are read
again; the kept comments of a ticket count while the ticket's `updated_at` is the same. Recent
tickets are not kept: a system comment may join them without moving it. Deleting the folder costs
the time only.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sdc_core.ids import SHORT, stable_id
from sdc_core.store.platform import atomic_write, remove
from sdc_core.syncro.wire import TooDeepError, parse_time, without_secrets

FOLDER = "syncro_crawl"
TICKETS_PER_FILE = 50


class Checkpoint:
    """Comments by ticket, for one account, of tickets that nobody touched since `cold_before`."""

    def __init__(self, folder: Path, account: str, *, cold_before: datetime) -> None:
        self._folder = folder
        self._cold_before = cold_before
        self._prefix = stable_id(account)[:SHORT]
        self._kept: dict[str, dict[str, Any]] = {}
        self._fresh: dict[str, dict[str, Any]] = {}

    def load(self) -> None:
        """Take in what an earlier try left; what cannot be read is as if it was never there."""
        for path in self._files():
            self._kept |= _tickets_in(path)

    def comments(self, ticket: dict[str, Any]) -> list[Any] | None:
        """The comments of a ticket that has not changed since they were read."""
        kept = self._kept.get(str(ticket["id"]))
        if kept is None or kept["updated_at"] != ticket.get("updated_at"):
            return None
        rows: list[Any] = kept["comments"]
        return rows

    def keep(self, ticket: dict[str, Any], comments: list[Any]) -> None:
        """Remember the comments of a ticket, without what opens an account."""
        try:
            is_cold = parse_time(ticket["updated_at"]) < self._cold_before
            rows = without_secrets(comments)
        except (KeyError, AttributeError, ValueError, TooDeepError):
            return
        if not is_cold:
            return
        entry = {"updated_at": ticket["updated_at"], "comments": rows}
        self._fresh[str(ticket["id"])] = entry
        if len(self._fresh) >= TICKETS_PER_FILE:
            self.flush()

    def clear(self) -> None:
        """The crawl is stored, or another account is read: nothing of this is needed."""
        for path in sorted(self._folder.glob("*.json")):
            remove(path)

    def flush(self) -> None:
        """Write what was not written yet."""
        if not self._fresh:
            return
        number = len(self._files()) + 1
        content = json.dumps({"tickets": self._fresh}, ensure_ascii=False).encode()
        path = self._folder / f"{self._prefix}-{number:04d}.json"
        atomic_write(path, content, durable=False)
        self._fresh = {}

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._prefix}-*.json"))


def _tickets_in(path: Path) -> dict[str, dict[str, Any]]:
    try:
        tickets = json.loads(path.read_bytes())["tickets"]
        return dict(_whole(tickets))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _whole(tickets: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for ticket_id, kept in tickets.items():
        if isinstance(kept["comments"], list) and isinstance(kept["updated_at"], str):
            yield ticket_id, kept
