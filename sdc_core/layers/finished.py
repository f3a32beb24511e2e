"""`session_insights`: the finished Sessions, one file each for people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sdc_core.errors import MovedInputError
from sdc_core.index import has_interval_index, write_interval_index
from sdc_core.insights.content import texts_digest
from sdc_core.insights.plan import plan_digest
from sdc_core.insights.scope import EVERYTHING, Scope
from sdc_core.insights.settled import Standing, counted
from sdc_core.insights.writer import Writer, is_open
from sdc_core.layers.base import FINISHED, LINKED, Layer, Upstream
from sdc_core.layers.waiting import circumstances, circumstances_of, lasting, may_be_due, moment_of
from sdc_core.llm.setup import setup_problems
from sdc_core.models import Session
from sdc_core.store.hand_edits import HandEdits
from sdc_core.store.months import CommitReport, MonthBatch
from sdc_core.times import now_utc

STANDINGS = "standings"
"""In the metadata of a batch: how many Sessions stand how, by `Standing`."""


@dataclass
class FinishedSessions(Layer):
    """`session_insights`: titles and summaries; one file per Session for people.

    Attributes:
        scope: What this run may ask; everything, where nobody says otherwise.
    """

    edits: HandEdits = field(kw_only=True)
    scope: Scope = EVERYTHING

    def begin(self, scope: Scope) -> None:
        """Say what may be asked from now on; a retry forgets what models failed at."""
        self.scope = scope
        if scope.retry:
            plan = self.workspace.insight_plan
            again = [planned.task.name for planned in plan if scope.holds(planned.task.step)]
            self.workspace.answers.forget_failures(again)

    def inputs(self, month: str) -> dict[str, str]:
        """The linked month, and what is to be written by whom."""
        return {
            **self.upstream_digests(month),
            "insights": plan_digest(self.workspace.insight_plan),
        }

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Give every Session its insights; what is known already is asked of nobody."""
        inputs, taken = self.inputs(month), self.edits.taken(month)
        if self.edits.changed(month).keys() - taken.keys():
            raise MovedInputError(
                f"{month}: a finished Session file was edited; its edit must be linked first "
                f"({LINKED}), then {FINISHED} runs again"
            )
        if self.is_current(month, inputs) and not self.scope.retry:
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        sessions = list(upstream.get(LINKED, ()))
        standings = self._write(sessions)
        return MonthBatch(
            month=month,
            sessions=sessions,
            inputs=inputs | circumstances_of(standings, self._moment()),
            taken=taken,
            metadata={STANDINGS: standings},
        )

    def _write(self, sessions: list[Session]) -> Counter[Standing]:
        """How many Sessions stand how, after it."""
        workspace = self.workspace
        writer = Writer(workspace.insight_plan, workspace.answers, workspace.asker, self.scope)
        standings = counted(writer.write(sessions))
        workspace.answers.flush()
        return standings

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the interval index of the month, then the files.

        The index comes first: a month whose manifest is current then has a current index, also
        after a stop between the two. So does the end of texts written from what is gone.
        """
        if not batch.is_unchanged:
            write_interval_index(self._index, batch.month, batch.sessions)
            self._forget_older(batch)
        elif not has_interval_index(self._index, batch.month):
            # From the files as they stand: who wrote them need not be asked again.
            write_interval_index(self._index, batch.month, self.store.load(batch.month))
        when = circumstances(batch.inputs)
        return self.store.commit(batch, lambda: self.inputs(batch.month) | when)

    def _forget_older(self, batch: MonthBatch) -> None:
        """No answer stays that was written from a text that a Session of the month has no more."""
        manifest = self.store.manifest(batch.month)
        before = {entry.session_id for entry in manifest.sessions} if manifest else set()
        now = {session.meta.session_id for session in batch.sessions}
        if before:
            contents = set(map(texts_digest, batch.sessions))
            self.workspace.answers.keep_only(before | now, contents)

    def is_stale(self, month: str) -> bool:
        """By inputs or damage, a lost interval index, or Sessions that are to be asked again."""
        if self.store.manifest(month) is None:
            return self.has_input(month)
        is_indexed = has_interval_index(self._index, month)
        return not (is_indexed and self.is_current(month, self.inputs(month)))

    def is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        """Whether the month is whole, was made from these inputs, and nothing in it is due."""
        manifest = self.store.manifest(month)
        if manifest is None or lasting(manifest.inputs) != inputs:
            return False
        return not self.store.damage(month) and not self._is_due(manifest.inputs)

    def _is_due(self, made: Mapping[str, str]) -> bool:
        """Whether a Session waits, and there is somebody to ask who may be asked now."""
        workspace = self.workspace
        if workspace.asker is None or not may_be_due(made, self._moment()):
            return False
        broken = {problem.provider for problem in setup_problems(workspace.settings)}
        try:
            return is_open(workspace.asker, workspace.insight_plan, broken)
        finally:
            workspace.answers.flush()  # who only looks holds no file (Windows)

    def _moment(self) -> str:
        return moment_of(self.workspace.settings, now_utc())

    @property
    def _index(self) -> Path:
        return self.workspace.cache / "index"
