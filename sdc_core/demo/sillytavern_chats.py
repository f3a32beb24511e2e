"""SillyTavern: each technician's chats as an installation of its own age wrote them.

Mains, branches, checkpoints, group chats and a few backups, in the forms of four eras
(`chat_eras`); line ends of Unix and of copies edited on Windows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sdc_core.demo import chat_eras
from sdc_core.demo.chance import Chance
from sdc_core.demo.chat_eras import Era
from sdc_core.demo.evidence import Evidence, numbers_in_text, true_record
from sdc_core.demo.spelling import write_company
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import Job, Says, Technician, Visit, World

FOLDER = "input/sillytavern"
_USER_FOLDER = "data/default-user"
_NEW_CHAT = 0.3
# (every n-th, from the m-th) chat of a technician: even a small world has one of each.
_GROUP = (12, 4)
_BRANCH = (6, 1)
_CHECKPOINT = (9, 2)
_BACKUP = (25, 6)
_CRLF = 0.35
_SHORTEST_TO_BRANCH = 5
# A chat goes on in its file only after a pause that no source setting takes for one Session.
_PAUSE = timedelta(minutes=75)


class _Shared(TypedDict):
    """What all messages of one conversation have in common."""

    job: Job
    visit: Visit
    says: Says


@dataclass
class _Message:
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
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Chat:
    """One chat file; `main` is the parent's file name for branches and checkpoints."""

    technician: Technician
    era: Era
    character: str
    created: datetime
    is_group: bool
    integrity: str
    hash_id: int
    name: str
    messages: list[_Message] = field(default_factory=list)
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


def write_sillytavern(world: World) -> Evidence:
    """All chat files, and one true record per line that is a message."""
    files: dict[str, bytes] = {}
    records: list[TrueRecord] = []
    for technician in world.technicians:
        for chat in _with_copies(list(_chats(technician, world)), world):
            chance = Chance(world.seed, "line ends", chat.path)
            lines, truths = _lines(chat)
            text = ("\r\n" if chance.happens(_CRLF) else "\n").join(lines)
            files[f"{FOLDER}/{chat.path}"] = text.encode()
            records += truths
    return Evidence(files, records)


def _chats(technician: Technician, world: World) -> Iterator[_Chat]:
    """The main chats of one technician, filled in time order."""
    visits = [
        (visit, job)
        for job in world.jobs
        for visit in job.visits[: job.chats]
        if visit.technician.id == technician.id
    ]
    chance = Chance(world.seed, "sillytavern", technician.id)
    chat: _Chat | None = None
    number = 0
    for visit, job in sorted(visits, key=lambda pair: (pair[0].start, pair[1].id)):
        if chat is None or _is_new(chat, visit, chance):
            if chat:
                yield chat
            chat = _new_chat(technician, visit, chance, is_group=_is_turn(_GROUP, number))
            number += 1
        chat.messages += _conversation(chat, visit, job, world, chance)
    if chat:
        yield chat


def _is_new(chat: _Chat, visit: Visit, chance: Chance) -> bool:
    begin = visit.start + timedelta(seconds=chat.technician.skew_seconds)
    too_close = begin - chat.messages[-1].sent < _PAUSE
    return too_close or chance.happens(_NEW_CHAT)


def _is_turn(turn: tuple[int, int], number: int) -> bool:
    every, first = turn
    return number % every == first


def _new_chat(technician: Technician, visit: Visit, chance: Chance, *, is_group: bool) -> _Chat:
    era = chat_eras.ERAS[technician.style]
    created = visit.start + timedelta(
        seconds=technician.skew_seconds - chance.whole(5, 40),
        milliseconds=chance.whole(0, 999),
    )
    is_group = is_group and era.has_groups
    character = "Dispatch" if is_group else technician.character
    name = era.group_name(created) if is_group else era.file_name(character, created)
    return _Chat(
        technician, era, character, created, is_group, chance.guid(),
        chance.whole(10**15, 9 * 10**15), name,
    )  # fmt: skip


def _conversation(
    chat: _Chat, visit: Visit, job: Job, world: World, chance: Chance
) -> Iterator[_Message]:
    """A technician keeps a log while working: report, steps, result."""
    texts = world.texts
    company, says = write_company(job, world, chance, is_old=visit.start < world.renamed_at)
    minutes = max(5, round((visit.end - visit.start).total_seconds() / 300) * 5)
    words = {**job.words, "company": company, "minutes": str(minutes)}
    openings = texts.openings if company else texts.openings_without_company
    said = [chance.pick(openings).format_map(words) + numbers_in_text(job, world, chance)]
    answers = [chance.pick(texts.answers).format_map(words)]
    for step in job.steps[: 1 + minutes // 20]:
        said.append(step)
        answers.append(chance.pick(texts.acknowledgements))
    said.append(chance.pick(texts.closings).format_map(words))
    answers.append(chance.pick(texts.logged).format_map(words))
    skew = timedelta(seconds=chat.technician.skew_seconds)
    shared: _Shared = {"job": job, "visit": visit, "says": says}
    if not chat.messages and chance.happens(0.5):
        greeting = chance.pick(texts.greetings)
        yield _Message(chat.character, greeting, chat.created, None, is_user=False, **shared)
    length = visit.end - visit.start - timedelta(seconds=60)
    for number, (question, answer) in enumerate(zip(said, answers, strict=True)):
        jitter = timedelta(seconds=chance.whole(0, 40), milliseconds=chance.whole(0, 999))
        sent = visit.start + skew + length * number / (len(said) - 1) + jitter
        name = chat.technician.sillytavern
        yield _Message(name, question, sent, None, is_user=True, **shared)
        begun = sent + timedelta(milliseconds=chance.whole(900, 5000))
        done = begun + timedelta(milliseconds=chance.whole(1500, 9000))
        yield _Message(chat.character, answer, begun, done, is_user=False, **shared)


def _with_copies(mains: list[_Chat], world: World) -> Iterator[_Chat]:
    for number, main in enumerate(mains):
        chance = Chance(world.seed, "copies", main.technician.id, number)
        can_branch = main.era.has_metadata and not main.is_group
        if can_branch and len(main.messages) >= _SHORTEST_TO_BRANCH:
            if _is_turn(_BRANCH, number):
                yield _branch(main, world, chance)
            if _is_turn(_CHECKPOINT, number):
                yield _checkpoint(main, chance)
            if _is_turn(_BACKUP, number):
                yield _copy(main, len(main.messages), is_backup=True)
        yield main


def _copy(original: _Chat, length: int, **changes: Any) -> _Chat:
    """A file that repeats the first messages of another, without its marks of other copies."""
    prefix = [replace(message, extra={}) for message in original.messages[:length]]
    return replace(original, messages=prefix, **changes)


def _branch(main: _Chat, world: World, chance: Chance) -> _Chat:
    """A prefix with a tail of its own: the technician told it differently once."""
    at = chance.whole(2, len(main.messages) - 2)
    name = f"{main.name} - Branch #1"
    branch = _copy(main, at + 1, name=name, main=main.name)
    main.messages[at].extra["branches"] = [name]
    last = main.messages[at]
    text = chance.pick(world.texts.corrections).format(step=last.job.steps[-1])
    sent = (last.finished or last.sent) + timedelta(milliseconds=chance.whole(40_000, 200_000))
    begun, done = sent + timedelta(seconds=2), sent + timedelta(milliseconds=7300)
    answer = chance.pick(world.texts.acknowledgements)
    shared: _Shared = {"job": last.job, "visit": last.visit, "says": last.says}
    user = main.technician.sillytavern
    branch.messages.append(_Message(user, text, sent, None, is_user=True, **shared))
    branch.messages.append(_Message(main.character, answer, begun, done, is_user=False, **shared))
    return branch


def _checkpoint(main: _Chat, chance: Chance) -> _Chat:
    at = chance.whole(2, len(main.messages) - 1)
    name = f"{main.name} - Checkpoint #1"
    main.messages[at].extra["bookmark_link"] = name
    return _copy(main, at + 1, name=name, main=main.name)


def _lines(chat: _Chat) -> tuple[list[str], list[TrueRecord]]:
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


def _truth(natural_id: dict[str, Any], message: _Message, *, is_copy: bool) -> TrueRecord:
    return true_record(
        "sillytavern",
        Kind.MESSAGE,
        natural_id,
        message.job,
        span=message.visit.span,
        technician=message.visit.technician if message.is_user else None,
        says=message.says,
        is_work=message.is_user,
        is_copy=is_copy,
    )


def _header(chat: _Chat) -> dict[str, Any] | None:
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


def _raw(message: _Message, chat: _Chat) -> dict[str, Any]:
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
        "gen_started": chat_eras.iso_milliseconds(message.sent),
        "gen_finished": chat_eras.iso_milliseconds(message.finished),
    }
    raw["extra"] = {**model, "token_count": len(message.text) // 4, **raw["extra"]}
    swipe = {"send_date": sent, **times, "extra": model}
    return {
        **raw, "title": "", **times, "swipe_id": 0, "swipes": [message.text],
        "swipe_info": [swipe],
    }  # fmt: skip


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
