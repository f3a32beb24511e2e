"""`session_insights`: the finished Sessions, one file each for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sdc_core.errors import MovedInputError
from sdc_core.index import has_interval_index, write_interval_index
from sdc_core.insights import add_insight, content_written_from
from sdc_core.layers.base import FINISHED, LINKED, Layer, Upstream
from sdc_core.llm import generator_from
from sdc_core.llm.cache import InsightCache
from sdc_core.store.hand_edits import HandEdits
from sdc_core.store.months import CommitReport, MonthBatch


@dataclass
class FinishedSessions(Layer):
    """`session_insights`: titles and summaries; one file per Session for people."""

    edits: HandEdits = field(kw_only=True)
    answers: InsightCache = field(kw_only=True)

    def inputs(self, month: str) -> dict[str, str]:
        """The linked month and the generator."""
        generator = generator_from(self.workspace.settings)
        return {**self.upstream_digests(month), "generator": generator.name}

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Give every Session its title and summary, from the answer cache where it is known."""
        inputs, taken = self.inputs(month), self.edits.taken(month)
        if self.edits.changed(month).keys() - taken.keys():
            raise MovedInputError(
                f"{month}: a finished Session file was edited; its edit must be linked first "
                f"({LINKED}), then {FINISHED} runs again"
            )
        if self.is_current(month, inputs):
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        generator = generator_from(self.workspace.settings)
        sessions = [
            add_insight(session, generator, self.answers) for session in upstream.get(LINKED, ())
        ]
        self.answers.flush()
        return MonthBatch(month=month, sessions=sessions, inputs=inputs, taken=taken)

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the interval index of the month, then the files.

        The index comes first: a month whose manifest is current then has a current index, also
        after a stop between the two. So does the end of texts written from what is gone.
        """
        if not batch.is_unchanged:
            write_interval_index(self._index, batch.month, batch.sessions)
            self._forget_older(batch)
        return super().commit(batch)

    def _forget_older(self, batch: MonthBatch) -> None:
        """No answer stays that was written from a text that a Session of the month has no more."""
        manifest = self.store.manifest(batch.month)
        before = {entry.session_id for entry in manifest.sessions} if manifest else set()
        now = {session.meta.session_id for session in batch.sessions}
        contents = {content_written_from(session) for session in batch.sessions}
        if before:
            self.answers.keep_only(before | now, {content for content in contents if content})

    def is_stale(self, month: str) -> bool:
        """Also when the interval index of the month was deleted."""
        return super().is_stale(month) or self._lacks_index(month)

    def is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        """Also that its interval index is there."""
        return super().is_current(month, inputs) and not self._lacks_index(month)

    def _lacks_index(self, month: str) -> bool:
        is_known = self.store.manifest(month) is not None
        return is_known and not has_interval_index(self._index, month)

    @property
    def _index(self) -> Path:
        return self.workspace.cache / "index"
