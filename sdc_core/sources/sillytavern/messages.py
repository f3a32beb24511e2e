"""What one line of a chat says: who speaks, whether it counts, and when by its own account.

Kept are messages that `/hide` marked as system, comments and narration; texts of the program's own
screens are dropped. A model's private reasoning stays in `raw` and is never content.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.sources.sillytavern.dates import SendDate, parse_send_date, parse_utc
from sdc_core.sources.sillytavern.lines import DUPLICATE_KEYS, TEXT_REPAIRED, Line
from sdc_core.sources.sillytavern.program_texts import program_text_of

GREETING = "greeting"
HIDDEN = "hidden"
COPIED = "copied"
IMPORTED = "import"
NO_TIME = "no_time"
BAD_TIME = "bad_time"

SHORT_KEY = 16

# A copied AI message keeps the `gen_finished` of the first one; its `send_date` is the copying.
_COPIED_AFTER_SECONDS = 60


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    AI = "ai"
    NARRATOR = "narrator"
    COMMENT = "comment"


_ROLES_BY_TYPE = {role.value: role for role in (Role.NARRATOR, Role.COMMENT)}
# What Marinara writes into `extra.role`, and in some versions into `is_system`.
_ROLES_BY_EXPORTER = {role.value: role for role in (Role.USER, Role.NARRATOR)}
# Raw bytes of a line stay beside what was made of it where that says less.
_NEEDS_ORIGINAL = frozenset({TEXT_REPAIRED, DUPLICATE_KEYS})


@dataclass(slots=True)
class Message:
    """One kept message; the reader of the whole file fills what depends on its neighbours.

    `left_out` counts the program's screens that stood after it, before the next message.
    """

    line: int
    raw: dict[str, Any]
    role: Role
    text: str
    date: str
    sent: SendDate | None
    begun: datetime | None
    finished: datetime | None
    flags: list[str] = field(default_factory=list)
    original: bytes | None = None
    start: datetime | None = None
    start_text: str | None = None
    end_text: str | None = None
    basis: str | None = None
    resolution: str | None = None
    key: str = ""
    left_out: Counter[str] | None = None

    @property
    def name(self) -> str | None:
        """The author as the chat shows it."""
        name = self.raw.get("name")
        return name if isinstance(name, str) and name.strip() else None

    @property
    def has_bad_date(self) -> bool:
        """Whether a date is written that no known form reads."""
        return self.sent is None and self.raw.get("send_date") not in (None, "")


def date_text(raw: Mapping[str, Any]) -> str:
    """The raw `send_date` as text, whatever its type; equal in all copies of a message."""
    date = raw.get("send_date")
    return date if isinstance(date, str) else json.dumps(date)


def kept_messages(lines: list[Line]) -> Iterator[Message | Line]:
    """The messages that count, and unchanged the lines whose `mes` is no text.

    A screen of the program is left out and counted at the message before it.
    """
    texts: set[tuple[Role, str]] = set()
    before: Message | None = None
    left_out: Counter[str] = Counter()
    has_user = False
    for line in lines:
        text = text_of(line.value)
        extra = extra_of(line.value)
        if text is None:
            yield line
        elif screen := program_text_of(line.value, extra):
            left_out[screen] += 1
        else:
            message = _message(line, text, extra)
            before, left_out = _counted(before or message, left_out, message)
            if message.role is Role.AI and not has_user and "gen_started" not in line.value:
                message.flags.append(GREETING)
            if _is_copy(message, texts):
                message.flags.append(COPIED)
            texts.add((message.role, message.text))
            has_user = has_user or message.role is Role.USER
            yield message
    if before is not None:
        _counted(before, left_out, before)


def _counted(
    before: Message, left_out: Counter[str], message: Message
) -> tuple[Message, Counter[str]]:
    """Note what was left out since `before`; screens above the first message go to that one."""
    if not left_out:
        return message, left_out
    before.left_out = (before.left_out or Counter()) + left_out
    return message, Counter()


def content_of(raw: Mapping[str, Any]) -> str:
    """The text of a message as written."""
    return written_text(raw.get("mes")) or ""


def text_of(raw: Mapping[str, Any]) -> str | None:
    """The text in the form that identity compares; None where `mes` is no text."""
    mes = raw["mes"]
    text = mes if isinstance(mes, str) else written_text(mes)
    return None if text is None else normal_text(text)


def written_text(value: object) -> str | None:
    """The text of `mes` or of one of `swipes`, which a raw Chub export puts into an object."""
    inner = value.get("message") if isinstance(value, dict) else value
    return inner if isinstance(inner, str) else None


def normal_text(text: str) -> str:
    """NFC, line ends of Unix, no space around."""
    plain = text.replace("\r\n", "\n").strip()
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def extra_of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `extra` of a message, empty where it has none."""
    extra = raw.get("extra")
    return extra if isinstance(extra, dict) else {}


def message_key(message: Message, occurrence: int) -> str:
    """Identity of a message in all copies: neither name nor chat, which renames and copies change.

    Args:
        message: With its times settled.
        occurrence: How many equal messages stand before it in the file.
    """
    when = message.start_text or message.date
    return stable_id("sillytavern", message.role, when, message.text, occurrence)


def _message(line: Line, text: str, extra: Mapping[str, Any]) -> Message:
    raw = line.value
    role = _role(raw, extra)
    return Message(
        line=line.number,
        raw=raw,
        role=role,
        text=text,
        date=date_text(raw),
        sent=parse_send_date(raw.get("send_date")),
        begun=parse_utc(raw.get("gen_started")) if role is Role.AI else None,
        finished=parse_utc(raw.get("gen_finished")) if role is Role.AI else None,
        flags=[*line.flags, *([HIDDEN] if raw.get("is_system") is True else [])],
        original=None if _NEEDS_ORIGINAL.isdisjoint(line.flags) else line.original,
    )


def _role(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> Role:
    kind = extra.get("type")
    if isinstance(kind, str) and kind in _ROLES_BY_TYPE:
        return _ROLES_BY_TYPE[kind]
    if raw.get("is_user") is True:
        return Role.USER
    exported = extra.get("role") or raw.get("is_system")
    return _ROLES_BY_EXPORTER.get(exported, Role.AI) if isinstance(exported, str) else Role.AI


def _is_copy(message: Message, texts: set[tuple[Role, str]]) -> bool:
    """The "copy message" button stamps a number; all else of the first message stays."""
    if isinstance(message.raw.get("send_date"), str) or message.sent is None:
        return False
    if message.finished is not None:
        late = (message.sent.moment - message.finished).total_seconds()
        return late > _COPIED_AFTER_SECONDS
    return (message.role, message.text) in texts
