"""The items of a notes.json: an object with lists of tickets and to-dos, or a bare list of both."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sdc_core.errors import WrongInputError
from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.sources.notes.schema import (
    ROOT_MIXED,
    ROOT_TICKETS,
    ROOT_TODOS,
    TICKET,
    TODO,
    folded_key,
    is_ticket,
)
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import json_bytes, rejected
from sdc_core.sources.text import Text

TEXT_REPAIRED = "text_repaired"


@dataclass(frozen=True)
class Item:
    """One ticket or to-do as it stands in the file."""

    kind: str
    ref: SourceRef
    value: dict[str, Any]
    flags: tuple[str, ...] = ()


def read_items(text: Text, file: str) -> Iterator[Item | RecordError]:
    """Items in file order, and what had to be rejected.

    Raises:
        WrongInputError: A file of another kind.
    """
    if not text.text.strip():
        return
    if text.text.lstrip()[:1] not in {"{", "["}:
        raise WrongInputError(_explain(text, file))
    try:
        value, flags = _parsed(text.text)
    except ValueError as error:
        whole = text.to_bytes(text.text)
        yield rejected(Reason.SYNTAX, str(error), SourceRef(file=file), whole)
        return
    if isinstance(value, dict) and any(folded_key(key) == "ticketnumber" for key in value):
        value = [value]  # one ticket without a list around it
    if isinstance(value, dict) and value and not _has_known_part(value):
        raise WrongInputError(_explain(text, file))
    parts = value.items() if isinstance(value, dict) else [("", value)]
    for key, part in parts:
        yield from _part(key, part, file, flags)


def _part(key: str, part: Any, file: str, flags: tuple[str, ...]) -> Iterator[Item | RecordError]:
    """The items of one key of the root; a bare list has the key ''."""
    path = f"/{key}" if key else ""
    name = folded_key(key)
    is_known = not key or name in ROOT_TICKETS | ROOT_TODOS | ROOT_MIXED
    if not is_known and not isinstance(part, list | dict):
        return  # a version number, an export date: no work is lost with it
    if part is None or (not is_known and not part):
        return
    if not is_known or not isinstance(part, list):
        detail = "not a list of tickets or to-dos" if is_known else "unknown part of the file"
        yield rejected(
            Reason.SCHEMA_TYPE, detail, SourceRef(file=file, path=path or "/"), json_bytes(part)
        )
        return
    for number, value in enumerate(part):
        yield _item(name, value, SourceRef(file=file, path=f"{path}/{number}"), flags)


def _item(name: str, value: Any, ref: SourceRef, flags: tuple[str, ...]) -> Item | RecordError:
    if isinstance(value, str) and value.strip() and name in ROOT_TODOS:
        return Item(TODO, ref, {"task": value}, flags)
    if not isinstance(value, dict):
        return rejected(Reason.SCHEMA_TYPE, "not an object", ref, json_bytes(value))
    if name in ROOT_TICKETS:
        return Item(TICKET, ref, value, flags)
    if name in ROOT_TODOS:
        return Item(TODO, ref, value, flags)
    return Item(TICKET if is_ticket(value) else TODO, ref, value, flags)


def _has_known_part(root: dict[str, Any]) -> bool:
    return any(folded_key(key) in ROOT_TICKETS | ROOT_TODOS | ROOT_MIXED for key in root)


def _parsed(text: str) -> tuple[Any, tuple[str, ...]]:
    """The value of a JSON text, strictly; only lone surrogates are repaired, and flagged.

    Raises:
        ValueError: Not JSON, or nested too deep.
    """
    try:
        return from_json(text, allow_inf_nan=False), ()
    except ValueError as error:
        try:
            value = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise error from None
        repaired = json.dumps(value, ensure_ascii=False)
        if _is_encodable(repaired):
            raise  # the strict parser had another reason
        clean = repaired.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return from_json(clean, allow_inf_nan=False), (TEXT_REPAIRED,)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _explain(text: Text, file: str) -> str:
    return (
        f"{file}: it looks like {looks_like(text.text)}; needed is a notes.json: an object with "
        "'tickets' and 'toDoItems', or a list of such items"
    )
