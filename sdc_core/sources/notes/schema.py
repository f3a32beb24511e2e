"""The tolerant schema of notes.json: which names and types stand for which field.

Names are compared without case, `-`, `_` and spaces. Every key is either used or kept under
`extra`; a value of a type that cannot be used goes there too, and is flagged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sdc_core.sources.notes.names import (
    CUSTOMER_NAMES,
    PART_NAMES,
    TICKET_NAMES,
    TODO_NAMES,
    Names,
)
from sdc_core.sources.notes.times import DayReader
from sdc_core.sources.text import folded, folded_key

TICKET = "ticket"
TODO = "todo"

UNDATED = "undated"
DATE_UNREADABLE = "date_unreadable"
TEXT_MISSING = "text_missing"
NUMBER_MISSING = "number_missing"

_YES = frozenset({"true", "yes", "x", "done", "completed", "1"})
_NO = frozenset({"false", "no", "0", "", "open"})


def is_ticket(item: Mapping[str, Any]) -> bool:
    """Whether an item of a bare list is a ticket: it has notes or a ticket number."""
    keys = {folded_key(key) for key in item}
    return bool(keys & {"notes", "comments", "ticketnumber"})


@dataclass
class _Cells:
    """An object with its keys resolved to fields; what no field takes is `extra`."""

    found: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    def text(self, name: str) -> str | None:
        """A text or number as text; another type goes to `extra`, flagged."""
        value = self.found.get(name)
        if value is None:
            return None
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip() or None
        self.extra[name] = value
        self.flags.add(f"{name}_unreadable")
        return None

    def parts(self, name: str) -> list[Any]:
        """A list; null is empty, one text is a list of one, another type goes to `extra`."""
        value = self.found.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, list):
            return value
        if isinstance(value, str | dict):
            return [value]
        self.extra[name] = value
        self.flags.add(f"{name}_unreadable")
        return []


def _resolved(item: Mapping[str, Any], names: Names) -> _Cells:
    cells = _Cells()
    used = set()
    for name, keys in names.found_in(tuple(item)):
        filled = (key for key in keys if item[key] not in (None, ""))
        chosen = keys[0] if len(keys) == 1 else next(filled, keys[0])
        cells.found[name] = item[chosen]
        used.add(chosen)
    if len(used) < len(item):
        cells.extra = {key: value for key, value in item.items() if key not in used}
    return cells


def ticket_fields(item: Mapping[str, Any], days: DayReader) -> dict[str, Any]:
    """What a ticket says, as JSON values, with its parts in the order of the file."""
    cells = _resolved(item, TICKET_NAMES)
    fields = {**_head(cells, days), **_updated(cells, days)}
    first = cells.text("first_text")
    parts = [{"kind": "initial", "text": first}] if first else []
    parts += list(_parts(cells, "notes", "note", days))
    parts += list(_parts(cells, "todos", "todo", days))
    if fields["number"] is None:
        cells.flags.add(NUMBER_MISSING)
    if not parts and (subject := fields["subject"] or fields["number"]):
        parts = [{"kind": "initial", "text": subject}]
        cells.flags.add(TEXT_MISSING)
    return _finished(fields, parts, cells)


def key_fields(kind: str, item: Mapping[str, Any], days: DayReader) -> dict[str, Any]:
    """What the identity of an item rests on; the parts are read only where it has no number."""
    if kind == TODO:
        return todo_fields(item, days)
    head = _head(_resolved(item, TICKET_NAMES), days)
    return {**head, "parts": []} if folded(head["number"]) else ticket_fields(item, days)


def todo_fields(item: Mapping[str, Any], days: DayReader) -> dict[str, Any]:
    """What a standalone to-do says, as JSON values."""
    cells = _resolved(item, TODO_NAMES)
    fields = _head(cells, days)
    task, due = cells.text("task"), cells.text("due")
    text = task or fields["subject"]
    part = {
        "kind": "standalone",
        "text": text,
        "user": cells.text("user"),
        **_completed(cells.found.get("completed"), days),
        **({"due": due} if due else {}),
    }
    if text and not task:
        cells.flags.add(TEXT_MISSING)
    return _finished(fields, [part] if text else [], cells)


def _head(cells: _Cells, days: DayReader) -> dict[str, Any]:
    name, customer_id = _customer(cells)
    written = cells.found.get("date")
    day = days.read(written)
    if day is None and written not in (None, ""):
        cells.flags.add(DATE_UNREADABLE)
    return {
        "number": cells.text("number"),
        "date": None if written in (None, "") else str(written).strip(),
        "date_utc": day.utc.isoformat() if day else None,
        "time_basis": day.basis if day else None,
        "customer_name": name,
        "customer_id": customer_id,
        "contact_name": cells.text("contact"),
        "subject": cells.text("subject"),
        "status": cells.text("status"),
        "priority": cells.text("priority"),
    }


def _updated(cells: _Cells, days: DayReader) -> dict[str, Any]:
    """When a ticket says that it was changed; nothing where it says nothing."""
    written = cells.found.get("updated")
    if written in (None, ""):
        return {}
    day = days.read(written)
    if day is None:
        cells.flags.add(DATE_UNREADABLE)
    return {"updated": str(written).strip(), "updated_utc": day.utc.isoformat() if day else None}


def _customer(cells: _Cells) -> tuple[str | None, int | None]:
    """Name and id candidate: a text, or `{name, id}`."""
    value = cells.found.get("customer")
    if not isinstance(value, dict):
        return cells.text("customer"), None
    inner = _resolved(value, CUSTOMER_NAMES)
    if inner.extra:
        cells.extra["customer"] = inner.extra
    number = inner.text("id") or ""
    return inner.text("name"), int(number) if number.isdecimal() and number.isascii() else None


def _parts(cells: _Cells, name: str, kind: str, days: DayReader) -> Iterator[dict[str, Any]]:
    for value in cells.parts(name):
        part = {"text": value} if isinstance(value, str) else value
        if not isinstance(part, dict):
            cells.flags.add(f"{name}_unreadable")
            cells.extra.setdefault(f"unread_{name}", []).append(value)
            continue
        inner = _resolved(part, PART_NAMES[name])
        if text := inner.text("text"):
            yield _part(inner, kind, text, days)
        elif any(value not in (None, "") for key, value in part.items() if key != "order"):
            cells.flags.add(f"{name}_unreadable")
            cells.extra.setdefault(f"unread_{name}", []).append(value)
        cells.flags |= inner.flags


def _part(inner: _Cells, kind: str, text: str, days: DayReader) -> dict[str, Any]:
    written = inner.found.get("date")
    day = days.read(written)
    if day is None and written not in (None, ""):
        inner.flags.add(DATE_UNREADABLE)
        inner.extra["date"] = written
    part = {
        "kind": kind,
        "text": text,
        "order": inner.text("order"),
        "user": inner.text("user"),
        "date_utc": day.utc.isoformat() if day else None,
        "time_basis": day.basis if day else None,
        **(_completed(inner.found.get("completed"), days) if kind == "todo" else {}),
    }
    return {**part, "extra": inner.extra} if inner.extra else part


def _completed(value: Any, days: DayReader) -> dict[str, Any]:
    """Whether a to-do is done; a date says when; a word that is neither stays readable."""
    if day := days.read(value):
        return {"completed": True, "completed_at_utc": day.utc.isoformat()}
    word = str(value).strip().casefold() if value is not None else ""
    if word in _YES:
        return {"completed": True}
    return {"completed": False} if word in _NO else {"completed": None, "state": str(value)}


def _finished(fields: dict[str, Any], parts: list[dict[str, Any]], cells: _Cells) -> dict[str, Any]:
    dates = [fields["date_utc"], *(part.get("date_utc") for part in parts)]
    if not any(dates):
        cells.flags.add(UNDATED)
    return {**fields, "parts": parts, "extra": cells.extra, "flags": sorted(cells.flags)}
