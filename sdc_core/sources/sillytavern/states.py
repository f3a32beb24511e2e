"""The states of a message, the classes of records that are one message, and which state stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sdc_core.ids import digest_json
from sdc_core.models import SourceRef
from sdc_core.records import Record, Revision
from sdc_core.sources.sillytavern.messages import SHORT_KEY

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class State:
    """One state of a message: the present one of a record, or a revision.

    Attributes:
        raw: The message as written.
        fields: What the reader made of it.
        ref: Where it was.
        seen: When SDC first knew it; far in the future where nobody has said.
        is_present: The state of a record itself, not one of its revisions.
        is_live: Present, and its file still holds it.
    """

    raw: dict[str, Any]
    fields: dict[str, Any]
    ref: SourceRef
    seen: datetime
    is_present: bool = False
    is_live: bool = False

    @property
    def message_key(self) -> str:
        """The key that this state had when it was read."""
        key: str = self.fields["message_key"]
        return key

    @property
    def short_key(self) -> str:
        """The form in which messages name their neighbours."""
        return self.message_key[:SHORT_KEY]


def states(record: Record) -> Iterator[State]:
    """The present state of a record, then its revisions."""
    seen = record.last_seen_utc or _NEVER
    is_live = not record.source_missing
    yield State(record.raw, record.fields, record.ref, seen, is_present=True, is_live=is_live)
    for revision in record.revisions:
        yield State(revision.raw, revision.fields, revision.ref, revision.seen_utc)


def contents(record: Record) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """`raw` and `fields` of all states of a record."""
    return [
        (record.raw, record.fields),
        *((revision.raw, revision.fields) for revision in record.revisions),
    ]


def message_keys(record: Record) -> list[str]:
    """The keys that the states of a record had when they were read."""
    return [fields["message_key"] for _, fields in contents(record)]


class Classes:
    """Records in the order of their keys, joined into classes that are one message each."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = sorted(records, key=lambda record: record.key)
        self.places = {record.key: place for place, record in enumerate(self.records)}
        self._class_of = list(range(len(self.records)))
        self._members = {place: [place] for place in self._class_of}
        self._places = {
            fields["message_key"][:SHORT_KEY]: place
            for place, record in enumerate(self.records)
            for _, fields in contents(record)
        }

    def message_of(self, short_key: str) -> str:
        """One name for a message, whichever of its states the short key means."""
        place = self._places.get(short_key)
        return short_key if place is None else self.records[self._class_of[place]].key

    def join(self, one: int, other: int) -> None:
        """Make the classes of two places one, unless they hold messages that stand apart."""
        first, second = sorted((self._class_of[one], self._class_of[other]))
        if first != second and not self._stand_apart(first, second):
            for place in self._members[second]:
                self._class_of[place] = first
            self._members[first] += self._members.pop(second)

    def members(self) -> Iterator[list[Record]]:
        """The records of each class."""
        for places in self._members.values():
            yield [self.records[place] for place in places]

    def _stand_apart(self, first: int, second: int) -> bool:
        ones = [s for place in self._members[first] for s in states(self.records[place])]
        others = [s for place in self._members[second] for s in states(self.records[place])]
        return any(_side_by_side(one, other) for one in ones for other in others)


def _side_by_side(one: State, other: State) -> bool:
    """Whether one file holds, or once held, both.

    A stored state counts as live while its file has a torn line: it is not apart from itself.
    """
    is_one_file = one.is_live and other.is_live and one.ref.file == other.ref.file
    if is_one_file and one.message_key != other.message_key:
        return True
    return other.short_key in one.fields.get("beside", ()) or one.short_key in other.fields.get(
        "beside", ()
    )


def standing(members: Sequence[Record]) -> Record:
    """The one record of a message, under the key that is known longest."""
    if len(members) == 1 and not members[0].revisions:
        return members[0]
    known = _distinct(state for member in members for state in states(member))
    stands = min(known, key=_rank)
    base = min(members, key=_age)
    past = {old for member in members for old in _session_ids(member)}
    return base.model_copy(
        update={
            "raw": stands.raw,
            "fields": stands.fields,
            "ref": stands.ref,
            "last_seen_utc": None if stands.seen == _NEVER else stands.seen,
            "revisions": [
                Revision(raw=s.raw, fields=s.fields, ref=s.ref, seen_utc=s.seen)
                for s in sorted(known, key=lambda s: (s.seen, *_content_rank(s)))
                if s is not stands
            ],
            "source_missing": all(member.source_missing for member in members),
            "superseded_ids": sorted(past - {base.session_id}),
        }
    )


def _session_ids(record: Record) -> list[str]:
    return [*record.superseded_ids, *([record.session_id] if record.session_id else [])]


def _distinct(found: Iterable[State]) -> list[State]:
    """Each raw content once: its best place, and when it was first seen.

    The place is that of the earlier file also where that one is gone, as `prefer` has it.
    """
    by_content: dict[str, State] = {}
    for state in found:
        digest = digest_json(state.raw)
        other = by_content.get(digest, state)
        by_content[digest] = replace(
            min(state, other, key=_content_rank),
            seen=min(state.seen, other.seen),
            is_present=state.is_present or other.is_present,
            is_live=state.is_live or other.is_live,
        )
    return list(by_content.values())


def _rank(state: State) -> tuple[Any, ...]:
    return not state.is_live, not state.is_present, *_content_rank(state)


def _content_rank(state: State) -> tuple[Any, ...]:
    """The newest first, by what the message itself shows; then the fixed order of files."""
    swipes = state.raw.get("swipes")
    last = state.fields["end_utc"]
    return (
        -len(swipes) if isinstance(swipes, list) else 0,
        -datetime.fromisoformat(last).timestamp() if last else 0.0,
        state.fields["chat"]["order"],
        state.fields["line"],
        state.message_key,
        digest_json(state.raw),
    )


def _age(record: Record) -> tuple[Any, ...]:
    """The longest known first; stored before newly read; then by content."""
    start = next(
        (s.fields["start_utc"] or "" for s in states(record) if s.message_key == record.key), ""
    )
    return record.first_seen_utc or _NEVER, record.session_id is None, start, record.key
