"""Rows of Syncro as records: tickets, comments, timers; one identity wherever a row came from.

The raw row is kept without its secrets. Comments and timers inside a ticket are records of their
own, so that a ticket is not a new state of itself whenever somebody comments.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sdc_core.ids import stable_id
from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.syncro.wire import (
    CommentRow,
    TicketRow,
    TimerRow,
    TooDeepError,
    text_without_secrets,
    without_secrets,
)

TICKET = "ticket"
COMMENT = "comment"
TIMER = "timer"
SOURCE_NAME = "syncro"
ID_AS_TEXT = "id_as_text"

Row = TicketRow | CommentRow | TimerRow
Unit = Record | RecordError
MODELS: dict[str, type[Row]] = {TICKET: TicketRow, COMMENT: CommentRow, TIMER: TimerRow}
EMBEDDED = {"comments": COMMENT, "ticket_timers": TIMER}


@dataclass(frozen=True)
class Place:
    """Where a row stood: in a file with its path inside, or at a path of the API."""

    path: str
    file: str | None = None

    def below(self, part: str) -> "Place":
        """A row inside this one."""
        joint = "." if self.file else "/"
        return Place(f"{self.path}{joint}{part}".lstrip("."), self.file)

    def ref(self, row: Any) -> SourceRef:
        """The reference of a row at this place."""
        row_id = row.get("id") if isinstance(row, dict) else None
        return SourceRef(file=self.file, path=self.path, id=None if row_id is None else str(row_id))


def ticket_records(
    row: Any, place: Place, names: Mapping[int, str]
) -> Iterator[Record | RecordError]:
    """The ticket, then the comments and timers inside it; a bad one is rejected alone."""
    if not isinstance(row, dict):
        yield record_of(TICKET, row, place, names)
        return
    yield record_of(TICKET, {k: v for k, v in row.items() if k not in EMBEDDED}, place, names)
    for key, kind in EMBEDDED.items():
        inner = row.get(key) or []
        for number, item in enumerate(inner if isinstance(inner, list) else [inner]):
            at = place.below(f"{key}[{number}]" if place.file else key)
            yield record_of(kind, item, at, names, ticket_id=row.get("id"))


def record_of(
    kind: str, row: Any, place: Place, names: Mapping[int, str], *, ticket_id: Any = None
) -> Record | RecordError:
    """One row as a record, or why not.

    Args:
        kind: `ticket`, `comment` or `timer`.
        row: The row as it came.
        place: Where it stood.
        names: Names of Syncro users by id, for rows that name their author by id only.
        ticket_id: Of the ticket around it, where the row itself does not say.
    """
    context = _context(kind, row, names, ticket_id)
    if not isinstance(row, dict):
        return _rejected(Reason.SCHEMA_TYPE, f"a {kind} is a JSON object", row, place, context)
    try:
        raw = without_secrets(row)
    except TooDeepError as error:
        return _rejected(Reason.TOO_DEEP, f"the {kind} is {error}", row, place, context)
    if kind != TICKET and raw.get("ticket_id") is None and ticket_id is not None:
        raw["ticket_id"] = ticket_id
    try:
        read = MODELS[kind].model_validate(raw)
    except ValidationError as error:
        return _rejected(*_why(kind, error), row, place, context)
    return Record(
        key=stable_id(SOURCE_NAME, kind, read.id),
        kind=kind,
        raw=raw,
        fields={
            **_fields(read, names),
            "flags": [ID_AS_TEXT] if isinstance(raw["id"], str) else [],
        },
        ref=place.ref(row),
    )


def _context(kind: str, row: Any, names: Mapping[int, str], ticket_id: Any) -> dict[str, Any]:
    """What the row needs besides itself to be read again."""
    user = row.get("user_id") if isinstance(row, dict) else None
    known = {str(user): names[user]} if isinstance(user, int) and user in names else {}
    return {"kind": kind, "ticket_id": ticket_id, "names": known}


def _fields(row: Row, names: Mapping[int, str]) -> dict[str, Any]:
    if isinstance(row, TicketRow):
        own = {"ticket_id": row.id, "start_utc": _iso(row.created_at)}
    elif isinstance(row, CommentRow):
        own = {
            "ticket_id": row.ticket_id,
            "start_utc": _iso(row.created_at),
            "author": author_of(row, names),
        }
    else:
        own = {
            "ticket_id": row.ticket_id,
            "start_utc": _iso(row.start_time),
            "end_utc": _iso(row.end_time) if row.end_time else None,
            "author": names.get(row.user_id) if row.user_id is not None else None,
        }
    return {**own, "updated_utc": _iso(row.updated_at) if row.updated_at else None}


def author_of(comment: CommentRow, names: Mapping[int, str]) -> str | None:
    """`tech`, else the user's name, else the name of the user id; there is no `user_name`."""
    full_name = comment.user.full_name if comment.user else None
    by_id = names.get(comment.user_id) if comment.user_id is not None else None
    return next((name for name in (comment.tech, full_name, by_id) if name and name.strip()), None)


def _why(kind: str, error: ValidationError) -> tuple[Reason, str]:
    problem = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return Reason.SCHEMA_MISSING, f"the {kind} has no {field!r}"
    reason = Reason.BAD_TIME if field.endswith(("_at", "_time")) else Reason.SCHEMA_TYPE
    return reason, f"the {kind} has {field!r} = {_shown(problem)}: {problem['msg']}"


def _shown(problem: ErrorDetails) -> str:
    return repr(problem["input"])[:100]


def _rejected(
    reason: Reason, detail: str, row: Any, place: Place, context: dict[str, Any]
) -> RecordError:
    where = f"{place.file}[{place.path}]" if place.file else f"GET {place.path}"
    return RecordError(
        reason=reason,
        detail=f"{where}: {detail}",
        ref=place.ref(row),
        raw=_bytes(row),
        context=context if place.file is None else {},
    )


def _bytes(row: Any) -> bytes:
    """The rejected row as JSON without its secrets."""
    try:
        row = without_secrets(row)
    except TooDeepError:
        return text_without_secrets(json.dumps(row)).encode()
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
