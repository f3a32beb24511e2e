"""The Session of one group of chat messages.

A technician's message stands for the time until the next one, as the gap setting says that a
shorter pause is one piece of work; so a Session of one message has no minutes. A greeting, and
what an importing program stamped with its own moment, carry none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from sdc_core.models import (
    ProcessingStatus,
    SegmentType,
    Session,
    SessionContext,
    SessionSegment,
    SourceSystem,
)
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.build import bounded, meta_of
from sdc_core.sources.sillytavern.evidence import BACKUP
from sdc_core.sources.sillytavern.messages import GREETING, IMPORTED, Role, content_of, extra_of
from sdc_core.sources.sillytavern.sessions import Timed, timed
from sdc_core.sources.sillytavern.stored import named_faults
from sdc_core.sources.sillytavern.zones import ASSUMED
from sdc_core.work.technicians import technician_id

SYSTEM = SourceSystem.SILLYTAVERN
ONLY_IN_BACKUP = "deleted_in_chat"
ZONE_ASSUMED = "zone_assumed"

_FROM_EXTRA = ("api", "model", "token_count", "tool_invocations")
_ATTACHMENTS = ("audio", "file", "files", "image", "media", "video")
_ATTACHED = frozenset(_ATTACHMENTS)
_NO_MINUTES = frozenset({GREETING, IMPORTED})
_PEOPLE = frozenset({Role.USER, Role.COMMENT})
_SEGMENTS = TypeAdapter(list[SessionSegment])

Spans = dict[str, tuple[datetime, datetime]]


def build(group: SessionGroup, records: Sequence[Record], settings: Settings) -> Session:
    """The Session of one group, its segments in the order of the chat.

    Raises:
        StoreError: A stored record is not of this version.
    """
    with named_faults(records):
        return _built(group, records, settings)


def _built(group: SessionGroup, records: Sequence[Record], settings: Settings) -> Session:
    chats = _chats(records)
    people = _technicians(records, chats, settings)
    times = timed(records)
    spans = {one.key: (one.start, one.end) for one in times} | _until_next(times)
    segments = _SEGMENTS.validate_python([_segment(record, spans, people) for record in records])
    character = next((chat["called"] for chat in chats if chat["called"]), None)
    hashes = dict.fromkeys(chat["chat_id_hash"] for chat in chats)
    return Session(
        meta=meta_of(
            group, records, SYSTEM,
            identifiers=sorted({chat["name"] for chat in chats}),
            flags=_flags(records),
        ).model_copy(update={"processing_status": ProcessingStatus.COMPLETE}),
        context=SessionContext(links=[f"st_chat_id:{h}" for h in hashes if h is not None]),
        insights=bounded(
            segments, source_title=f"SillyTavern Chat with {character or 'an unnamed character'}"
        ),
        segments=segments,
    )  # fmt: skip


def _chats(records: Iterable[Record]) -> list[dict[str, Any]]:
    """What the files say of themselves; records that were read together share one object."""
    return list({id(record.fields["chat"]): record.fields["chat"] for record in records}.values())


def _flags(records: Iterable[Record]) -> set[str]:
    flags = {IMPORTED for r in records if IMPORTED in r.fields["flags"]}
    return flags | {ZONE_ASSUMED for r in records if r.fields["time_basis"] == ASSUMED}


def _technicians(
    records: Iterable[Record], chats: Iterable[Mapping[str, Any]], settings: Settings
) -> dict[str | None, str | None]:
    """Technician ids of all names, each looked up once."""
    names = {chat["persona"] for chat in chats}
    names |= {name for r in records if isinstance(name := r.raw.get("name"), str)}
    return {name: technician_id(settings, name) for name in names}


def _until_next(times: Iterable[Timed]) -> Spans:
    """Key of a person's message to its span: until the next one, or the end of the Session."""
    worked = [one for one in times if _NO_MINUTES.isdisjoint(one.record.fields["flags"])]
    last = max((one.end for one in worked), default=None)
    spans: Spans = {}
    for one in reversed(worked):
        if one.record.fields["role"] in _PEOPLE and last is not None:
            spans[one.key] = one.start, max(last, one.end)
            last = one.start
    return spans


def _segment(record: Record, spans: Spans, people: dict[str | None, str | None]) -> dict[str, Any]:
    """The segment of one message, to be checked as a `SessionSegment`."""
    fields, raw = record.fields, record.raw
    name = raw.get("name") if isinstance(raw.get("name"), str) else None
    start, end = spans.get(record.key, (None, None))
    return {
        "segment_id": record.key,
        "start_time_utc": start,
        "end_time_utc": end if _NO_MINUTES.isdisjoint(fields["flags"]) else None,
        "type": SegmentType.CHAT_MESSAGE,
        "author": name or None,
        "content": content_of(raw),
        "metadata": {
            "source_ref": record.ref,
            "technician": _technician(record, name, people),
            "time_basis": fields["time_basis"],
            "flags": _segment_flags(record),
            **_details(record),
        },
    }


def _technician(
    record: Record, name: str | None, people: dict[str | None, str | None]
) -> str | None:
    """Who wrote it: a user by name, a `/comment` by the user of the file; an AI never works."""
    if record.fields["role"] not in _PEOPLE:
        return None
    is_user = record.fields["role"] == Role.USER
    own = people.get(name) if is_user else None
    return own or people.get(record.fields["chat"]["persona"])


def _segment_flags(record: Record) -> list[str]:
    flags: list[str] = list(record.fields["flags"])
    return [*flags, ONLY_IN_BACKUP] if record.fields["chat"]["order"][0] == BACKUP else flags


def _details(record: Record) -> dict[str, Any]:
    """Metadata of the message; private reasoning and file contents are not part of it."""
    extra = extra_of(record.raw)
    fields = record.fields
    details: dict[str, Any] = {"role": fields["role"]}
    if fields["resolution"]:
        details["resolution"] = fields["resolution"]
    details["chat"] = fields["chat"]["name"]
    for key in _FROM_EXTRA:
        if value := extra.get(key):
            details[key] = value
    if not _ATTACHED.isdisjoint(extra) and (names := _attachments(extra)):
        details["attachments"] = names
    if "left_out" in fields:
        details["left_out"] = fields["left_out"]
    if record.revisions:
        details["revisions"] = len(record.revisions)
    return details


def _attachments(extra: Mapping[str, Any]) -> list[str]:
    """Names of attached files, wherever the versions of the program put them."""
    found: list[str] = []
    for key in _ATTACHMENTS:
        value = extra.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = (item.get("name") or item.get("url")) if isinstance(item, dict) else item
            if isinstance(name, str) and name and not name.startswith("data:"):
                found.append(name.rsplit("/", 1)[-1])
    return found
