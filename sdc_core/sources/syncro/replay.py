"""What a replay of rejected rows needs: a row read again by itself, a file without its keys."""

import json
from collections.abc import Iterator
from typing import Any

from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.syncro.records import Place, record_of
from sdc_core.sources.syncro.states import kind_of
from sdc_core.sources.text import decode
from sdc_core.syncro.wire import TooDeepError, text_without_secrets, without_secrets


def reread(unit: RecordError, settings: Settings) -> Iterator[Record | RecordError]:
    """A rejected row of the API, from its own bytes and its context, at its own place."""
    del settings
    context, path = unit.context, unit.ref.path
    if not context or path is None:
        yield unit
        return
    names = {int(user): str(name) for user, name in context["names"].items()}
    row, ticket_id = json.loads(unit.raw), context["ticket_id"]
    yield record_of(context["kind"], row, Place(path), names, ticket_id=ticket_id)


def remake(record: Record, settings: Settings) -> dict[str, Any] | None:
    """The fields of a stored row as its reader makes them now; None where it would be refused.

    A name that came from the list of users is known from the old fields only.
    """
    del settings
    kind, old = kind_of(record.fields), record.fields
    user, author = record.raw.get("user_id"), old.get("author")
    names = {user: str(author)} if isinstance(user, int) and author else {}
    unit = record_of(kind, record.raw, Place(record.ref.path or "", record.ref.file), names)
    return unit.fields if isinstance(unit, Record) and unit.key == record.key else None


def keep_of(content: bytes) -> bytes | None:
    """A file without the keys that open an account; None where they cannot be told apart.

    It reads as the file does: a reader drops these keys too.
    """
    try:
        value = without_secrets(json.loads(decode(content).text))
    except (ValueError, RecursionError, TooDeepError):
        return None
    return json.dumps(value, ensure_ascii=False).encode()


def storable(content: bytes) -> bytes:
    """The bytes of a file that is no JSON; other bytes only where a key stood."""
    text = decode(content)
    kept = text_without_secrets(text.text)
    if kept == text.text:
        return content
    mark = content[: len(content) - len(text.to_bytes(text.text))]
    return mark + text.to_bytes(kept)
