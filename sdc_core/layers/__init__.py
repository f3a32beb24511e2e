"""The monthly layers: what each month is made from, how it is computed, and when it is stale.

A month is stale when its manifest was made from other inputs than those of now, or a file that the
manifest names is missing or changed. A change may re-run more than needed, never less.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Protocol

from sdc_core import decisions
from sdc_core.errors import MovedInputError, TornError
from sdc_core.ids import digest_json
from sdc_core.index import has_interval_index, write_interval_index
from sdc_core.insights import add_insight
from sdc_core.linking.sessions import LINK_STEP_VERSION, link_session
from sdc_core.llm import generator_from
from sdc_core.llm.cache import InsightCache
from sdc_core.models import Session
from sdc_core.records import Record, SessionGroup
from sdc_core.sources.base import Source
from sdc_core.store.hand_edits import EditReport, HandEdits
from sdc_core.store.ledger import Decision
from sdc_core.store.months import CommitReport, Layout, MonthBatch, MonthStore
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

LINKED = "linked_sessions"
FINISHED = "session_insights"
BUILD_VERSION = "1"
Upstream = Mapping[str, Sequence[Session]]


class MonthLayer(Protocol):
    """One monthly step; `upstream` names the layers whose Sessions it takes."""

    name: str
    upstream: tuple[str, ...]
    store: MonthStore

    def inputs(self, month: str) -> dict[str, str]:
        """Digests of everything that shapes the month, as they are now."""
        ...

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """The month from its inputs; `is_unchanged` and empty where nothing moved."""
        ...

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the batch if its inputs still stand.

        Raises:
            MovedInputError: They moved meanwhile: compute again.
        """
        ...

    def is_stale(self, month: str) -> bool:
        """Whether `compute` would have something to do."""
        ...


@dataclass
class _Layer:
    """What all layers share: staleness by inputs and damage, and the guarded commit."""

    workspace: Workspace
    name: str
    store: MonthStore
    upstream: tuple[str, ...] = ()

    def inputs(self, month: str) -> dict[str, str]:
        raise NotImplementedError

    def is_stale(self, month: str) -> bool:
        """By inputs or damage; a month that never was and has no input is not stale."""
        manifest, inputs = self.store.manifest(month), self.inputs(month)
        if manifest is None:
            return self._has_input(month)
        return manifest.inputs != inputs or bool(self.store.damage(month))

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the batch if its inputs still stand."""
        return self.store.commit(batch, lambda: self.inputs(batch.month))

    def _has_input(self, month: str) -> bool:
        layers = self.workspace.layers
        manifests = (layers[name].store.manifest(month) for name in self.upstream)
        return any(manifest is not None and manifest.sessions for manifest in manifests)

    def _is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        manifest = self.store.manifest(month)
        is_same = manifest is not None and manifest.inputs == inputs
        return is_same and not self.store.damage(month)

    def _upstream_digests(self, month: str) -> dict[str, str]:
        layers = self.workspace.layers
        manifests = {name: layers[name].store.manifest(month) for name in self.upstream}
        return {name: m.content_digest if m else "" for name, m in manifests.items()}


@dataclass
class SourceSessions(_Layer):
    """`sessions/<source>`: records of the month, built into Sessions."""

    source: Source = field(kw_only=True)

    def inputs(self, month: str) -> dict[str, str]:
        """Digest of the month's records, and of what builds Sessions from them."""
        settings = self.workspace.settings
        shaped_by = [
            BUILD_VERSION,
            self.source.parser_version,
            self.source.settings_used(settings),
            [technician.model_dump(mode="json") for technician in settings.technicians],
        ]
        records = self.workspace.records(self.source.name).digest(month) or ""
        return {"records": records, "build": digest_json(shaped_by)}

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Build the Sessions of the month; `upstream` is empty for a source."""
        del upstream
        inputs = self.inputs(month)
        if self._is_current(month, inputs):
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
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

    def _has_input(self, month: str) -> bool:
        return self.workspace.records(self.source.name).digest(month) is not None

    def _build(self, records: list[Record]) -> Session:
        group = SessionGroup(
            session_id=records[0].session_id or "", keys=[record.key for record in records]
        )
        session = self.source.build(group, records, self.workspace.settings)
        session.meta.supersedes = sorted({old for r in records for old in r.superseded_ids})
        if all(record.source_missing for record in records):
            session.meta.flags = [*session.meta.flags, "source_missing"]
        return session


@dataclass
class LinkedSessions(_Layer):
    """`linked_sessions`: customer and contact by the linker, then what people decided."""

    edits: HandEdits = field(kw_only=True)
    segments: decisions.SegmentIndex = field(default_factory=decisions.SegmentIndex)
    last_edits: dict[str, EditReport] = field(default_factory=dict)

    def inputs(self, month: str) -> dict[str, str]:
        """Upstream content, customers, decisions that touch the month, the linker's knobs."""
        settings = self.workspace.settings
        linker = [
            LINK_STEP_VERSION,
            settings.processing_defaults.customer_linking_fuzzy_match_threshold,
            settings.processing_defaults.customer_linking_margin,
            settings.linking.model_dump(mode="json"),
        ]
        return {
            **self._upstream_digests(month),
            "customers": self.workspace.customers.fingerprint(),
            "decisions": decisions.digest(self._decisions(month)),
            "linker": digest_json(linker),
        }

    def is_stale(self, month: str) -> bool:
        """Also when a finished file holds an edit that the ledger does not know yet."""
        return super().is_stale(month) or bool(self._untaken(month))

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Take hand edits first, then link."""
        report = self.edits.take(month, self.workspace.customers.load(), now_utc())
        self.last_edits[month] = report
        inputs = self.inputs(month)
        if self._is_current(month, inputs):
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        linker, decided = self.workspace.linker(), self._decisions(month)
        linked = (
            link_session(session, self._source(name), linker)
            for name in self.upstream
            for session in upstream.get(name, ())
        )
        sessions = [decisions.apply_decisions(session, decided) for session in linked]
        return MonthBatch(month=month, sessions=sessions, inputs=inputs)

    def _source(self, layer: str) -> Source:
        return self.workspace.source(layer.removeprefix("sessions/"))

    def _untaken(self, month: str) -> set[str]:
        changed = self.edits.changed(month).keys()
        return changed - self.edits.taken(month).keys() if changed else set()

    def _decisions(self, month: str) -> list[Decision]:
        known = decisions.edits(self.workspace.ledger.read())
        if not known:
            return []
        layers = self.workspace.layers
        files = (layers[name].store.lines_file(month) for name in self.upstream)
        ids = frozenset().union(*(self.segments.ids(path) for path in files if path))
        return decisions.touching(known, ids)


@dataclass
class FinishedSessions(_Layer):
    """`session_insights`: titles and summaries; one file per Session for people."""

    edits: HandEdits = field(kw_only=True)
    answers: InsightCache = field(kw_only=True)

    def inputs(self, month: str) -> dict[str, str]:
        """The linked month and the generator."""
        generator = generator_from(self.workspace.settings)
        return {**self._upstream_digests(month), "generator": generator.name}

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Give every Session its title and summary, from the answer cache where it is known."""
        inputs, taken = self.inputs(month), self.edits.taken(month)
        if self.edits.changed(month).keys() - taken.keys():
            raise MovedInputError(
                f"{month}: a finished Session file was edited; its edit must be linked first "
                f"({LINKED}), then {FINISHED} runs again"
            )
        if self._is_current(month, inputs):
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
        after a stop between the two.
        """
        if not batch.is_unchanged:
            write_interval_index(self._index, batch.month, batch.sessions)
        return super().commit(batch)

    def is_stale(self, month: str) -> bool:
        """Also when the interval index of the month was deleted."""
        return super().is_stale(month) or self._lacks_index(month)

    def _is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        return super()._is_current(month, inputs) and not self._lacks_index(month)

    def _lacks_index(self, month: str) -> bool:
        is_known = self.store.manifest(month) is not None
        return is_known and not has_interval_index(self._index, month)

    @property
    def _index(self) -> Path:
        return self.workspace.cache / "index"


def make_layers(workspace: Workspace) -> dict[str, MonthLayer]:
    """All layers by name, each after those it is made from."""
    sources: list[_Layer] = [
        SourceSessions(
            workspace=workspace,
            name=f"sessions/{source.name}",
            store=_store(workspace, f"sessions/{source.name}"),
            source=source,
        )
        for source in workspace.sources
    ]
    finished = MonthStore(
        workspace.output / "sessions",
        root=workspace.output,
        layer=FINISHED,
        layout=Layout.FILES,
        lock_timeout_seconds=workspace.settings.processing_defaults.lock_timeout_seconds,
    )
    edits = HandEdits(store=finished, ledger=workspace.ledger, quarantine=workspace.quarantine)
    linked = LinkedSessions(
        workspace=workspace,
        name=LINKED,
        store=_store(workspace, LINKED),
        upstream=tuple(layer.name for layer in sources),
        edits=edits,
    )
    insights = FinishedSessions(
        workspace=workspace,
        name=FINISHED,
        store=finished,
        upstream=(LINKED,),
        edits=edits,
        answers=InsightCache(workspace.cache / "insights", root=workspace.cache),
    )
    return {layer.name: layer for layer in (*sources, linked, insights)}  # type: ignore[misc]


def known_months(workspace: Workspace) -> list[str]:
    """Months that any record store or layer knows, in time order."""
    months = {m for layer in workspace.layers.values() for m in layer.store.months()}
    for source in workspace.sources:
        with suppress(TornError):  # its intake names the damage; the other sources go on
            months.update(workspace.records(source.name).months())
    return sorted(months)


def stale_months(workspace: Workspace) -> dict[str, set[str]]:
    """`{month: names of the layers that must run}`; all below a stale layer count as stale."""
    stale: dict[str, set[str]] = {}
    for month in known_months(workspace):
        names: set[str] = set()
        for layer in workspace.layers.values():
            if not names.isdisjoint(layer.upstream) or layer.is_stale(month):
                names.add(layer.name)
        if names:
            stale[month] = names
    return stale


def _store(workspace: Workspace, layer: str) -> MonthStore:
    return MonthStore(
        workspace.root / "store" / layer,
        root=workspace.root,
        layer=layer,
        layout=Layout.LINES,
        lock_timeout_seconds=workspace.settings.processing_defaults.lock_timeout_seconds,
    )


def _by_session(records: Iterable[Record]) -> Iterable[list[Record]]:
    placed = [record for record in records if record.session_id]
    placed.sort(key=lambda record: (record.session_id, record.position))
    for _, members in groupby(placed, key=lambda record: record.session_id):
        yield list(members)
