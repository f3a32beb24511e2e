"""Accepted records whose input is not read any more, after their reader became another one.

What a source can make anew from the stored `raw`, it makes anew, in the standing state and in the
past ones; what it cannot stays as an older reader made it, and is named (decision 0027).
"""

from collections.abc import Iterable, Mapping

from sdc_core.ids import digest_json
from sdc_core.intake.advice import named
from sdc_core.intake.look import Look
from sdc_core.records import Record, Revision
from sdc_core.settings import Settings
from sdc_core.sources.base import Source, all_settings_used


def remade(
    stored: Mapping[str, Record], look: Look, source: Source, settings: Settings
) -> tuple[dict[str, Record], list[Record]]:
    """The stored records as the reader of now gives them, and those that it cannot give.

    What the look read is left to the merge, but for its past states.
    """
    current, old = {}, []
    for key, record in stored.items():
        is_read = key in look.records
        fields = None if is_read else _fields(source, record, settings)
        if fields is None and not is_read and record.ref.file not in look.unread:
            old.append(record)
        current[key] = _with(record, fields, source, settings)
    return current, old


def reading_of(source: Source, settings: Settings) -> dict[str, str]:
    """What the fields of records are made with, for the cursor."""
    used = digest_json(all_settings_used(source, settings))
    return {"parser_version": source.parser_version, "settings": used}


def told(
    old: Iterable[Record], source: Source, reading: Mapping[str, str], before: Mapping[str, str]
) -> list[str]:
    """One line that names some of the records that stay as they were made `before`, if it matters.

    Settings that only group records leave all as it is, so a source that remakes nothing, and
    cannot tell, says nothing of them.
    """
    places = sorted({_place(record) for record in old})
    if before.get("parser_version") != reading["parser_version"]:
        by = "an older reader"
    elif source.remake and before.get("settings") != reading["settings"]:
        by = "the settings before"
    else:
        return []
    line = (
        f"{source.name}: {len(places)} records stay as {by} made them, because their "
        f"input is gone: {named(places)}; put it back to have them read again"
    )
    return [line] if places else []


def _with(
    record: Record, fields: dict[str, object] | None, source: Source, settings: Settings
) -> Record:
    past = [_past(record, revision, source, settings) for revision in record.revisions]
    if fields in (None, record.fields) and past == record.revisions:
        return record
    standing = record.fields if fields is None else fields
    return record.model_copy(update={"fields": standing, "revisions": past})


def _past(record: Record, revision: Revision, source: Source, settings: Settings) -> Revision:
    state = Record(
        key=record.key,
        kind=record.kind,
        raw=revision.raw,
        fields=revision.fields,
        ref=revision.ref,
    )
    fields = _fields(source, state, settings)
    return revision if fields is None else revision.model_copy(update={"fields": fields})


def _fields(source: Source, record: Record, settings: Settings) -> dict[str, object] | None:
    return source.remake(record, settings) if source.remake else None


def _place(record: Record) -> str:
    ref = record.ref
    return f"{ref.file or 'API'}[{ref.row or ref.line or ref.path}]"
