"""One chat file to records: times settled, identities given, evidence of its family attached."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.reject import rejected
from sdc_core.sources.sillytavern import zones
from sdc_core.sources.sillytavern.dates import MILLISECOND
from sdc_core.sources.sillytavern.evidence import chat_evidence
from sdc_core.sources.sillytavern.imports import imported_lines
from sdc_core.sources.sillytavern.layout import is_backup
from sdc_core.sources.sillytavern.lines import Line, read_lines
from sdc_core.sources.sillytavern.messages import (
    BAD_TIME,
    COPIED,
    IMPORTED,
    NO_TIME,
    SHORT_KEY,
    Message,
    Role,
    kept_messages,
    message_key,
)

KIND = "message"

# `value` of an enum is a call: once per role, not once per message.
_ROLE_NAMES = {role: role.value for role in Role}
_ONLY_SLOT: Mapping[str, Any] = {"slot": 0}

# More messages of one role and date than a person writes in a minute: an import, no evidence.
_MOST_OF_ONE_DATE = 8


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """Read one chat.

    Yields:
        One record per kept message and one error per unusable line, in line order. A file with
        nothing but a header, an empty one, and a backup (unless the settings include them) give
        nothing.

    Raises:
        InputUnreadableError: The file cannot be opened.
        WrongInputError: The file is no chat at all.
    """
    if is_backup(PurePosixPath(file.name)) and not settings.sillytavern.include_backups:
        return
    lines = read_lines(file)
    kept = list(kept_messages(lines.messages))
    messages = [one for one in kept if isinstance(one, Message)]
    _settle_times(messages, zones.zone_of(settings))
    _give_keys(messages)
    errors = [_no_text(one, file) for one in kept if isinstance(one, Line)] + lines.errors
    evidence = chat_evidence(file, lines.header, messages)
    records = _records(messages, file.name, evidence)
    yield from _in_line_order(records, errors) if errors else records


def _in_line_order(
    records: Iterable[Record], errors: Iterable[RecordError]
) -> list[Record | RecordError]:
    return sorted([*records, *errors], key=lambda unit: unit.ref.line or 0)


def _no_text(line: Line, file: InputFile) -> RecordError:
    ref = SourceRef(file=file.name, line=line.number)
    detail = f"'mes' is {type(line.value['mes']).__name__}, not a text"
    return rejected(Reason.SCHEMA_TYPE, detail, ref, line.original)


def _settle_times(messages: list[Message], zone: ZoneInfo | None) -> None:
    """Start and end of each message in UTC, with the basis and precision of the start."""
    found = {
        place: anchor
        for place, message in enumerate(messages)
        if message.finished and (anchor := _anchor(message))
    }
    clock = zones.Clock(found, zone)
    imported = imported_lines(messages)
    before: datetime | None = None
    for place, message in enumerate(messages):
        _set_start(message, place, clock, before)
        _set_texts(message)
        if message.line in imported:
            message.basis = zones.IMPORT
            message.flags.append(IMPORTED)
        if COPIED not in message.flags and message.role is not Role.COMMENT:
            before = message.start or before


def _anchor(message: Message) -> zones.Anchor | None:
    own = zones.offset_between(message.sent, message.finished)
    return own or zones.anchor(message.raw)


def _set_start(message: Message, place: int, clock: zones.Clock, before: datetime | None) -> None:
    generated = message.begun or message.finished
    if generated is not None and COPIED not in message.flags:
        message.start, message.basis = generated, zones.UTC_BASIS
        message.resolution = MILLISECOND
    elif message.sent is None:
        message.flags.append(BAD_TIME if message.has_bad_date else NO_TIME)
    elif message.sent.is_local:
        resolved = clock.resolve(place, message.sent.moment, before)
        message.start, message.basis = resolved.moment, resolved.basis
        message.resolution = message.sent.resolution
        message.flags += [resolved.flag] if resolved.flag else []
    else:
        message.start, message.basis = message.sent.moment, zones.UTC_BASIS
        message.resolution = message.sent.resolution


def _set_texts(message: Message) -> None:
    """The bounds as text; what no model worked on ends as it starts."""
    start, finished = message.start, message.finished
    if start is not None:
        message.start_text = message.end_text = start.isoformat()
        if finished is not None and finished > start:
            message.end_text = finished.isoformat()


def _give_keys(messages: list[Message]) -> None:
    seen: dict[str, int] = {}
    for message in messages:
        first = message_key(message, 0)
        occurrence = seen.get(first, 0)
        message.key = message_key(message, occurrence) if occurrence else first
        seen[first] = occurrence + 1


def _records(messages: list[Message], name: str, evidence: dict[str, Any]) -> Iterator[Record]:
    """The records in line order, each with its place among messages of one role and date."""
    slots = _slots(messages)
    before = ""
    for message in messages:
        fields: dict[str, Any] = {
            "role": _ROLE_NAMES[message.role],
            "start_utc": message.start_text,
            "end_utc": message.end_text,
            "time_basis": message.basis,
            "resolution": message.resolution,
            "line": message.line,
            "flags": message.flags,
            "message_key": message.key,
            "after": before,
        }
        if slot := slots.get(message.line):
            fields |= slot
        fields["chat"] = evidence
        if message.left_out:
            fields["left_out"] = dict(message.left_out)
        if message.original:
            fields["original_line"] = message.original.decode("utf-8", "backslashreplace")
        ref = SourceRef(file=name, line=message.line)
        yield Record(key=message.key, kind=KIND, raw=message.raw, fields=fields, ref=ref)
        before = before if message.role is Role.COMMENT else message.key[:SHORT_KEY]


def _slots(messages: list[Message]) -> dict[int, Mapping[str, Any]]:
    """Line to `slot` (the how many-eth of its role and date) and the others of that role and date.

    An edit changes the text and nothing of this; two messages side by side are never one.
    """
    alike: defaultdict[tuple[Role, str], list[Message]] = defaultdict(list)
    for message in messages:
        if message.sent is not None:
            alike[message.role, message.date].append(message)
    found: dict[int, Mapping[str, Any]] = {}
    for together in alike.values():
        if len(together) == 1:
            found[together[0].line] = _ONLY_SLOT
        elif len(together) <= _MOST_OF_ONE_DATE:
            names = [m.key[:SHORT_KEY] for m in together]
            for slot, message in enumerate(together):
                others = names[:slot] + names[slot + 1 :]
                found[message.line] = {"slot": slot, "beside": others}
    return found
