"""A small world that passes every durable step, at first ingest and at an update."""

import hashlib
import itertools
import json
import os
from collections import Counter
from pathlib import Path

from sdc_core.insights.scope import CUSTOMER_TASK
from sdc_core.llm_sections import TASK_NAMES
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace

NOW = "2025-06-30T12:00:00+00:00"
STEPS = (
    "record_store",
    "file_write",
    "rename",
    "manifest",
    "ledger",
    "quarantine",
    "cursor",
    "delete",
    "call",
    "answer",
)
# Rebuildable or about the process, not about the work.
NOT_COMPARED = (".lock", ".holder.json", ".tmp")
COMPARED_FOLDERS = ("store", "output", "records", "decisions", "quarantine")
# Its rows name runs and calls of their own; `test_kill` looks at it by itself.
CALLS = "records/llm/"
TASKS_ASKED = ("title", "summary")

HEADER = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1\n"
)
_seconds = itertools.count(1_700_000_000)
CUSTOMERS = ["HealthGroup Alpha", "HealthGroup Beta", "Keystone Financial"]
AMBIGUOUS = "HealthGroup"


def settings_for(root: Path, model_url: str = "") -> Settings:
    """`model_url`: of a server on this machine that is asked for titles, summaries, customers."""
    return Settings(
        project_paths={"data_folder": root},
        syncro_api={"customers_file": root / "customers.json"},
        processing_defaults={"first_month": "2025-01", "business_time_zone": "UTC"},
        linking={"llm_enabled": bool(model_url)},
        llm_config=_models(model_url) if model_url else {},
    )


def _models(url: str) -> dict[str, object]:
    off = set(TASK_NAMES) - {*TASKS_ASKED, CUSTOMER_TASK}
    models = {"lightweight": "fast-1", "general": "fast-1", "complex": "fast-1"}
    return {
        "active_provider": "local_llm",
        "local_llm": {"base_url": url, "models": models, "max_tries": 1},
        "tasks": {name: {"enabled": False} for name in sorted(off)},
    }


def write_first(root: Path) -> None:
    """Inputs of the first ingest: good and bad records in all four sources."""
    _write(
        root / "customers.json",
        json.dumps(
            [{"id": n, "business_name": c, "contacts": []} for n, c in enumerate(CUSTOMERS, 1)]
        ),
    )
    rows = [_row(n, hour=9 + n) for n in range(4)] + [_row(n, hour=9, month=2) for n in (5, 6)]
    rows.append(_row(7, hour=9, month=3, customer=AMBIGUOUS))
    _write(root / "input/screenconnect/a.csv", HEADER + "".join(rows) + "broken,row\n")
    _write(
        root / "input/notes/notes.json",
        json.dumps(
            {
                "tickets": [
                    {
                        "date": "3/4/25",
                        "ticketNumber": "1001",
                        "customer": "Keystone Financial",
                        "subject": "Printer offline",
                        "notes": [{"order": 1, "note": "Replaced the cable"}],
                    }
                ]
            }
        ),
    )
    _write(root / "input/notes/torn.json", '{"tickets": [')
    _write(root / "input/syncro/torn.json", '{"tickets": [{"id": ')
    _write(root / "input/sillytavern/WorkLog.jsonl", _chat(3) + "{torn\n" + _chat(1, offset=40))
    _write(root / "input/syncro/tickets.json", json.dumps({"tickets": [_ticket(1), _ticket(2)]}))


def write_update(root: Path) -> None:
    """A change in every source, an earlier row that moves an id, a new bad row, a hand edit."""
    rows = [_row(n, hour=9 + n) for n in range(4)] + [_row(n, hour=9, month=2) for n in (5, 6)]
    rows.append(_row(7, hour=9, month=3, customer=AMBIGUOUS))
    earlier = [_row(9, hour=23, month=1, day=2, minute=50), _row(8, hour=0, month=1, day=3)]
    bad = "also,broken\n"
    _write(
        root / "input/screenconnect/a.csv", HEADER + "".join(rows + earlier) + "broken,row\n" + bad
    )
    # The row of 8 joins an earlier one on the day before: the file of its Session moves.
    _write(
        root / "input/screenconnect/b.csv", HEADER + _row(4, hour=8, minute=45, month=1, last=59)
    )
    _write(root / "input/notes/torn.json", '{"tickets": [1')
    _write(root / "input/syncro/torn.json", '{"tickets": [{"id": 1')
    _write(root / "input/sillytavern/WorkLog.jsonl", _chat(5) + "{torn\n" + _chat(1, offset=40))
    _write(root / "input/syncro/tickets.json", json.dumps({"tickets": [_ticket(1), _ticket(3)]}))
    for month in sorted((root / "output/sessions").glob("2025-*[0-9]")):
        _edit(min(month.glob("2025-*.json")))


def _edit(finished: Path) -> None:
    """As Notepad saves it: with a byte order mark."""
    session = json.loads(finished.read_text(encoding="utf-8"))
    session["insights"]["user_notes"] = "charged by phone"
    finished.write_bytes(b"\xef\xbb\xbf" + json.dumps(session, indent=2).encode())


def tree(root: Path) -> dict[str, str]:
    """`{path: sha256}` of everything that must be equal after a killed run was repeated."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in COMPARED_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and not path.name.endswith(NOT_COMPARED) and CALLS not in path.as_posix()
    }


def session_ids(root: Path) -> Counter[str]:
    """How often each Session id stands in the finished files."""
    workspace = open_workspace(settings_for(root))
    store = workspace.layers["session_insights"].store
    return Counter(s.meta.session_id for month in store.months() for s in store.load(month))


def _row(
    number: int,
    *,
    hour: int,
    month: int = 1,
    day: int = 3,
    minute: int = 0,
    last: int = 30,
    customer: str = "",
) -> str:
    stamp = f"2025-{month:02d}-{day:02d}T{hour:02d}"
    customer = customer or CUSTOMERS[number % 2]
    return (
        f"m{number},Host,Access,WKSTN-{number:02d},AdminUser,{stamp}:{minute:02d}:00.0Z,"
        f"{stamp}:{max(last, minute):02d}:00.0Z,{(max(last, minute) - minute) * 60},"
        f"c{number},{customer}\n"
    )


def _chat(count: int, offset: int = 0) -> str:
    header = {
        "user_name": "User",
        "character_name": "WorkLog",
        "chat_metadata": {"chat_id_hash": 7},
    }
    lines = [] if offset else [header]
    for n in range(offset, offset + count):
        stamp = f"2025-04-05T10:{n:02d}:00.000Z"
        lines.append(
            {
                "name": "User",
                "is_user": True,
                "is_system": False,
                "send_date": stamp,
                "mes": f"Fixed the mail profile, step {n}",
            }
        )
    return "".join(json.dumps(line) + "\n" for line in lines)


def _ticket(number: int) -> dict[str, object]:
    stamp = f"2025-05-{number:02d}T13:31:46.716-04:00"
    return {
        "id": number,
        "number": 100 + number,
        "customer_id": 1,
        "customer_business_then_name": CUSTOMERS[0],
        "subject": "Mail is down",
        "status": "Resolved",
        "created_at": stamp,
        "updated_at": stamp,
        "comments": [
            {
                "id": 10 * number,
                "ticket_id": number,
                "subject": "Initial Issue",
                "body": "Outlook does not start",
                "tech": "Dana Poe",
                "created_at": stamp,
                "updated_at": stamp,
                "hidden": False,
                "user_id": 5,
            }
        ],
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    # Files written within one tick of the clock would be read in another order in another tree.
    second = next(_seconds)
    os.utime(path, (second, second))
