"""The intake of one source: read what is there, keep what was once accepted, assign Sessions.

Order of durable steps: record store (months, then its manifest), quarantine, cursor. Killed
anywhere, the next intake repeats the rest and ends with the same bytes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from sdc_core.errors import SourceError
from sdc_core.ids import digest_json
from sdc_core.inputs import hash_input, list_inputs
from sdc_core.records import Reason, Record, RecordError, Revision, SessionGroup
from sdc_core.sources.base import InputFile, Pull, Source
from sdc_core.times import month_of, now_utc
from sdc_core.workspace import Workspace

INTAKE_VERSION = "1"


@dataclass
class IntakeReport:
    """What one intake saw and did; `failures` name the inputs that could not be read."""

    source: str
    files_read: int = 0
    is_unchanged: bool = False
    records: int = 0
    new: int = 0
    revised: int = 0
    missing: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    sessions: int = 0
    months_changed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass
class _Look:
    """One look at all inputs of a source."""

    files: dict[str, str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    other_states: list[Record] = field(default_factory=list)
    errors: list[RecordError] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    is_complete: bool = True


def run_intake(workspace: Workspace, name: str, *, now: datetime | None = None) -> IntakeReport:
    """Bring the record store of one source up to its inputs.

    Raises:
        SourceError: Nothing could be read; the store is as before.
        ApiError: The API gave no complete answer; the store is as before.
    """
    now = now or now_utc()
    source, store = workspace.source(name), workspace.records(name)
    report = IntakeReport(source=name)
    cursor = store.cursor()
    look = _Look()
    files = _hash_all(list_inputs(workspace.settings, source), look)
    pull = _pull(workspace, source, cursor, now, report)
    seen = _seen(workspace, source, files, cursor, now)
    if pull is None and look.is_complete and seen == {key: cursor.get(key) for key in seen}:
        report.is_unchanged = True
        look.failed = dict(cursor.get("failed", {}))
    else:
        _read_all(source, files, workspace, look)
        _take_pull(look, source, pull)
        records = _merge(workspace, source, look, report, now)
        cut = _assign(workspace, source, records, now)
        report.months_changed = store.commit(records, assigned_with=seen["assigned_with"])
        rejected = chain(look.errors, (_out_of_range(record) for record in cut))
        workspace.quarantine.put(name, rejected, now=now, parser_version=source.parser_version)
        if look.is_complete:
            store.write_cursor(
                _next_cursor(seen, cursor, pull, look, _cut_range(workspace, cut, now))
            )
    _finish(workspace, source, look, report, len(files))
    return report


def _seen(
    workspace: Workspace,
    source: Source,
    files: list[InputFile],
    cursor: dict[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """What decides whether anything must be read again; the range only where it cut records."""
    return {
        "files": {file.name: file.sha256 for file in files},
        "assigned_with": _assigned_with(workspace, source),
        "range": _range(workspace, now) if cursor.get("range") else None,
    }


def _next_cursor(
    seen: dict[str, Any],
    cursor: dict[str, Any],
    pull: Pull | None,
    look: _Look,
    cut_range: list[str] | None,
) -> dict[str, Any]:
    api = dict(pull.cursor) if pull else cursor.get("api", {})
    return {**seen, "range": cut_range, "failed": look.failed, "api": api}


def _finish(
    workspace: Workspace, source: Source, look: _Look, report: IntakeReport, files: int
) -> None:
    """Counts and failures; nothing at all readable is an error, after all was kept."""
    store = workspace.records(source.name)
    report.failures = list(look.failed.values())
    report.files_read = 0 if report.is_unchanged else files - len(look.failed)
    report.records, report.sessions = store.count(), store.session_count()
    report.rejected = workspace.quarantine.counts(source.name)
    if look.failed and len(look.failed) >= files and not source.is_api(workspace.settings):
        raise SourceError("; ".join(report.failures))


def _hash_all(found: list[InputFile], look: _Look) -> list[InputFile]:
    files = []
    for file in found:
        try:
            files.append(hash_input(file))
        except SourceError as error:
            look.failed[file.name] = str(error)
            look.is_complete = False
            files.append(file)
    return files


def _pull(
    workspace: Workspace,
    source: Source,
    cursor: dict[str, Any],
    now: datetime,
    report: IntakeReport,
) -> Pull | None:
    if source.pull is None or not source.is_api(workspace.settings):
        return None
    pull = source.pull(workspace.settings, cursor.get("api", {}), now)
    report.warnings.extend(pull.notes)
    return pull


def _read_all(source: Source, files: list[InputFile], workspace: Workspace, look: _Look) -> None:
    for file in files:
        look.files[file.name] = file.sha256
        if file.name in look.failed:
            look.doubtful.add(file.name)
            continue
        try:
            units = list(source.read(file, workspace.settings))
        except SourceError as error:
            look.failed[file.name] = str(error)
            look.doubtful.add(file.name)
        else:
            _take_units(look, source, file, units)


def _take_units(
    look: _Look, source: Source, file: InputFile, units: list[Record | RecordError]
) -> None:
    errors = [unit for unit in units if isinstance(unit, RecordError)]
    _add(look, source, (unit for unit in units if isinstance(unit, Record)))
    look.errors += errors
    if errors:
        look.doubtful.add(file.name)
    if errors and len(errors) == len(units):
        look.failed[file.name] = (
            f"{file.name}: nothing in it could be read: {errors[0].detail}; "
            "its bytes are kept in quarantine"
        )


def _take_pull(look: _Look, source: Source, pull: Pull | None) -> None:
    if pull is not None:
        _add(look, source, pull.records)
        look.errors += pull.errors


def _add(look: _Look, source: Source, records: Iterable[Record]) -> None:
    for record in records:
        earlier = look.records.get(record.key)
        standing = record if earlier is None else source.prefer(earlier, record)
        look.records[record.key] = standing
        if earlier is not None:
            look.other_states.append(earlier if standing is record else record)


def _merge(
    workspace: Workspace, source: Source, look: _Look, report: IntakeReport, now: datetime
) -> list[Record]:
    """Stored and newly read records as one list; nothing once accepted is dropped."""
    stored = {record.key: record for record in workspace.records(source.name).load_all()}
    merged = dict(stored)
    for key, fresh in look.records.items():
        before = stored.get(key)
        if before is None:
            report.new += 1
            merged[key] = fresh.model_copy(update={"first_seen_utc": now, "last_seen_utc": now})
        elif before.content_digest() == fresh.content_digest():
            merged[key] = before.model_copy(update={"ref": fresh.ref, "source_missing": False})
        else:
            merged[key] = _continued(before, fresh, source, look, now)
            report.revised += merged[key] is not before
    for state in look.other_states:
        merged[state.key] = _with_revision(merged[state.key], state, now)
    _mark_missing(merged, look)
    records = source.settle(list(merged.values()), workspace.settings)
    report.missing = sum(record.source_missing for record in records)
    return records


def _continued(before: Record, fresh: Record, source: Source, look: _Look, now: datetime) -> Record:
    """The stored record with the new state, unless its own input is gone and it stands above."""
    is_gone = before.ref.file is not None and before.ref.file not in look.files
    if is_gone and source.prefer(before, fresh) is before:
        return _with_revision(before, fresh, now)
    state = before.model_copy(
        update={
            "kind": fresh.kind,
            "raw": fresh.raw,
            "fields": fresh.fields,
            "ref": fresh.ref,
            "last_seen_utc": now,
            "source_missing": False,
        }
    )
    return _with_revision(state, before, before.last_seen_utc or now)


def _with_revision(record: Record, other: Record, seen: datetime) -> Record:
    """The record with another state of it among its revisions, each raw content once."""
    known = {digest_json(revision.raw) for revision in record.revisions}
    known.add(digest_json(record.raw))
    if digest_json(other.raw) in known:
        return record
    revision = Revision(raw=other.raw, fields=other.fields, ref=other.ref, seen_utc=seen)
    return record.model_copy(update={"revisions": [*record.revisions, revision]})


def _mark_missing(merged: dict[str, Record], look: _Look) -> None:
    """A record that its file no longer holds; a file that could not be read says nothing."""
    for key, record in merged.items():
        is_known = record.ref.file is not None and record.ref.file not in look.doubtful
        if is_known and key not in look.records and not record.source_missing:
            merged[key] = record.model_copy(update={"source_missing": True})


def _assign(
    workspace: Workspace, source: Source, records: list[Record], now: datetime
) -> list[Record]:
    """Give every record its Session and month in place; return those outside the range."""
    by_key = {record.key: record for record in records}
    groups = list(source.group(records, workspace.settings))
    first, last = _range(workspace, now)
    inside: dict[str, tuple[SessionGroup, int, str]] = {}
    cut = []
    for group in groups:
        month = _month(group, by_key)
        if first <= month <= last:
            for position, key in enumerate(group.keys):
                inside[key] = (group, position, month)
        else:
            cut += [by_key[key] for key in group.keys]
    existing = {group.session_id for group, _, _ in inside.values()}
    for key, record in by_key.items():
        _place(record, inside.get(key), existing)
    return cut


def _month(group: SessionGroup, by_key: dict[str, Record]) -> str:
    """The UTC month of the start; an undated group lies where it was first seen."""
    if group.start_utc is not None:
        return month_of(group.start_utc)
    seen = (by_key[key].first_seen_utc for key in group.keys)
    return min(month_of(moment) for moment in seen if moment is not None)


def _place(record: Record, place: tuple[SessionGroup, int, str] | None, existing: set[str]) -> None:
    before = record.session_id
    record.session_id = place[0].session_id if place else None
    record.position = place[1] if place else 0
    record.month = place[2] if place else None
    past = {*record.superseded_ids, *([before] if before else [])}
    record.superseded_ids = sorted(past - existing)


def _out_of_range(record: Record) -> RecordError:
    return RecordError(
        reason=Reason.OUT_OF_RANGE,
        detail="before processing_defaults.first_month or after the running month",
        ref=record.ref,
        raw=json.dumps(record.raw, ensure_ascii=False, sort_keys=True).encode(),
    )


def _range(workspace: Workspace, now: datetime) -> list[str]:
    return [workspace.settings.processing_defaults.first_month, month_of(now)]


def _cut_range(workspace: Workspace, cut: list[Record], now: datetime) -> list[str] | None:
    return _range(workspace, now) if cut else None


def _assigned_with(workspace: Workspace, source: Source) -> str:
    return digest_json(
        [
            INTAKE_VERSION,
            source.parser_version,
            source.settings_used(workspace.settings),
            workspace.settings.processing_defaults.first_month,
        ]
    )
