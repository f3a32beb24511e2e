"""Records of chats that are not work: what is left of them, and which state of a message stands.

A withheld record has no text, no names of persons and no file name: its key, times, place in the
file and digests stay, so that the same file read again gives the same record. One that waits
keeps what a person needs to decide on it: character, user and folder.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from sdc_core.ids import SHORT, digest_json, stable_id
from sdc_core.models import SourceRef
from sdc_core.records import Record, Revision, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.sillytavern import revisions, sessions
from sdc_core.sources.sillytavern.work import Chat, Rules, State, Verdict

WITHHELD = "withheld"
CHAT = "chat"
OF = "of"
# All messages of a file share its names.
_REMEMBERED = 1024
_HIDDEN = re.compile(rf"chat#[0-9a-f]{{{SHORT}}}(\.|$)")

# Fields of a message without any text: digests, times, numbers, and words of our own. What tells
# that one message is an edit of another (`slot`, `after`) goes: whether two chats hold one message
# then hangs on equal texts only, and not on what was decided first.
_KEPT = (
    "role", "start_utc", "end_utc", "time_basis", "resolution", "line", "flags", "message_key",
)  # fmt: skip

_Json = dict[str, Any]
_Content = tuple[_Json, _Json, SourceRef]
# And when it was last seen.
_Seen = tuple[_Content, datetime | None]


@lru_cache(maxsize=_REMEMBERED)
def hidden_name(name: str) -> str:
    """What stands for the name of a file: a name may say what a chat is about."""
    return f"chat#{stable_id('file', name)[:SHORT]}{PurePosixPath(name).suffix}"


def is_hidden(name: str | None) -> bool:
    """Whether the name stands for another one."""
    return name is not None and _HIDDEN.match(name) is not None


def state_of(fields: _Json) -> State:
    """The state that a record, or a revision, was stored in."""
    return State(fields[WITHHELD]["state"]) if WITHHELD in fields else State.WORK


def is_work(record: Record) -> bool:
    """Whether a record has its text."""
    return WITHHELD not in record.fields


def withhold(content: _Content, verdict: Verdict) -> _Content:
    """One state of a message without its text."""
    raw, fields, ref = content
    said: _Json = {"state": verdict.state.value}
    if verdict.state is State.PRIVATE:
        said["rules"] = list(verdict.rules)
    elif verdict.state is State.WAITING:
        said[OF] = fields[WITHHELD][OF] if WITHHELD in fields else fields[CHAT][OF]
    if WITHHELD in fields:
        return raw, {**fields, WITHHELD: said}, ref
    left = {key: fields[key] for key in _KEPT if key in fields}
    left |= {"after": "", CHAT: _without_names(fields[CHAT]), WITHHELD: said}
    hidden = SourceRef(file=hidden_name(ref.file or ""), line=ref.line)
    return {"sha256": digest_json(raw)}, left, hidden


def _without_names(chat: _Json) -> _Json:
    """What ties the copies of a chat together, as digests; its hash id is no text."""
    rank, created, name = chat["order"]
    return {
        "order": [rank, created, hidden_name(name)],
        "family": [_family_name(name) for name in chat["family"]],
    }


@lru_cache(maxsize=_REMEMBERED)
def _family_name(name: str) -> str:
    return stable_id("family", name)[:SHORT]


def judged(record: Record, rules: Rules) -> Record:
    """A stored record under the rules of now: text goes at once, and comes back from its file."""
    content = _judged((record.raw, record.fields, record.ref), rules)
    past = [(revision, _judged_revision(revision, rules)) for revision in record.revisions]
    if content[1] is record.fields and all(new is old for old, new in past):
        return record
    raw, fields, ref = content
    update = {"raw": raw, "fields": fields, "ref": ref, "revisions": [new for _, new in past]}
    return record.model_copy(update=update)


def _judged_revision(revision: Revision, rules: Rules) -> Revision:
    raw, fields, ref = _judged((revision.raw, revision.fields, revision.ref), rules)
    if fields is revision.fields:
        return revision
    return Revision(raw=raw, fields=fields, ref=ref, seen_utc=revision.seen_utc)


def _judged(content: _Content, rules: Rules) -> _Content:
    _, fields, _ = content
    verdict = _verdict(fields, rules)
    is_same = verdict.state is state_of(fields) and (
        verdict.state is not State.PRIVATE or list(verdict.rules) == fields[WITHHELD]["rules"]
    )
    return content if is_same else withhold(content, verdict)


def _verdict(fields: _Json, rules: Rules) -> Verdict:
    if WITHHELD not in fields:
        of = fields[CHAT].get(OF)
        return rules.verdict(Chat.of(of)) if of else Verdict(State.WORK, "")
    said = fields[WITHHELD]
    if OF in said:
        verdict = rules.verdict(Chat.of(said[OF]))
        return Verdict(State.GONE, "") if verdict.state is State.WORK else verdict
    standing = tuple(rule for rule in said.get("rules", ()) if rules.stands(rule))
    return Verdict(State.PRIVATE, "", standing) if standing else Verdict(State.GONE, "")


# Of one message in several chats: the state that comes first stands.
_STRICTNESS = {state: place for place, state in enumerate(State)}


def prefer(old: Record, new: Record) -> Record:
    """Which of two copies of one message stands: by its chat, then as for all messages."""
    before, after = _STRICTNESS[state_of(old.fields)], _STRICTNESS[state_of(new.fields)]
    if before != after:
        return old if before < after else new
    return revisions.prefer(old, new)


def settle(records: list[Record], settings: Settings) -> list[Record]:
    """All messages settled; one that also stands in a private chat keeps no text anywhere."""
    settled = revisions.settle(records, settings)
    return [_one_state(record) for record in settled]


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """Sessions of what is work."""
    return sessions.group(filter(is_work, records), settings)


def _one_state(record: Record) -> Record:
    if is_work(record) and all(WITHHELD not in r.fields for r in record.revisions):
        return record
    contents = [((record.raw, record.fields, record.ref), record.last_seen_utc)]
    contents += [((r.raw, r.fields, r.ref), r.seen_utc) for r in record.revisions]
    contents.sort(key=lambda one: _STRICTNESS[_state(one)])
    strictest = _state(contents[0])
    if strictest is State.PRIVATE:
        rules = {rule for (_, fields, _), _ in contents for rule in _rules(fields)}
        verdict = Verdict(State.PRIVATE, "", tuple(sorted(rules)))
        return _standing(record, [(withhold(content, verdict), seen) for content, seen in contents])
    return _standing(record, [one for one in contents if _state(one) is strictest])


def _state(seen: _Seen) -> State:
    (_, fields, _), _ = seen
    return state_of(fields)


def _rules(fields: _Json) -> list[str]:
    rules: list[str] = fields.get(WITHHELD, {}).get("rules", [])
    return rules


def _standing(record: Record, contents: list[_Seen]) -> Record:
    """The record with the first of these contents, the others as revisions, each once."""
    ((raw, fields, ref), _), *past = contents
    known = {digest_json(raw)}
    kept: list[Revision] = []
    for (old_raw, old_fields, old_ref), seen in past:
        digest = digest_json(old_raw)
        if digest not in known and seen is not None:
            kept.append(Revision(raw=old_raw, fields=old_fields, ref=old_ref, seen_utc=seen))
        known.add(digest)
    return record.model_copy(update={"raw": raw, "fields": fields, "ref": ref, "revisions": kept})
