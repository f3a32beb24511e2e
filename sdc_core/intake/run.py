"""The intake of one source: read what is there, keep what was once accepted, assign Sessions.

Order of durable steps: record store (months, then its manifest), quarantine, memory, cursor. Killed
anywhere, the next intake looks at everything and ends with the same bytes. One intake of a source
runs at a time, from its first look to its cursor.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cached_property

from sdc_core.ids import digest_json
from sdc_core.inputs import list_inputs
from sdc_core.intake import ranges
from sdc_core.intake.advice import left_alone
from sdc_core.intake.assignment import month_range
from sdc_core.intake.blank import emptied
from sdc_core.intake.by_ranges import ByRanges
from sdc_core.intake.counts import finish_report
from sdc_core.intake.look import Look, carry_over, start_look, take_pull
from sdc_core.intake.memory import Memory, load_memory, save_memory
from sdc_core.intake.ranges import Ranges, size_of
from sdc_core.intake.rejects import Rejects
from sdc_core.intake.remade import reading_of, told
from sdc_core.intake.replay import Replay, due_entries, first_rejected
from sdc_core.intake.report import IntakeReport
from sdc_core.intake.reread import told_moved
from sdc_core.intake.scope import Scope, read_all, read_changed, take_blocks, take_stored
from sdc_core.intake.screening import allowed, screen_of, screened
from sdc_core.intake.steps import Steps
from sdc_core.intake.ties import Ties
from sdc_core.log import bound
from sdc_core.records import Record
from sdc_core.sources.base import Pull, Source, all_settings_used
from sdc_core.store.bulk import collector_paused
from sdc_core.store.locks import hold
from sdc_core.store.quarantine_entry import QuarantineEntry
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

_logger = logging.getLogger(__name__)
INTAKE_VERSION = "3"


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
        self._ties = Ties(source)
        self._store = workspace.records(source.name)
        self._now = now
        self._retry = retry
        self._report = IntakeReport(source=source.name)
        self._cursor = self._store.cursor()
        self._remembered = load_memory(self._store.folder, self._cursor.get("memory"))

    def run(self) -> IntakeReport:
        look = start_look(list_inputs(self._settings, self._source), self._source)
        pull = self._pull()
        known = self._known()
        if known and not known.is_changed(look.states) and not self._has_news(pull, known):
            self._report.is_unchanged = True
            memory, digest = known, self._cursor["memory"]
        else:
            memory = self._take_in(look, pull, known)
            digest = save_memory(self._store.folder, memory)
        carry_over(look, self._cursor)
        self._report.missing = memory.missing
        self._write_cursor(look, pull, memory, digest)
        finish_report(self._report, look, self._workspace, self._source)
        return self._report

    def _known(self) -> Memory | None:
        """What is remembered of the store as it is; None where all must be looked at."""
        stands = {
            "assigned_with": self._assigned_with,
            "store": self._store.version(),
            # The range counts only where it kept a record out.
            "range": self._cursor.get("range") and month_range(self._settings, self._now),
        }
        if self._retry or stands != {key: self._cursor.get(key) for key in stands}:
            return None
        return self._remembered

    def _take_in(self, look: Look, pull: Pull | None, known: Memory | None) -> Memory:
        """Read, merge, assign, store; what is to be remembered of it."""
        waiting = [e for e in self._workspace.quarantine.entries(self._source.name) if e.is_open]
        due = due_entries(waiting, self._source, self._retry)
        steps = Steps(
            source=self._source,
            settings=self._settings,
            report=self._report,
            rejected=first_rejected(waiting),
            months=self._store.months(),
            remakes=self._store.assigned_with() != self._assigned_with,
        )
        if self._is_by_ranges(look, due):
            return self._take_in_by_ranges(look, known, steps)
        return self._take_in_at_once(look, pull, known, due, steps)

    def _take_in_at_once(
        self,
        look: Look,
        pull: Pull | None,
        known: Memory | None,
        due: list[QuarantineEntry],
        steps: Steps,
    ) -> Memory:
        """All records are held."""
        scope = self._read(look, pull, known)
        scope.taken = take_stored(self._store, scope, self._ties)
        stored = {r.key: allowed(r, self._screen) for r in scope.taken.records}
        if scope.known is None:
            replay = Replay(self._source, self._settings, self._workspace.quarantine)
            self._report.warnings += replay.take(look, due, stored)
        now = scope.clock(self._now)
        merged = steps.merged(stored, look, now)
        merged.records = self._source.settle(merged.records, self._settings)
        cut = steps.placed(merged, now)
        self._warn(merged.old, stored, look, steps)
        self._report.months_changed = self._commit(scope, merged.records)
        self._rejects.keep(look, cut, scope.covers)
        if self._screen:
            self._screen.forget(self._workspace.quarantine, merged.records)
        return scope.remembered(look, merged.records, cut, self._ties)

    def _is_by_ranges(self, look: Look, due: list[QuarantineEntry]) -> bool:
        """Whether all is too large to be held, and the source lets it be taken in by ranges."""
        replays = any(entry.source_ref.file not in look.names for entry in due)
        can = self._source.joints is not None and self._ties.is_one_block
        if not can or self._screen or self._source.pull or replays:
            return False
        return size_of(look, self._store) > ranges.HELD_BYTES

    def _take_in_by_ranges(self, look: Look, known: Memory | None, steps: Steps) -> Memory:
        """All at once would not fit in memory; the result is the same."""
        with Ranges(look, self._store, self._source) as opened:
            taken = ByRanges(look, opened, self._store, steps)
            taken.run(self._now, known)
            self._warn(taken.old, taken.of_blank_files(), look, steps)
            self._report.months_changed = self._store.commit_files(
                taken.written, assigned_with=self._assigned_with
            )
        self._rejects.keep(look, taken.cut, is_covered=lambda _: True)
        return taken.memory()

    def _warn(
        self, old: Iterable[Record], stored: Mapping[str, Record], look: Look, steps: Steps
    ) -> None:
        """What a person should know of the records."""
        source = self._source
        self._report.warnings += told(old, source, self._reading, self._cursor)
        self._report.warnings += emptied(stored.values(), look.blank, source.name)
        self._report.warnings += left_alone(look, self._remembered, stored, source)
        self._report.warnings += told_moved(steps.moved, source)
        self._report.warnings += steps.remarks

    def _read(self, look: Look, pull: Pull | None, known: Memory | None) -> Scope:
        """Read the files, then what the API gave; all where the source is one block."""
        place = (self._source, self._settings, self._ties)
        if known is None or self._ties.is_one_block:
            scope = read_all(look, *place)
        else:
            pulled = self._ties.of_records(pull.records) if pull else set()
            scope = read_changed(look, known, *place, pulled=pulled)
        take_pull(look, self._source, pull)
        return scope

    def _commit(self, scope: Scope, records: list[Record]) -> list[str]:
        if scope.known is None:
            return self._store.commit(records, assigned_with=self._assigned_with)
        return self._store.replace(scope.taken, records, assigned_with=self._assigned_with)

    def _write_cursor(self, look: Look, pull: Pull | None, memory: Memory, digest: str) -> None:
        """Last of all: nothing before it may be skipped when the process dies here."""
        cut_range = month_range(self._settings, self._now) if memory.has_cut else None
        self._store.write_cursor(
            {
                "assigned_with": self._assigned_with,
                "store": self._store.version(),
                "memory": digest,
                **self._reading,
                "range": cut_range,
                "failed": {self._source.kept_name(n): why for n, why in look.failed.items()},
                "new_forms": look.new_forms,
                "rejected_in": [asdict(share) for share in look.rejected_in],
                "api": dict(pull.cursor) if pull else self._cursor.get("api", {}),
            }
        )

    def _pull(self) -> Pull | None:
        if self._source.pull is None or not self._source.is_api(self._settings):
            return None
        pull = self._source.pull(self._settings, self._cursor.get("api", {}), self._now)
        self._report.warnings.extend(pull.notes)
        return pull

    def _has_news(self, pull: Pull | None, known: Memory) -> bool:
        """Whether an API said anything that is not stored; it repeats itself at every call."""
        if pull is None or not (pull.records or pull.errors):
            return False
        numbers = known.tied_to(self._ties.of_records(pull.records))
        stored = {r.key: r for r in self._stored_in(known, numbers)}
        return bool(pull.errors) or any(
            _is_other(stored.get(record.key), record) for record in pull.records
        )

    def _stored_in(self, known: Memory, numbers: set[int]) -> list[Record]:
        if self._ties.is_one_block:
            return self._store.load_all()
        return take_blocks(self._store, known, numbers, self._ties).records

    @property
    def _rejects(self) -> Rejects:
        return Rejects(self._workspace.quarantine, self._source, self._settings, self._now)

    @cached_property
    def _assigned_with(self) -> str:
        """Digest of all that shapes records and their Sessions besides the inputs."""
        return digest_json(
            [
                INTAKE_VERSION,
                self._source.parser_version,
                all_settings_used(self._source, self._settings),
                self._settings.processing_defaults.first_month,
                *([self._screen.digest] if self._screen else []),
            ]
        )

    @cached_property
    def _reading(self) -> dict[str, str]:
        return reading_of(self._source, self._settings)


def _is_other(before: Record | None, record: Record) -> bool:
    if before is None or before.ref != record.ref:
        return True
    if before.source_missing != record.source_missing:
        return True
    return before.content_digest() != record.content_digest()
