"""One message in several states: which copy stands, and which texts are its revisions.

Equal messages have equal keys and need nothing but `prefer`. A message that was edited, swiped or
continued has another key in every state; `settle` finds them by what such a change leaves alone:

| change | leaves alone |
|---|---|
| edit | raw `send_date`, and its place among messages of that role and date |
| edit of an AI message | `gen_started` |
| swipe, regenerate | the old text and its time among the alternatives |
| continue | the message before it, and the beginning of the text |

Two messages that stand side by side in one file are never one. All rules look at content only, so
neither the order of files nor that of records matters.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from operator import attrgetter
from typing import Any

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.sillytavern.family import by_family
from sdc_core.sources.sillytavern.messages import (
    COPIED,
    Role,
    date_text,
    normal_text,
    text_of,
    written_text,
)
from sdc_core.sources.sillytavern.states import Classes, contents, message_keys, standing
from sdc_core.sources.sillytavern.stored import named_faults

# A name that more records share than there are copies of a chat says nothing of one message.
_MOST_ALIKE = 50

_Json = dict[str, Any]
_Token = tuple[str | int, ...]
_Pair = tuple[int, int]

_key = attrgetter("key")


def prefer(old: Record, new: Record) -> Record:
    """Of two copies of one message the one of the earlier file in the fixed order."""
    return new if new.fields["chat"]["order"] < old.fields["chat"]["order"] else old


def settle(records: list[Record], settings: Settings) -> list[Record]:
    """Make the states of one message one record with revisions; the rest stays as it is.

    The list is in the order of keys; settling it again changes nothing.

    Raises:
        StoreError: A stored record is not of this version.
    """
    del settings
    with named_faults(records):
        return _settled(records)


def _settled(records: list[Record]) -> list[Record]:
    alone, doubtful = _apart(records)
    classes = Classes(doubtful)
    _join(classes, _known_under_an_older_key(classes))
    _join(classes, _pairs(classes, _unchanged_by_edit_or_swipe))
    _join(classes, _continued(classes))
    settled = (standing(members) for members in classes.members())
    return sorted([*alone, *settled], key=_key)


def _apart(records: list[Record]) -> tuple[list[Record], list[Record]]:
    """Records that no rule can join to another, and all others.

    A family whose messages all stand in one file, with no state but the present one, has nothing
    to join, unless a record elsewhere bears the name of one of them: most chats have no copy.
    """
    single: list[list[Record]] = []
    doubtful: list[Record] = []
    for family in by_family(records).values():
        if all(map(_has_one_state, family)) and len({record.ref.file for record in family}) == 1:
            single.append(family)
        else:
            doubtful += family
    named = {key for r in doubtful if not _has_one_state(r) for key in message_keys(r)}
    alone: list[Record] = []
    for family in single:
        is_named = bool(named) and not named.isdisjoint(map(_key, family))
        (doubtful if is_named else alone).extend(family)
    return alone, doubtful


def _has_one_state(record: Record) -> bool:
    is_live = not record.source_missing and not record.revisions
    return is_live and record.fields["message_key"] == record.key


def _join(classes: Classes, pairs: Iterable[_Pair]) -> None:
    for one, other in sorted(pairs):
        classes.join(one, other)


def _known_under_an_older_key(classes: Classes) -> set[_Pair]:
    """A stored record with a newer text, and that text as it was just read."""
    places = classes.places
    return {
        (place, places[name])
        for place, record in enumerate(classes.records)
        for name in message_keys(record)
        if name != record.key and name in places
    }


def _pairs(classes: Classes, tokens: Callable[[_Json, _Json], list[_Token]]) -> set[_Pair]:
    """Pairs of records (by place) that share a token and a family."""
    pairs: set[_Pair] = set()
    for family in by_family(classes.records).values():
        shared: defaultdict[_Token, set[int]] = defaultdict(set)
        for record in family:
            for raw, fields in contents(record):
                for token in tokens(raw, fields):
                    shared[token].add(classes.places[record.key])
        groups = (sorted(places) for places in shared.values() if len(places) <= _MOST_ALIKE)
        pairs.update(pair for group in groups for pair in combinations(group, 2))
    return pairs


def _unchanged_by_edit_or_swipe(raw: _Json, fields: _Json) -> list[_Token]:
    role = fields["role"]
    tokens: list[_Token] = []
    if "slot" in fields:
        tokens.append(("slot", role, date_text(raw), fields["slot"]))
    if role == Role.AI and COPIED not in fields["flags"]:
        tokens += _generations(raw) or _alternatives(raw)
    return tokens


def _generations(raw: _Json) -> list[_Token]:
    """When the text and each of its alternatives were made: these times survive a swipe."""
    details = raw.get("swipe_info")
    others = details if isinstance(details, list) and len(details) > 1 else []
    entries = [raw, *(entry for entry in others if isinstance(entry, dict))]
    return [("generated", str(e["gen_started"])) for e in entries if e.get("gen_started")]


def _alternatives(raw: _Json) -> list[_Token]:
    """The text and its alternatives where no times tell them apart, as before 2023-07."""
    swipes = raw.get("swipes")
    texts = swipes if isinstance(swipes, list) else []
    said = map(written_text, texts)
    return [("said", normal_text(text)) for text in said if text and text.strip()]


def _continued(classes: Classes) -> set[_Pair]:
    """Answers to one message of which one begins with the other."""

    def tokens(_raw: _Json, fields: _Json) -> list[_Token]:
        is_answer = fields["role"] == Role.AI and fields["after"]
        return [("after", classes.message_of(fields["after"]))] if is_answer else []

    records = classes.records
    return {
        (one, other)
        for one, other in _pairs(classes, tokens)
        if _one_begins_the_other(records[one], records[other])
    }


def _one_begins_the_other(one: Record, other: Record) -> bool:
    short, long = sorted((text_of(one.raw) or "", text_of(other.raw) or ""), key=len)
    return bool(short) and long.startswith(short)
