"""What one line of a chat says: who speaks, whether it counts, and when by its own account.

Kept are messages that `/hide` marked as system, comments and narration; texts of the program's own
screens are dropped. A model's private reasoning stays in `raw` and is never content.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.sources.sillytavern.dates import SendDate, parse_send_date, parse_utc
from sdc_core.sources.sillytavern.lines import TEXT_REPAIRED, Line

GREETING = "greeting"
HIDDEN = "hidden"
COPIED = "copied"
IMPORTED = "import"
NO_TIME = "no_time"
BAD_TIME = "bad_time"

SHORT_KEY = 16

# `extra.type` of the program's own screens (SillyTavern `system_message_types`).
_SCREENS = frozenset({
    "help", "welcome", "welcome_prompt", "group", "empty", "generic", "slash_commands",
    "formatting", "hotkeys", "macros", "assistant_note",
})  # fmt: skip
_SYSTEM_NAME = "SillyTavern System"
# A copied AI message keeps the `gen_finished` of the first one; its `send_date` is the copying.
_COPIED_AFTER_SECONDS = 60


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    AI = "ai"
    NARRATOR = "narrator"
    COMMENT = "comment"


_ROLES_BY_TYPE = {role.value: role for role in (Role.NARRATOR, Role.COMMENT)}


@dataclass(slots=True)
class Message:
    """One kept message; the reader of the whole file fills what depends on its neighbours."""

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
    """The messages that count, and unchanged the lines whose `mes` is no text."""
    texts: set[tuple[Role, str]] = set()
    has_user = False
    for line in lines:
        text = text_of(line.value)
        extra = extra_of(line.value)
        if text is None:
            yield line
        elif not _is_screen(line.value, extra):
            message = _message(line, text, extra)
            if message.role is Role.AI and not has_user and "gen_started" not in line.value:
                message.flags.append(GREETING)
            if _is_copy(message, texts):
                message.flags.append(COPIED)
            texts.add((message.role, message.text))
            has_user = has_user or message.role is Role.USER
            yield message


def content_of(raw: Mapping[str, Any]) -> str:
    """The text of a message as written."""
    mes = raw.get("mes")
    inner = mes.get("message") if isinstance(mes, dict) else mes
    return inner if isinstance(inner, str) else ""


def text_of(raw: Mapping[str, Any]) -> str | None:
    """The text in the form that identity compares; None where `mes` is no text."""
    mes = raw["mes"]
    inner = mes.get("message") if isinstance(mes, dict) else mes
    return normal_text(inner) if isinstance(inner, str) else None


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
        original=line.original if TEXT_REPAIRED in line.flags else None,
    )


def _role(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> Role:
    kind = extra.get("type")
    if isinstance(kind, str) and kind in _ROLES_BY_TYPE:
        return _ROLES_BY_TYPE[kind]
    is_user = raw.get("is_user") is True or extra.get("role") == "user"
    return Role.USER if is_user else Role.AI


def _is_screen(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> bool:
    """Texts of the program itself; a technician's own line is kept also without a name."""
    kind, name = extra.get("type"), raw.get("name")
    is_nobody = name == "" and raw.get("is_user") is not True
    return (isinstance(kind, str) and kind in _SCREENS) or name == _SYSTEM_NAME or is_nobody


def _is_copy(message: Message, texts: set[tuple[Role, str]]) -> bool:
    """The "copy message" button stamps a number; all else of the first message stays."""
    if isinstance(message.raw.get("send_date"), str) or message.sent is None:
        return False
    if message.finished is not None:
        late = (message.sent.moment - message.finished).total_seconds()
        return late > _COPIED_AFTER_SECONDS
    return (message.role, message.text) in texts
