"""How many units a file of a source holds, and how one is broken: what the sources are judged by.

Counted here with the plainest reader of each format, never with the source's own. A source that is
added needs one line in `UNITS`.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from sdc_core.records import Record, RecordError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HEADER_KEYS = {"chat_metadata", "user_name", "character_name"}
NOTES_LISTS = {"tickets", "notes", "todos", "todoitems", "todo", "tasks"}


@dataclass(frozen=True)
class Units:
    """One format.

    Attributes:
        count: Units that must leave a trace; None where the plain reader cannot tell.
        plant: The file with one broken unit between its good ones.
    """

    count: Callable[[bytes], int | None]
    plant: Callable[[bytes], bytes]


def is_whole(unit: Record | RecordError) -> bool:
    """Whether a rejected unit is the whole file: one trace for all that is in it."""
    ref = unit.ref
    return isinstance(unit, RecordError) and not (ref.line or ref.row or ref.path)


def traces(units: list[Record | RecordError]) -> int:
    """Records, rejected units, and what a record counts as left out beside it."""
    kept = (unit.fields for unit in units if isinstance(unit, Record))
    return len(units) + sum(sum(fields.get("left_out", {}).values()) for fields in kept)


def plain_text(content: bytes) -> str | None:
    """The text of UTF-8 or UTF-16; anything else is for the source to judge."""
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text  # UTF-16 that does not say so


def plain_json(text: str) -> object:
    """The value, None where it is no JSON or too deep."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def lines(content: bytes) -> int | None:
    """Lines with anything on them."""
    text = plain_text(content)
    return None if text is None else sum(1 for line in text.split("\n") if line.strip())


def _lines_but_the_last(content: bytes) -> int | None:
    """A last line without its end may still be in the making."""
    rows = _csv_rows(content)
    if rows is None:
        return None
    return max(0, len(rows) - 1 - (not content.endswith((b"\n", b"\r"))))


def _csv_rows(content: bytes) -> list[list[str]] | None:
    """Rows of a comma-separated UTF-8 file with anything in them."""
    text = plain_text(content)
    if text is None or content.startswith(UTF_16) or ";" in text:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    return [row for row in rows if any(row)]


def _connections(content: bytes) -> int | None:
    text = plain_text(content) or ""
    if text.lstrip()[:1] not in {"{", "["}:
        return _lines_but_the_last(content)
    report = plain_json(text)
    items = report.get("Items") if isinstance(report, dict) else None
    return sum(1 for item in items if item != []) if isinstance(items, list) else None


def _messages(content: bytes) -> int | None:
    """Lines without headers, blank ones, and what may be a screen of the program."""
    text = plain_text(content)
    return None if text is None else sum(map(_is_message, re.split(r"\r\n|\r|\n", text)))


def _is_message(line: str) -> bool:
    value = plain_json(line)
    if not isinstance(value, dict):
        return bool(line.strip())
    if "mes" not in value:
        return HEADER_KEYS.isdisjoint(value)
    is_screen = value.get("is_system") or value.get("extra") or not value.get("name")
    return not is_screen


def _notes(content: bytes) -> int | None:
    root = plain_json(plain_text(content) or "")
    if isinstance(root, list):
        return len(root)
    if not isinstance(root, dict):
        return None
    named = {key.casefold().translate({45: None, 95: None, 32: None}): key for key in root}
    lists = (root[key] for name, key in named.items() if name in NOTES_LISTS)
    return sum(len(part) for part in lists if isinstance(part, list))


def _tickets(content: bytes) -> int | None:
    root = plain_json(plain_text(content) or "")
    tickets = root.get("tickets") if isinstance(root, dict) else root
    if not isinstance(tickets, list):
        return None
    inner = (ticket.get("comments") or [] for ticket in tickets if isinstance(ticket, dict))
    return len(tickets) + sum(len(part) for part in inner if isinstance(part, list))


def _after_first_line(broken: bytes) -> Callable[[bytes], bytes]:
    def plant(content: bytes) -> bytes:
        first, rest = content.split(b"\n", 1)
        return first + b"\n" + broken + b"\n" + rest

    return plant


def _in_list(name: str, broken: object) -> Callable[[bytes], bytes]:
    def plant(content: bytes) -> bytes:
        root = json.loads(content)
        root[name].insert(1, broken)
        return json.dumps(root).encode()

    return plant


UNITS = {
    "syncro": Units(_tickets, _in_list("tickets", {"id": "ticket without its fields"})),
    "screenconnect": Units(_connections, _after_first_line(b"one,cell,too,few")),
    "notes": Units(_notes, _in_list("tickets", 17)),
    "sillytavern": Units(_messages, _after_first_line(b'{"mes": "torn')),
}
