"""Edits of notes.json that change an identity: the item keeps its key, and so its Session id.

The key of an item hashes number, customer, subject and date. A person who corrects one of these
makes one key vanish and a new one appear; what belongs to the old Session (links, notes,
decisions) must stay with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sdc_core.ids import digest_json
from sdc_core.records import Record, Revision
from sdc_core.settings import Settings
from sdc_core.sources.base import Joints
from sdc_core.sources.text import folded

SAME_SHARE = 0.8


def settle(records: list[Record], settings: Settings) -> list[Record]:
    """Join each edited item to the record it continues, where exactly one fits.

    An item is an edit of a vanished one when ticket number and date are equal, or at least 80 %
    of their parts are.
    """
    del settings
    by_key = {record.key: record for record in records}
    continued = _known_edits(by_key)
    taken = set(continued.values())
    continued |= _new_edits(
        [r for r in records if _is_new(r) and r.key not in continued],
        [r for r in records if r.source_missing and r.key not in taken],
    )
    successor = {old: by_key[new] for new, old in continued.items()}
    return [
        _continued(record, successor[record.key]) if record.key in successor else record
        for record in records
        if record.key not in continued
    ]


def joints(record: Record) -> Joints:
    """What joins an item to another one: an edit that is known, the number and date, or a part.

    A record that has a Session asks for nothing: the key of an item that was joined is not stored.
    """
    continues = str(record.fields["identity"])
    asked, offered = [], []
    if _is_new(record):
        asked = [f"key {record.key}", *_likenesses(record)]
    if record.source_missing:
        offered = _likenesses(record)
    if continues != record.key:
        offered.append(f"key {continues}")
    return Joints(asked, offered)


def _likenesses(record: Record) -> list[str]:
    parts = [f"part {kind} {text}" for kind, text in _parts(record)]
    return [f"number {_number_and_date(record)!r}", *parts] if record.fields["number"] else parts


def _is_new(record: Record) -> bool:
    return record.session_id is None and not record.source_missing


def _known_edits(by_key: dict[str, Record]) -> dict[str, str]:
    """New key -> old key of items whose edit an earlier look found.

    Their record keeps the old key, while the file yields the new one at every look. Whether the
    old key counts as missing does not matter: a file with a rejected item marks none as missing.
    """
    pairs = ((str(old.fields["identity"]), old.key) for old in by_key.values())
    return {new: old for new, old in pairs if new != old and new in by_key}


def _new_edits(fresh: list[Record], vanished: list[Record]) -> dict[str, str]:
    """New key -> old key, first by number and date, then by what is left and has equal parts."""
    found: dict[str, str] = {}
    by_number = defaultdict[tuple[str, ...], list[Record]](list)
    for old in vanished:
        by_number[_number_and_date(old)].append(old)
    pairs = [(new, old) for new in fresh for old in by_number[_number_and_date(new)]]
    found |= _one_to_one((new, old) for new, old in pairs if new.fields["number"])
    left = [record for record in fresh if record.key not in found]
    taken = set(found.values())
    rest = [record for record in vanished if record.key not in taken]
    found |= _one_to_one((n, o) for n, o in _with_common_part(left, rest) if _is_alike(n, o))
    return found


def _with_common_part(
    fresh: list[Record], vanished: list[Record]
) -> Iterable[tuple[Record, Record]]:
    """Pairs that share a part, each once: only these can be alike."""
    holders = defaultdict[tuple[str, str], list[Record]](list)
    for old in vanished:
        for part in _parts(old):
            holders[part].append(old)
    for new in fresh:
        olds = {old.key: old for part in _parts(new) for old in holders[part]}
        yield from ((new, old) for old in olds.values())


def _one_to_one(pairs: Iterable[tuple[Record, Record]]) -> dict[str, str]:
    """Only pairs of which both sides occur once: what has two readings is not guessed."""
    known = [(new.key, old.key) for new, old in pairs]
    news, olds = Counter(new for new, _ in known), Counter(old for _, old in known)
    return {new: old for new, old in known if news[new] == olds[old] == 1}


def _number_and_date(record: Record) -> tuple[str, ...]:
    fields = record.fields
    return record.kind, folded(fields["number"]), folded(fields["date"])


def _is_alike(new: Record, old: Record) -> bool:
    """At least 80 % equal parts; a single part needs the date too: to-dos recur by the week."""
    ours, theirs = _parts(new), _parts(old)
    share = (ours & theirs).total() / max(ours.total(), theirs.total(), 1)
    has_same_date = folded(new.fields["date"]) == folded(old.fields["date"])
    is_enough = has_same_date or ours.total() > 1
    return new.kind == old.kind and share >= SAME_SHARE and is_enough


def _parts(record: Record) -> Counter[tuple[str, str]]:
    return Counter((part["kind"], folded(part["text"])) for part in record.fields["parts"])


def _continued(old: Record, new: Record) -> Record:
    """The old record with the new state; its own state joins the revisions if it differs."""
    state = {"ref": new.ref, "source_missing": False}
    if old.content_digest() == new.model_copy(update={"key": old.key}).content_digest():
        return old.model_copy(update=state)
    seen = old.last_seen_utc or old.first_seen_utc
    before = [Revision(raw=old.raw, fields=old.fields, ref=old.ref, seen_utc=seen)] if seen else []
    return old.model_copy(
        update={
            **state,
            "kind": new.kind,
            "raw": new.raw,
            "fields": new.fields,
            "last_seen_utc": new.last_seen_utc or old.last_seen_utc,
            "revisions": _distinct([*old.revisions, *before, *new.revisions], new),
        }
    )


def _distinct(revisions: list[Revision], current: Record) -> list[Revision]:
    """Each earlier content once, without the current one."""
    seen = {digest_json(current.raw)}
    kept = []
    for revision in revisions:
        digest = digest_json(revision.raw)
        if digest not in seen:
            seen.add(digest)
            kept.append(revision)
    return kept
