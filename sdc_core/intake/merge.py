"""Stored and newly read records as one list; nothing once accepted is dropped."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sdc_core.ids import digest_json
from sdc_core.intake.look import Look
from sdc_core.records import Record, Revision
from sdc_core.sources.base import Source


def merge(stored: Iterable[Record], look: Look, source: Source, now: datetime) -> list[Record]:
    """Every record in its standing state, with all other states among its revisions.

    Args:
        stored: The records of the store.
        look: What was read now.
        source: Says which of two states stands.
        now: When it was read.
    """
    merged = {record.key: record for record in stored}
    for key, fresh in look.records.items():
        before = merged.get(key)
        if before is None:
            merged[key] = fresh.model_copy(update={"first_seen_utc": now, "last_seen_utc": now})
        elif before.content_digest() == fresh.content_digest():
            merged[key] = _confirmed(before, fresh)
        else:
            merged[key] = _continued(before, fresh, source, look, now)
    for state in look.other_states:
        merged[state.key] = with_revision(merged[state.key], state, now)
    return [_marked(record, look) for record in merged.values()]


def _is_of_api(before: Record, fresh: Record) -> bool:
    """Whether a file, perhaps an old export, speaks of what an API said."""
    return before.ref.file is None and fresh.ref.file is not None


def _confirmed(before: Record, fresh: Record) -> Record:
    """The same again: its newest place; what an API no longer has stays so whatever a file says."""
    if _is_of_api(before, fresh):
        return before
    return before.model_copy(update={"ref": fresh.ref, "source_missing": fresh.source_missing})


def keep_seen(records: Iterable[Record], stored: Mapping[str, Record]) -> None:
    """A record that says after all rules what it said before was not seen anew.

    Two files may hold two states of one record at every look, such as a chat and its branch.
    """
    for record in records:
        before = stored.get(record.key)
        if before and _has_other_times(before, record) and _says_the_same(before, record):
            record.last_seen_utc, record.revisions = before.last_seen_utc, before.revisions


def _has_other_times(before: Record, record: Record) -> bool:
    return before.last_seen_utc != record.last_seen_utc or before.revisions != record.revisions


def _says_the_same(before: Record, record: Record) -> bool:
    said = before.raw == record.raw and before.fields == record.fields and before.ref == record.ref
    return said and _past(before) == _past(record)


def _past(record: Record) -> list[str]:
    """The revisions of a record, whenever they were seen."""
    return sorted(
        digest_json([revision.raw, revision.fields, revision.ref.model_dump()])
        for revision in record.revisions
    )


def _continued(before: Record, fresh: Record, source: Source, look: Look, now: datetime) -> Record:
    """The stored record in its new state.

    While the file it came from is gone or unreadable, and for a file's word against an API's,
    `prefer` decides, and a statement that was passed over before, still in the same file, is no
    news.
    """
    is_silent = _is_of_api(before, fresh) or (
        before.ref.file is not None and not look.knows(before.ref.file)
    )
    state = before if is_silent and _is_old_news(before, fresh) else fresh
    if is_silent and state is fresh:
        state = source.prefer(before, fresh)
    elif state is fresh:
        state = _as_known(before, fresh, source, look)
    said = {"kind": state.kind, "raw": state.raw, "fields": state.fields, "ref": state.ref}
    record = before.model_copy(
        update={
            **said,
            "last_seen_utc": before.last_seen_utc if state is before else now,
            "source_missing": state.source_missing
            if _is_of_api(before, fresh)
            else fresh.source_missing,
            "revisions": _other_than(state, before.revisions),
        }
    )
    record = with_revision(record, before, before.last_seen_utc or now)
    return with_revision(record, fresh, now)


def _is_old_news(before: Record, fresh: Record) -> bool:
    return any(
        revision.raw == fresh.raw and revision.ref.file == fresh.ref.file
        for revision in before.revisions
    )


def _as_known(before: Record, fresh: Record, source: Source, look: Look) -> Record:
    """An earlier state that is read again: where its file is gone, `prefer` chose its reading."""
    for past in before.revisions:
        if past.raw == fresh.raw and not look.knows(past.ref.file):
            known = fresh.model_copy(update={"fields": past.fields, "ref": past.ref})
            return source.prefer(known, fresh)
    return fresh


def _other_than(state: Record, revisions: Iterable[Revision]) -> list[Revision]:
    """A record that returns to an earlier state has it no longer in its past."""
    return [revision for revision in revisions if revision.raw != state.raw]


def with_revision(record: Record, other: Record, seen: datetime) -> Record:
    """The record with another state of it among its revisions, each raw content once."""
    known = {digest_json(revision.raw) for revision in record.revisions}
    known.add(digest_json(record.raw))
    if digest_json(other.raw) in known:
        return record
    revision = Revision(raw=other.raw, fields=other.fields, ref=other.ref, seen_utc=seen)
    return record.model_copy(update={"revisions": [*record.revisions, revision]})


def _marked(record: Record, look: Look) -> Record:
    """A record that its file no longer holds; a file that could not be read says nothing."""
    if record.ref.file in look.from_copies and not record.source_missing:
        return record.model_copy(update={"source_missing": True})
    is_silent = record.ref.file is None or record.ref.file in look.doubtful
    if is_silent or record.key in look.records or record.source_missing:
        return record
    return record.model_copy(update={"source_missing": True})
