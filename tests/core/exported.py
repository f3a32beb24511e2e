"""Input files of all sources in structured form, and a small world of them."""

import csv
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Report:
    """One ScreenConnect export."""

    name: str
    header: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    encoding: str = "utf-8"

    def to_bytes(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter)
        writer.writerows([self.header, *self.rows])
        return text.getvalue().encode(self.encoding)


@dataclass(frozen=True)
class Chat:
    """One SillyTavern chat."""

    name: str
    header: dict[str, Any]
    messages: list[dict[str, Any]]

    def to_bytes(self) -> bytes:
        return b"".join(json.dumps(line).encode() + b"\n" for line in (self.header, *self.messages))


@dataclass(frozen=True)
class Document:
    """One JSON file with lists: notes.json, or tickets of Syncro."""

    name: str
    root: dict[str, list[dict[str, Any]]]
    encoding: str = "utf-8"
    indent: int | None = None

    def to_bytes(self) -> bytes:
        return json.dumps(self.root, indent=self.indent, ensure_ascii=False).encode(self.encoding)


File = Report | Chat | Document
Files = list[Any]


def write(files: dict[str, Files], root: Path) -> None:
    """All inputs of a data root, those of before removed, each file a second after the last."""
    for source, members in files.items():
        folder = root / "input" / source
        for old in [p for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else []:
            old.unlink()
        for number, file in enumerate(members):
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.to_bytes())
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))


HEADER = ["SessionSessionID", "ProcessType", "SessionName", "ParticipantName", "ConnectedTime",
          "DisconnectedTime", "DurationSeconds", "ConnectionID", "SessionCustomProperty1"]  # fmt: skip
COMPANIES = ("Alpha Corp", "Beta Ltd")


def first_world() -> dict[str, Files]:
    """Some work in every source, with equal texts, nested connections and pauses in it."""
    return {
        "screenconnect": [Report("report.csv", HEADER, [_row(n) for n in range(9)])],
        "sillytavern": [_chat("chats/WorkLog/WorkLog - 2025-03-04@09h00m00s.jsonl")],
        "notes": [Document("notes.json", {"tickets": [_note(n) for n in range(4)],
                                          "toDoItems": [_todo(n) for n in range(3)]})],
        "syncro": [Document("tickets.json", {"tickets": [_ticket(n) for n in range(1, 5)]})],
    }  # fmt: skip


def _row(number: int) -> list[str]:
    day, hour = 3 + number // 4, 9 + number % 4
    start = f"2025-01-{day:02d}T{hour:02d}:0{number % 3}:{11 + number}.250Z"
    end = f"2025-01-{day:02d}T{hour:02d}:40:{12 + number}.750Z"
    seconds = (40 - number % 3) * 60 + 1
    company = COMPANIES[number % 2]
    return [f"m{number % 5}", "Guest" if number == 8 else "Host", f"WS-{number % 5}", "Ann",
            start, end, str(seconds), f"c{number}", company]  # fmt: skip


def _chat(name: str) -> Chat:
    metadata = {"chat_id_hash": 4711}
    header = {"user_name": "Ann", "character_name": "WorkLog", "chat_metadata": metadata}
    return Chat(name, header, [_message(n) for n in range(10)])


def _message(number: int) -> dict[str, Any]:
    hour, minute = (9, number) if number < 6 else (14, number)
    moment = f"2025-03-04T{hour:02d}:{minute:02d}:00.000Z"
    is_user = number % 2 == 0
    text = "ok" if number in {2, 4} else f"The mail server of Alpha, step {number}"
    line = {"name": "Ann" if is_user else "WorkLog", "is_user": is_user, "is_system": False,
            "send_date": moment, "mes": text, "extra": {}}  # fmt: skip
    times = {"gen_started": moment, "gen_finished": moment.replace(":00.000", ":09.000")}
    return line if is_user else {**line, **times}


def _note(number: int) -> dict[str, Any]:
    return {"date": f"2/{number + 3}/25", "ticketNumber": str(500 + number),
            "customer": COMPANIES[number % 2], "subject": f"Printer {number}",
            "notes": [{"order": 1, "note": "Replaced the cable"},
                      {"order": 2, "note": f"Called back, {number}"}]}  # fmt: skip


def _todo(number: int) -> dict[str, Any]:
    return {"date": f"2/{number + 10}/25", "subject": "Backup", "task": f"Check disk {number}",
            "completed": "yes"}  # fmt: skip


def _ticket(number: int) -> dict[str, Any]:
    at = f"2025-05-{number:02d}T13:31:46.716-04:00"
    later = f"2025-05-{number:02d}T15:02:10.000-04:00"
    comments = [
        {"id": 10 * number + n, "ticket_id": number, "subject": subject, "body": f"Text {n}",
         "tech": "Dana Poe", "hidden": False, "created_at": moment, "updated_at": moment}
        for n, (subject, moment) in enumerate([("Initial Issue", at), ("Update", later)])
    ]  # fmt: skip
    return {"id": number, "number": 100 + number, "customer_id": 1 + number % 2,
            "customer_business_then_name": COMPANIES[number % 2], "subject": "Mail is down",
            "status": "Resolved", "created_at": at, "updated_at": later,
            "comments": comments}  # fmt: skip
