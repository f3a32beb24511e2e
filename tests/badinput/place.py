"""A data root that takes hostile files, and good units of every source to stand beside them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg

from sdc_assets.instance import HOME
from sdc_core.models import Session
from sdc_core.settings import load_settings
from sdc_core.store.quarantine_entry import QuarantineEntry
from sdc_core.workspace import open_workspace
from tests.assets.end_to_end.program import Program

SOURCES = ("screenconnect", "sillytavern", "notes", "syncro")
START = datetime(2025, 1, 3, 8, 0, tzinfo=UTC)
COLUMNS = (
    "SessionSessionID",
    "ProcessType",
    "SessionSessionType",
    "SessionName",
    "ParticipantName",
    "ConnectedTime",
    "DisconnectedTime",
    "DurationSeconds",
    "ConnectionID",
    "SessionCustomProperty1",
    "SessionCustomProperty6",
    "ClientType",
)
CHAT_HEADER = {"user_name": "Ana", "character_name": "WorkLog", "chat_metadata": {}}


class Place(Program):
    """The installed program over one data root of this test."""

    def put(self, name: str, content: bytes) -> None:
        """An input file, by its name below the input folder."""
        path = self.data / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def stored(self, source: str) -> list[Session]:
        """The Sessions of one source."""
        return self.layer(f"sessions/{source}")

    def rejected(self, source: str) -> list[QuarantineEntry]:
        """What one source put into the quarantine."""
        workspace = open_workspace(load_settings(self.config, self.variables))
        return workspace.quarantine.entries(source)

    def contents(self, source: str) -> list[str]:
        """The text of every segment of one source."""
        return [segment.content for session in self.stored(source) for segment in session.segments]

    def check(self, asset: str, name: str) -> tuple[bool, str | None]:
        """Whether an asset check passed the last time, and what it said."""
        key = dg.AssetCheckKey(dg.AssetKey(asset.split("/")), name)
        with dg.DagsterInstance.from_config(str(self.data / HOME)) as instance:
            found = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])
        evaluation = found[key].event.dagster_event.event_specific_data
        return evaluation.passed, evaluation.description


def moment(number: int) -> datetime:
    """A time of its own for each unit, so far apart that no two share a Session."""
    return START + timedelta(minutes=90 * number)


def report(rows: Iterable[bytes]) -> bytes:
    """A ScreenConnect report of rows."""
    return (",".join(COLUMNS) + "\n").encode() + b"".join(rows)


def row(number: int, **changes: str) -> bytes:
    """One good row, with its newline."""
    start = moment(number)
    cells = {
        "SessionSessionID": f"{number:08d}-1111-4111-8111-111111111111",
        "ProcessType": "Host",
        "SessionSessionType": "Access",
        "SessionName": f"WS-{number}",
        "ParticipantName": "Ana",
        "ConnectedTime": f"{start:%Y-%m-%dT%H:%M:%S}.0000000Z",
        "DisconnectedTime": f"{start + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}.0000000Z",
        "DurationSeconds": "60",
        "ConnectionID": f"{number:08d}-0000-4000-8000-000000000001",
        "SessionCustomProperty1": f"Customer {number}",
        "SessionCustomProperty6": "",
        "ClientType": "",
        **changes,
    }
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow([cells[name] for name in COLUMNS])
    return text.getvalue().encode()


def chat(lines: Iterable[bytes]) -> bytes:
    """A SillyTavern chat of lines."""
    return b"".join(line + b"\n" for line in (json.dumps(CHAT_HEADER).encode(), *lines))


def line(number: int, text: str | None = None, **changes: Any) -> bytes:
    """One good message, without its newline."""
    message = {
        "name": "Ana",
        "is_user": True,
        "send_date": f"{moment(number):%Y-%m-%dT%H:%M:%S}.000Z",
        "mes": f"message {number}" if text is None else text,
        **changes,
    }
    return json.dumps(message).encode()


def note(number: int, **changes: Any) -> dict[str, Any]:
    """One good ticket of a notes.json."""
    return {
        "ticketNumber": 7000 + number,
        "date": f"{moment(number):%m/%d/%Y}",
        "customer": f"Customer {number}",
        "subject": f"subject {number}",
        "initialIssue": f"issue {number}",
        "notes": [],
        **changes,
    }


def ticket(number: int, **changes: Any) -> dict[str, Any]:
    """One good Syncro ticket with one comment."""
    at = f"{moment(number):%Y-%m-%dT%H:%M:%S}.000Z"
    comment = {
        "id": 500_000 + number,
        "ticket_id": 10_000 + number,
        "created_at": at,
        "updated_at": at,
        "subject": "Update",
        "body": f"body {number}",
        "tech": "Ana",
        "hidden": False,
    }
    return {
        "id": 10_000 + number,
        "number": 20_000 + number,
        "customer_id": 7,
        "customer_business_then_name": f"Customer {number}",
        "subject": f"subject {number}",
        "status": "New",
        "created_at": at,
        "updated_at": at,
        "comments": [comment],
        **changes,
    }


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
