"""`sessions/<source>`: the records of a month, built into Sessions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from sdc_core.errors import TornError
from sdc_core.ids import digest_json
from sdc_core.layers.base import Layer, Upstream
from sdc_core.models import Session
from sdc_core.records import Record, SessionGroup
from sdc_core.sources.base import TECHNICIANS, Source, all_settings_used
from sdc_core.store.bulk import collector_paused
from sdc_core.store.months import MonthBatch

BUILD_VERSION = "2"
SOURCE_MISSING = "source_missing"


@dataclass
class SourceSessions(Layer):
    """`sessions/<source>`: records of the month, built into Sessions."""

    source: Source = field(kw_only=True)

    def inputs(self, month: str) -> dict[str, str]:
        """Digest of the month's records, and of what builds Sessions from them."""
        used = all_settings_used(self.source, self.workspace.settings)
        # The technicians once more, as always: else no month that stands would be current.
        shaped_by = [BUILD_VERSION, self.source.parser_version, used, used[TECHNICIANS]]
        records = self.workspace.records(self.source.name).digest(month) or ""
        return {"records": records, "build": digest_json(shaped_by)}

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Build the Sessions of the month; `upstream` is empty for a source."""
        del upstream
        inputs = self.inputs(month)
        if self.is_current(month, inputs):
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        with collector_paused():
            records = self.workspace.records(self.source.name).load(month)
            sessions = [self._build(group) for group in _by_session(records)]
        return MonthBatch(month=month, sessions=sessions, inputs=inputs)

    def is_stale(self, month: str) -> bool:
        """A torn record store makes no month stale: what was built from it stands.

        Its intake names the damage at every run.
        """
        try:
            return super().is_stale(month)
        except TornError:
            return False

    def has_input(self, month: str) -> bool:
        """Whether a record of the month was ever accepted."""
        return self.workspace.records(self.source.name).digest(month) is not None

    def _build(self, records: list[Record]) -> Session:
        group = SessionGroup(
            session_id=records[0].session_id or "", keys=[record.key for record in records]
        )
        session = self.source.build(group, records, self.workspace.settings)
        if all(record.source_missing for record in records):
            session.meta.flags = [*session.meta.flags, SOURCE_MISSING]
        return session


def _by_session(records: Iterable[Record]) -> Iterable[list[Record]]:
    placed = [record for record in records if record.session_id]
    placed.sort(key=lambda record: (record.session_id, record.position))
    for _, members in groupby(placed, key=lambda record: record.session_id):
        yield list(members)
