"""One SillyTavern chat file: line 0, then one message per line, in the form of its era."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sdc_core.demo.chat_eras import Era, iso_milliseconds
from sdc_core.demo.evidence import true_record
from sdc_core.demo.pointers import Fact
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import Job, Says, Technician, Visit

_USER_FOLDER = "data/default-user"


@dataclass
class Message:
    """One message: who, when on the technician's clock, and the truth behind it.

    `finished` is set where a model wrote the text, `sent` is then the start of its work.
    """

    name: str
    text: str
    sent: datetime
    finished: datetime | None
    is_user: bool
    job: Job
    visit: Visit
    says: Says
    facts: list[Fact] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Chat:
    """One chat file; `main` is the parent's file name for branches and checkpoints."""

    technician: Technician
    era: Era
    character: str
    created: datetime
    is_group: bool
    integrity: str
    hash_id: int
    name: str
    messages: list[Message] = field(default_factory=list)
    main: str | None = None
    is_backup: bool = False

    @property
    def path(self) -> str:
        """Path below the input folder."""
        if self.is_backup:
            prefix = "".join(c if c.isalnum() else "_" for c in self.character).lower()
            stamp = self.messages[-1].sent.strftime("%Y%m%d-%H%M%S")
            return f"{_USER_FOLDER}/backups/chat_{prefix}_{stamp}.jsonl"
        folder = "group chats" if self.is_group else f"chats/{self.character}"
        return f"{_USER_FOLDER}/{folder}/{self.name}.jsonl"


def chat_lines(chat: Chat) -> tuple[list[str], list[TrueRecord]]:
    """All lines of the file, and the truth behind each message."""
    header = _header(chat)
    lines = [] if header is None else [_json(header)]
    records: list[TrueRecord] = []
    copied = len(chat.messages) - 2 if chat.name.endswith("Branch #1") else len(chat.messages)
    is_a_copy = chat.main is not None or chat.is_backup
    for number, message in enumerate(chat.messages):
        raw = _raw(message, chat)
        lines.append(_json(raw))
        natural_id = {"file": chat.path, "line": len(lines), "send_date": raw["send_date"]}
        records.append(_truth(natural_id, message, is_copy=is_a_copy and number < copied))
    return lines, records


def _truth(natural_id: dict[str, Any], message: Message, *, is_copy: bool) -> TrueRecord:
    return true_record(
        "sillytavern",
        Kind.MESSAGE,
        natural_id,
        message.job,
        span=message.visit.span,
        technician=message.visit.technician if message.is_user else None,
        says=message.says,
        facts=message.facts,
        is_work=message.is_user,
        is_copy=is_copy,
    )


def _header(chat: Chat) -> dict[str, Any] | None:
    """Line 0 of the era; None where group chats have none."""
    if chat.is_group and not chat.era.is_current:
        return None
    metadata: dict[str, Any] = {"integrity": chat.integrity}
    if chat.era.has_hash:
        metadata |= {"chat_id_hash": chat.hash_id, "note_prompt": "", "tainted": True}
    if chat.main:
        metadata["main_chat"] = chat.main
    if chat.era.is_current:
        return {"chat_metadata": metadata, "user_name": "unused", "character_name": "unused"}
    header: dict[str, Any] = {
        "user_name": chat.technician.sillytavern,
        "character_name": chat.character,
        "create_date": chat.era.create_date(chat.created),
    }
    return {**header, "chat_metadata": metadata} if chat.era.has_metadata else header


def _raw(message: Message, chat: Chat) -> dict[str, Any]:
    sent = chat.era.send_date(message.finished or message.sent)
    raw: dict[str, Any] = {
        "name": message.name,
        "is_user": message.is_user,
        "is_system": False,
        "send_date": sent,
        "mes": message.text,
        "extra": dict(message.extra),
    }
    if message.is_user:
        raw["force_avatar"] = f"/thumbnail?type=persona&file={message.name}.png"
    if message.finished is None or not chat.era.has_generation_times:
        return raw
    model = {"api": "makersuite", "model": "gemini-2.5-pro", "reasoning": ""}
    times = {
        "gen_started": iso_milliseconds(message.sent),
        "gen_finished": iso_milliseconds(message.finished),
    }
    raw["extra"] = {**model, "token_count": len(message.text) // 4, **raw["extra"]}
    swipe = {"send_date": sent, **times, "extra": model}
    return {
        **raw, "title": "", **times, "swipe_id": 0, "swipes": [message.text],
        "swipe_info": [swipe],
    }  # fmt: skip


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
