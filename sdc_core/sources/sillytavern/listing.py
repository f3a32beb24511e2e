"""Characters with their chats as a person decides on them: state, counts and days, never text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sdc_core.records import Record
from sdc_core.sources.sillytavern.withheld import CHAT, OF, WITHHELD, state_of
from sdc_core.sources.sillytavern.work import Chat, Rules, State, Verdict
from sdc_core.work_or_private import ChatChoice

BY_SETTINGS = "(private by the settings)"
_DAY = 10
_ORDER = (State.WAITING, State.WORK, State.PRIVATE, State.GONE)


@dataclass(frozen=True)
class ChatLine:
    """One character with one user.

    Attributes:
        character: As the chats name it.
        user: The account of the program, None where the folders show none.
        state: By the settings and decisions of now.
        why: What decided.
        chats: Number of files.
        messages: Number of messages.
        first_day: Of the first message, UTC.
        last_day: Of the last one.
        is_due: The next run carries the state out; what is stored is still of another one.
    """

    character: str
    user: str | None
    state: State
    why: str
    chats: int
    messages: int
    first_day: str | None
    last_day: str | None
    is_due: bool

    @property
    def shown(self) -> str:
        """Character and user in one text."""
        return f"{self.character} ({self.user})" if self.user else self.character


class _Seen(NamedTuple):
    """One character in one message."""

    character: str
    user: str | None
    verdict: Verdict


@dataclass
class _Count:
    verdict: Verdict
    files: set[str | None] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    messages: int = 0
    is_due: bool = False


def list_chats(records: Iterable[Record], rules: Rules) -> list[ChatLine]:
    """Every character that is stored or decided on: what waits first, then by name."""
    counts: dict[tuple[str, str | None], _Count] = {}
    for record in records:
        for seen in _seen_in(record, rules):
            count = counts.setdefault((seen.character, seen.user), _Count(seen.verdict))
            _add(count, record, seen.verdict.state)
    for name, choice in rules.choices.items():
        counts.setdefault(name, _Count(_decided(choice)))
    lines = [_line(name, count) for name, count in counts.items()]
    return sorted(lines, key=lambda line: (_ORDER.index(line.state), line.character, line.shown))


def waiting(lines: Iterable[ChatLine]) -> list[ChatLine]:
    """Those that a person must decide on."""
    return [line for line in lines if line.state is State.WAITING]


def _seen_in(record: Record, rules: Rules) -> Iterator[_Seen]:
    fields = record.fields
    of = fields.get(WITHHELD, fields[CHAT]).get(OF)
    if of is not None:
        chat = Chat.of(of)
        for character in chat.characters:
            yield _Seen(character, chat.user, rules.of_one(character, chat))
    elif WITHHELD in fields:
        yield from _by_digest(fields[WITHHELD], rules)


def _by_digest(said: dict[str, Any], rules: Rules) -> Iterator[_Seen]:
    """A private record names nobody: the ledger and the settings say who it may be."""
    names = rules.names()
    by_who: defaultdict[str, list[str]] = defaultdict(list)
    for rule in said.get("rules", ()):
        who, _, what = rule.partition(":")
        by_who[who].append(what)
    for who, whats in by_who.items():
        if who in names:
            character, user = names[who]
            yield _Seen(character, user, _decided(rules.choices[names[who]]))
        else:
            why = next(filter(None, map(rules.why, whats)), "not any more")
            yield _Seen(BY_SETTINGS, None, Verdict(State.PRIVATE, why))


def _decided(choice: ChatChoice) -> Verdict:
    state = State.PRIVATE if choice is ChatChoice.PRIVATE else State.WORK
    return Verdict(state, "decided")


def _add(count: _Count, record: Record, state: State) -> None:
    count.messages += 1
    count.files.add(record.ref.file)
    if record.fields["start_utc"]:
        count.days.add(record.fields["start_utc"][:_DAY])
    stored = state_of(record.fields)
    count.is_due = count.is_due or (stored is not state and stored is not State.GONE)


def _line(name: tuple[str, str | None], count: _Count) -> ChatLine:
    return ChatLine(
        character=name[0],
        user=name[1],
        state=count.verdict.state,
        why=count.verdict.why,
        chats=len(count.files),
        messages=count.messages,
        first_day=min(count.days, default=None),
        last_day=max(count.days, default=None),
        is_due=count.is_due,
    )
