"""Which chats are work: settings, what people decided, and where a file lies.

| of a character with a user | its chats are |
|---|---|
| a decision in the ledger | what it says |
| `sillytavern.work.exclude` fits | private |
| `sillytavern.work.include` fits | work |
| the file lies in the default drop folder | work: somebody put it there for that |
| nothing of this | waiting for a person |

A group chat is private if one of its characters is, and work only if all are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from sdc_core.ids import SHORT, digest_json, stable_id
from sdc_core.records import Record
from sdc_core.sections import ChatPatterns
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.messages import Role
from sdc_core.store.ledger import Decision
from sdc_core.work_or_private import ChatChoice, ChatName, chat_choices

UNNAMED = "(unnamed)"
SOURCE_NAME = "sillytavern"
DECIDED = "decided"
# In the context of a kept copy, which lies elsewhere.
DROPPED = "is_dropped"


class State(StrEnum):
    """What may be done with a chat; GONE says that nobody keeps it back and its text is not here.

    In the order of strictness for a message that stands in several chats: PRIVATE before WORK
    before WAITING before GONE.
    """

    PRIVATE = "private"
    WORK = "work"
    WAITING = "waiting"
    GONE = "gone"


class Chat(NamedTuple):
    """What decides on a chat; `user` is the account of the program, `persona` a name there."""

    characters: tuple[str, ...]
    user: str | None
    persona: str | None
    folder: str
    is_dropped: bool

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Chat":
        """From the values that `stored` gave."""
        return cls(**{**values, "characters": tuple(values["characters"])})

    def stored(self) -> dict[str, Any]:
        """As JSON values."""
        return {**self._asdict(), "characters": list(self.characters)}

    def names(self) -> list[ChatName]:
        """What a person decides on: each character with the user."""
        return [(character, self.user) for character in self.characters]


class Verdict(NamedTuple):
    """The state of a chat and why; `rules` are `who:what` of all that makes it private.

    Both are digests, so that a record that lost its names still shows when it may have them back.
    """

    state: State
    why: str
    rules: tuple[str, ...] = ()


def chat_of(file: InputFile, records: Sequence[Record], settings: Settings) -> Chat:
    """What the records of one file, and its place, say of their chat."""
    evidence = records[0].fields["chat"] if records else {}
    return Chat(
        characters=_characters(evidence, records),
        user=evidence.get("user"),
        persona=evidence.get("persona"),
        folder=file.name.rpartition("/")[0],
        is_dropped=is_dropped(file, settings),
    )


def _characters(evidence: Mapping[str, Any], records: Sequence[Record]) -> tuple[str, ...]:
    """Of a group its members, or who speaks in it: each is confirmed by itself."""
    named = [evidence.get("character") or UNNAMED]
    if "group" in evidence:
        named = evidence["group"]["members"] or named
    elif evidence.get("is_group"):
        speakers = (r.raw.get("name") for r in records if r.fields["role"] == Role.AI)
        named = sorted({name for name in speakers if isinstance(name, str) and name}) or named
    return tuple(dict.fromkeys(named))


def is_dropped(file: InputFile, settings: Settings) -> bool:
    """Whether the file lies below the default drop folder; of a kept copy whether the file did."""
    if file.context is not None:
        return file.context.get(DROPPED) is True  # a copy that does not say so waits
    folder = (settings.input_root / SOURCE_NAME).absolute()
    return file.path.absolute().is_relative_to(folder)


@dataclass(frozen=True)
class _Pattern:
    """One glob of the settings."""

    field: str
    glob: str

    @property
    def rule(self) -> str:
        return stable_id("chats excluded", self.field, self.glob)[:SHORT]

    @property
    def why(self) -> str:
        return f"settings: {self.field} {self.glob!r}"

    def fits(self, character: str, chat: Chat) -> bool:
        glob = self.glob.casefold()
        if self.field == "characters":
            return fnmatchcase(character.casefold(), glob)
        if self.field == "users":
            users = (name for name in (chat.user, chat.persona) if name)
            return any(fnmatchcase(name.casefold(), glob) for name in users)
        folder = chat.folder.casefold()
        return fnmatchcase(folder, glob) or fnmatchcase(folder, f"{glob.rstrip('/')}/*")


def who_of(name: ChatName) -> str:
    """The digest of a name that a private record keeps."""
    return stable_id("chats of", *name)[:SHORT]


class Rules:
    """Settings and decisions as they stand now."""

    def __init__(self, settings: Settings, decisions: Iterable[Decision]) -> None:
        self.choices = chat_choices(decisions)
        self._exclude = list(_patterns(settings.sillytavern.work.exclude))
        self._include = list(_patterns(settings.sillytavern.work.include))
        self._chosen = {who_of(name): choice for name, choice in self.choices.items()}
        self._known: dict[Chat, Verdict] = {}

    @property
    def digest(self) -> str:
        """Of everything that decides."""
        named = [[c, user, choice] for (c, user), choice in self.choices.items()]
        globs = [[[p.field, p.glob] for p in of] for of in (self._exclude, self._include)]
        return digest_json([sorted(named, key=str), globs])

    def stands(self, rule: str) -> bool:
        """Whether what made a chat private does so now."""
        who, _, what = rule.partition(":")
        if who in self._chosen:
            return self._chosen[who] is ChatChoice.PRIVATE
        return any(what == pattern.rule for pattern in self._exclude)

    def names(self) -> dict[str, ChatName]:
        """The names that were decided on, by their digest."""
        return {who_of(name): name for name in self.choices}

    def why(self, what: str) -> str | None:
        """The reason of an exclusion, None where the settings do not have it any more."""
        return next((pattern.why for pattern in self._exclude if pattern.rule == what), None)

    def verdict(self, chat: Chat) -> Verdict:
        """The state of a chat."""
        if chat not in self._known:
            self._known[chat] = _together([self.of_one(name, chat) for name in chat.characters])
        return self._known[chat]

    def of_one(self, character: str, chat: Chat) -> Verdict:
        """The state of one character in a chat."""
        name = (character, chat.user)
        choice, who = self.choices.get(name), who_of(name)
        excluded = [p for p in self._exclude if p.fits(character, chat)]
        if choice is ChatChoice.PRIVATE:
            return Verdict(State.PRIVATE, DECIDED, (f"{who}:{DECIDED}",))
        if choice is ChatChoice.WORK:
            return Verdict(State.WORK, DECIDED)
        if excluded:
            rules = tuple(f"{who}:{pattern.rule}" for pattern in excluded)
            return Verdict(State.PRIVATE, excluded[0].why, rules)
        return self._by_default(character, chat)

    def _by_default(self, character: str, chat: Chat) -> Verdict:
        included = next((p for p in self._include if p.fits(character, chat)), None)
        if included:
            return Verdict(State.WORK, included.why)
        if chat.is_dropped:
            return Verdict(State.WORK, "drop folder")
        return Verdict(State.WAITING, "nobody has said yet")


def _patterns(given: ChatPatterns) -> Iterator[_Pattern]:
    for field in ("characters", "users", "folders"):
        yield from (_Pattern(field, glob) for glob in getattr(given, field))


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """Of a group: private if one is, work only if all are."""
    private = [v for v in verdicts if v.state is State.PRIVATE]
    if private:
        rules = tuple(sorted({rule for v in private for rule in v.rules}))
        return Verdict(State.PRIVATE, private[0].why, rules)
    waiting = (v for v in verdicts if v.state is State.WAITING)
    return next(waiting, verdicts[0])
