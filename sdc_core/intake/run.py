"""The intake of one source: read what is there, keep what was once accepted, assign Sessions.

Order of durable steps: record store (months, then its manifest), quarantine, cursor. Killed
anywhere, the next intake repeats the rest and ends with the same bytes. One intake of a source runs
at a time, from its first look to its cursor.
"""

import json
import logging
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from sdc_core.errors import SourceError
from sdc_core.ids import digest_json
from sdc_core.inputs import input_folders, list_inputs
from sdc_core.intake.assignment import assign, month_range
from sdc_core.intake.look import Look, read_files, start_look, take_pull
from sdc_core.intake.merge import merge
from sdc_core.intake.replay import Replay, content_to_keep, date_back, due_entries
from sdc_core.intake.report import IntakeReport, RejectedShare
from sdc_core.intake.screening import allowed, screen_of, screened
from sdc_core.log import bound
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import Pull, Source
from sdc_core.store.bulk import collector_paused
from sdc_core.store.platform import hold
from sdc_core.store.quarantine import QuarantineEntry, QuarantineStatus
from sdc_core.stray import strays
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

_logger = logging.getLogger(__name__)
INTAKE_VERSION = "1"
REPLAYED = "no longer rejected: its file, the answer of its API or the range of months changed"


def run_intake(
    workspace: Workspace,
    name: str,
    *,
    now: datetime | None = None,
    retry: Collection[str] = (),
) -> IntakeReport:
    """Bring the record store of one source up to its inputs.

    Args:
        workspace: The data root.
        name: The source.
        now: The clock, where it is not that of the machine.
        retry: Ids of quarantined units to read again, with all inputs, also where nothing changed.

    Raises:
        SourceError: Nothing could be read; the store is as before.
        ApiError: The API gave no complete answer; the store is as before.
        TornError: The record store is damaged; it is as before.
        BusyError: Another intake of the source is under way.
    """
    source = workspace.source(name)
    timeout = workspace.settings.processing_defaults.lock_timeout_seconds
    lock = workspace.records(name).lock
    with bound(source=name), hold(lock, what=f"intake of {name}", timeout_seconds=timeout):
        with collector_paused():
            report = _Intake(workspace, source, now or now_utc(), retry).run()
        _log(report)
        return report


def _log(report: IntakeReport) -> None:
    """What changed, and what a person should look at; a look that found nothing is no news."""
    if not report.is_unchanged:
        counts = (report.new, report.revised, report.missing, sum(report.rejected.values()))
        _logger.info("%d new, %d revised, %d missing, %d rejected", *counts)
    for line in (*report.warnings, *report.failures):
        _logger.warning(line)


class _Intake:
    """One intake of one source, under its lock."""

    def __init__(
        self, workspace: Workspace, source: Source, now: datetime, retry: Collection[str]
    ) -> None:
        self._workspace = workspace
        self._settings = workspace.settings
        self._screen = screen_of(workspace, source)
        self._source = screened(source, self._screen)
        self._store = workspace.records(source.name)
        self._now = now
        self._retry = retry
        self._report = IntakeReport(source=source.name)
        self._cursor = self._store.cursor()

    def run(self) -> IntakeReport:
        look = start_look(list_inputs(self._settings, self._source))
        pull = self._pull()
        seen = self._seen(look)
        if look.is_complete and self._is_known(seen) and not self._has_news(pull):
            self._report.is_unchanged = True
            look.failed = dict(self._cursor.get("failed", {}))
            look.rejected_in = [RejectedShare(**s) for s in self._cursor.get("rejected_in", [])]
            cut_range = self._cursor.get("range")
        else:
            cut_range = self._take_in(look, pull, seen["assigned_with"])
        if look.is_complete:
            api = dict(pull.cursor) if pull else self._cursor.get("api", {})
            rest = {"range": cut_range, "failed": look.failed, "api": api}
            shares = [asdict(share) for share in look.rejected_in]
            self._store.write_cursor({**seen, **rest, "rejected_in": shares})
        return self._finished(look)

    def _take_in(self, look: Look, pull: Pull | None, assigned_with: str) -> list[str] | None:
        """Read, merge, assign, store; the range of months where it kept a record out."""
        read_files(look, self._source, self._settings)
        take_pull(look, self._source, pull)
        stored = {r.key: allowed(r, self._screen) for r in self._store.load_all()}
        waiting = [e for e in self._workspace.quarantine.entries(self._source.name) if e.is_open]
        due = due_entries(waiting, self._source, self._retry)
        Replay(self._source, self._settings, self._workspace.quarantine).take(look, due, stored)
        merged = merge(stored.values(), look, self._source, self._now)
        date_back(merged, stored, waiting)
        records = self._source.settle(merged, self._settings)
        self._count(records, stored)
        cut = assign(records, self._source, self._settings, self._now)
        self._report.months_changed = self._store.commit(records, assigned_with=assigned_with)
        self._quarantine(look, [*look.errors, *map(_out_of_range, cut)])
        if self._screen:
            self._screen.forget(self._workspace.quarantine, records)
        return month_range(self._settings, self._now) if cut else None

    def _pull(self) -> Pull | None:
        if self._source.pull is None or not self._source.is_api(self._settings):
            return None
        pull = self._source.pull(self._settings, self._cursor.get("api", {}), self._now)
        self._report.warnings.extend(pull.notes)
        return pull

    def _seen(self, look: Look) -> dict[str, Any]:
        """What decides whether anything must be read again; the range only where it cut records.

        The order of the files counts: of two equal statements the later file's stands.
        """
        has_cut = self._cursor.get("range")
        return {
            "files": [[self._source.kept_name(f.name), f.sha256] for f in look.files],
            "assigned_with": self._assigned_with(),
            "range": month_range(self._settings, self._now) if has_cut else None,
        }

    def _is_known(self, seen: dict[str, Any]) -> bool:
        return not self._retry and seen == {key: self._cursor.get(key) for key in seen}

    def _has_news(self, pull: Pull | None) -> bool:
        """Whether an API said anything that is not stored; it repeats itself at every call."""
        if pull is None or not (pull.records or pull.errors):
            return False
        stored = {record.key: record for record in self._store.load_all()}
        return bool(pull.errors) or any(
            _is_other(stored.get(record.key), record) for record in pull.records
        )

    def _assigned_with(self) -> str:
        return digest_json(
            [
                INTAKE_VERSION,
                self._source.parser_version,
                self._source.settings_used(self._settings),
                self._settings.processing_defaults.first_month,
                *([self._screen.digest] if self._screen else []),
            ]
        )

    def _count(self, records: Iterable[Record], stored: dict[str, Record]) -> None:
        for record in records:
            before = stored.get(record.key)
            self._report.new += before is None
            self._report.revised += before is not None and _says_else(before, record)
            self._report.missing += record.source_missing

    def _quarantine(self, look: Look, rejected: list[RecordError]) -> None:
        """Keep what was rejected; close what was rejected before and is not any more."""
        quarantine, name = self._workspace.quarantine, self._source.name
        version = self._source.parser_version
        quarantine.put(
            name,
            rejected,
            now=self._now,
            parser_version=version,
            content_of=partial(content_to_keep, look, self._source),
        )
        met = {(error.ref.model_dump_json(), error.raw) for error in rejected}
        closed = [
            entry.id
            for entry in quarantine.entries(name)
            if entry.is_open
            and (entry.source_ref.model_dump_json(), entry.raw) not in met
            and _may_be_closed(entry, look)
        ]
        if closed:
            quarantine.resolve(name, closed, QuarantineStatus.REPLAYED, REPLAYED)

    def _passed_over(self) -> list[str]:
        found = strays(self._settings, self._source, self._workspace.sources)
        return [f"{self._source.name}: {stray.problem}; {stray.advice}" for stray in found]

    def _finished(self, look: Look) -> IntakeReport:
        """Counts and failures.

        Raises:
            SourceError: Nothing at all was readable; what was known is kept.
        """
        report, files = self._report, len(look.files)
        report.failures = list(look.failed.values())
        report.rejected_in = look.rejected_in
        report.files_read = 0 if report.is_unchanged else files - len(look.failed)
        report.records, report.sessions = self._store.count(), self._store.session_count()
        report.rejected = self._workspace.quarantine.counts(self._source.name)
        report.warnings += [*self._source.cautions(self._settings), *self._passed_over()]
        if not files and not self._source.is_api(self._settings):
            report.has_input = report.records > 0
            report.warnings.append(_nothing_to_read(self._source, self._settings))
        if look.failed and len(look.failed) >= files and not self._source.is_api(self._settings):
            raise SourceError("; ".join(report.failures))
        return report


def _nothing_to_read(source: Source, settings: Settings) -> str:
    folders = ", ".join(str(folder) for folder in input_folders(settings, source))
    api = "no API with a key is configured (`sdc doctor` tells more), and " if source.pull else ""
    return (
        f"{source.name}: nothing to read: {api}there is no {' or '.join(source.patterns)} file in "
        f"{folders}; put files there, or name your folder in "
        f"project_paths.{source.folder_setting}"
    )


def _is_other(before: Record | None, record: Record) -> bool:
    if before is None or before.ref != record.ref:
        return True
    if before.source_missing != record.source_missing:
        return True
    return before.content_digest() != record.content_digest()


def _says_else(before: Record, record: Record) -> bool:
    return before.raw != record.raw or before.fields != record.fields


def _may_be_closed(entry: QuarantineEntry, look: Look) -> bool:
    """Every record is assigned anew; a file or a place of an API only says so when it was read."""
    is_assigned_anew = entry.reason is Reason.OUT_OF_RANGE
    return is_assigned_anew or entry.id in look.retried or look.was_read(entry.source_ref)


def _out_of_range(record: Record) -> RecordError:
    return RecordError(
        reason=Reason.OUT_OF_RANGE,
        detail="before processing_defaults.first_month or after the running month",
        ref=record.ref,
        raw=json.dumps(record.raw, ensure_ascii=False, sort_keys=True).encode(),
    )
