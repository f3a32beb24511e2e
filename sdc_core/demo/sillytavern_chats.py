"""SillyTavern: each technician's chats as an installation of its own age wrote them.

Mains, branches, checkpoints, group chats and a few backups, in the forms of four eras
(`chat_eras`); line ends of Unix and of copies edited on Windows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypedDict

from sdc_core.demo import chat_eras
from sdc_core.demo.chance import Chance
from sdc_core.demo.chat_lines import Chat, Message, chat_lines
from sdc_core.demo.evidence import Evidence, numbers_in_text
from sdc_core.demo.pointers import facts_of_chat
from sdc_core.demo.spelling import write_company
from sdc_core.demo.truth import TrueRecord
from sdc_core.demo.world import Job, Says, Technician, Visit, World

FOLDER = "input/sillytavern"
_NEW_CHAT = 0.3
# (every n-th, from the m-th) chat of a technician: even a small world has one of each.
_GROUP = (12, 4)
_BRANCH = (6, 1)
_CHECKPOINT = (9, 2)
_BACKUP = (25, 6)
_CRLF = 0.35
_GREETING = 0.5
_SHORTEST_TO_BRANCH = 5
# A chat goes on in its file only after a pause that no source setting takes for one Session.
_PAUSE = timedelta(minutes=75)


class _Shared(TypedDict):
    """What all messages of one conversation have in common."""

    job: Job
    visit: Visit
    says: Says


def write_sillytavern(world: World) -> Evidence:
    """All chat files, and one true record per line that is a message."""
    files: dict[str, bytes] = {}
    records: list[TrueRecord] = []
    for technician in world.technicians:
        for chat in _with_copies(list(_chats(technician, world)), world):
            if f"{FOLDER}/{chat.path}" in files:
                continue  # two copies made in one second: the program overwrites the first
            chance = Chance(world.seed, "line ends", chat.path)
            lines, truths = chat_lines(chat)
            text = ("\r\n" if chance.happens(_CRLF) else "\n").join(lines)
            files[f"{FOLDER}/{chat.path}"] = text.encode()
            records += truths
    return Evidence(files, records)


def _chats(technician: Technician, world: World) -> Iterator[Chat]:
    """The main chats of one technician, filled in time order."""
    visits = [
        (visit, job)
        for job in world.jobs
        for visit in job.visits[: job.chats]
        if visit.technician.id == technician.id
    ]
    chance = Chance(world.seed, "sillytavern", technician.id)
    chat: Chat | None = None
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


def _is_new(chat: Chat, visit: Visit, chance: Chance) -> bool:
    begin = visit.start + timedelta(seconds=chat.technician.skew_seconds)
    too_close = begin - chat.messages[-1].sent < _PAUSE
    return too_close or chance.happens(_NEW_CHAT)


def _is_turn(turn: tuple[int, int], number: int) -> bool:
    every, first = turn
    return number % every == first


def _new_chat(technician: Technician, visit: Visit, chance: Chance, *, is_group: bool) -> Chat:
    era = chat_eras.ERAS[technician.style]
    created = visit.start + timedelta(
        seconds=technician.skew_seconds - chance.whole(5, 40),
        milliseconds=chance.whole(0, 999),
    )
    is_group = is_group and era.has_groups
    character = "Dispatch" if is_group else technician.character
    name = era.group_name(created) if is_group else era.file_name(character, created)
    return Chat(
        technician, era, character, created, is_group, chance.guid(),
        chance.whole(10**15, 9 * 10**15), name,
    )  # fmt: skip


def _conversation(
    chat: Chat, visit: Visit, job: Job, world: World, chance: Chance
) -> Iterator[Message]:
    """A technician keeps a log while working; times are those of the technician's clock."""
    company, says = write_company(job, world, chance, is_old=visit.start < world.renamed_at)
    shared: _Shared = {"job": job, "visit": visit, "says": says}
    if not chat.messages and chance.happens(_GREETING):
        greeting = chance.pick(world.texts.greetings)
        yield Message(chat.character, greeting, chat.created, None, is_user=False, **shared)
    script = list(_script(visit, job, company, world, chance))
    begin = visit.start + timedelta(seconds=chat.technician.skew_seconds)
    pause = (visit.end - visit.start - timedelta(seconds=60)) / (len(script) - 1)
    for number, (said, answer) in enumerate(script):
        jitter = timedelta(seconds=chance.whole(0, 40), milliseconds=chance.whole(0, 999))
        sent = begin + pause * number + jitter
        facts = facts_of_chat(job, world, said, says=says)
        yield Message(
            chat.technician.sillytavern, said, sent, None, is_user=True, facts=facts, **shared
        )
        begun = sent + timedelta(milliseconds=chance.whole(900, 5000))
        done = begun + timedelta(milliseconds=chance.whole(1500, 9000))
        yield Message(chat.character, answer, begun, done, is_user=False, **shared)


def _script(
    visit: Visit, job: Job, company: str, world: World, chance: Chance
) -> Iterator[tuple[str, str]]:
    """(what the technician writes, what the model answers): report, steps, result."""
    texts = world.texts
    minutes = max(5, round((visit.end - visit.start).total_seconds() / 300) * 5)
    words = {**job.words, "company": company, "minutes": str(minutes)}
    openings = texts.openings if company else texts.openings_without_company
    report = chance.pick(openings).format_map(words) + numbers_in_text(job, world, chance)
    yield report, chance.pick(texts.answers).format_map(words)
    for step in job.steps[: 1 + minutes // 20]:
        yield step, chance.pick(texts.acknowledgements)
    closing = chance.pick(texts.closings).format_map(words)
    yield closing, chance.pick(texts.logged).format_map(words)


def _with_copies(mains: list[Chat], world: World) -> Iterator[Chat]:
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


def _copy(original: Chat, length: int, **changes: Any) -> Chat:
    """A file that repeats the first messages of another, without its marks of other copies."""
    prefix = [replace(message, extra={}) for message in original.messages[:length]]
    return replace(original, messages=prefix, **changes)


def _branch(main: Chat, world: World, chance: Chance) -> Chat:
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
    branch.messages.append(Message(user, text, sent, None, is_user=True, **shared))
    branch.messages.append(Message(main.character, answer, begun, done, is_user=False, **shared))
    return branch


def _checkpoint(main: Chat, chance: Chance) -> Chat:
    at = chance.whole(2, len(main.messages) - 1)
    name = f"{main.name} - Checkpoint #1"
    main.messages[at].extra["bookmark_link"] = name
    return _copy(main, at + 1, name=name, main=main.name)
