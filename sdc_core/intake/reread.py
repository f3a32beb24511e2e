"""Rows that a file still holds, read under another key than before.

A setting such as the zone of zone-less times, or more rows that settle the order of day and month,
give a row another start and so another key. Kept beside its new reading, the old one would be the
same work twice. It goes; its revisions, its first moment and the id of its Session pass on.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sdc_core.intake.look import Look
from sdc_core.intake.merge import with_revision
from sdc_core.records import Record
from sdc_core.sources.base import Source

_Key = tuple[int, frozenset[str]]


def continue_reread(
    records: Iterable[Record], stored: Mapping[str, Record], look: Look
) -> tuple[list[Record], int]:
    """The merged records without readings that another one of the same row replaced.

    Returns:
        The records, and how many of them were read under another key before.
    """
    by_key = {record.key: record for record in records}
    successors = dict(_successors(stored, look))
    for old, new in successors.items():
        by_key[new] = _continued(by_key[new], by_key.pop(old))
    return list(by_key.values()), len(successors)


def told_moved(count: int, source: Source) -> list[str]:
    """One line where records moved: links and corrections of a person may need another look."""
    line = (
        f"{source.name}: {count} records of files that are still there are read under another key "
        "than before, because a setting or the rest of their file changed; their old reading went "
        "and their Sessions name the ones that they replace"
    )
    return [line] if count else []


def _successors(stored: Mapping[str, Record], look: Look) -> Iterator[tuple[str, str]]:
    """Old key to new key: the key is not met any more, its `raw` is, under a new one."""
    silent = [r for r in stored.values() if r.key not in look.records and _is_no_more(r, look)]
    if not silent:
        return
    fresh: dict[_Key, list[Record]] = {}
    for record in (*look.records.values(), *look.other_states):
        if record.key not in stored:
            fresh.setdefault(_words(record.raw), []).append(record)
    for old in silent if fresh else ():
        new = next((r for r in fresh.get(_words(old.raw), ()) if r.raw == old.raw), None)
        if new is not None:
            yield old.key, new.key


def _is_no_more(record: Record, look: Look) -> bool:
    """Whether its file was read without it, or is gone: renamed, it may lie there as another."""
    file = record.ref.file
    return look.was_read(record.ref) or (file is not None and file not in look.names)


def _words(raw: Mapping[str, Any]) -> _Key:
    """Cheap to compare, whatever the order of the fields."""
    return len(raw), frozenset(value for value in raw.values() if isinstance(value, str))


def _continued(new: Record, old: Record) -> Record:
    moments = [m for m in (new.first_seen_utc, old.first_seen_utc) if m is not None]
    sessions = {*new.superseded_ids, *old.superseded_ids, *filter(None, [old.session_id])}
    update = {"first_seen_utc": min(moments, default=None), "superseded_ids": sorted(sessions)}
    record = new.model_copy(update=update)
    for past in old.revisions:
        state = new.model_copy(update={"raw": past.raw, "fields": past.fields, "ref": past.ref})
        record = with_revision(record, state, past.seen_utc)
    return record
