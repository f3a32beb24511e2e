"""`linked_sessions`: the Sessions of all sources with customer, contact and evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sdc_core import decisions
from sdc_core.errors import InputMissingError
from sdc_core.ids import digest_json
from sdc_core.layers.base import Layer, Upstream
from sdc_core.linking.sessions import LINK_STEP_VERSION, link_session, prepare
from sdc_core.models import Session
from sdc_core.sources.base import Source
from sdc_core.store.hand_edits import EditReport, HandEdits
from sdc_core.store.ledger import Decision
from sdc_core.store.months import MonthBatch
from sdc_core.times import now_utc


@dataclass
class LinkedSessions(Layer):
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
            **self.upstream_digests(month),
            "customers": self._customers(month),
            "decisions": decisions.digest(self._decisions(month)),
            "linker": digest_json(linker),
        }

    def is_stale(self, month: str) -> bool:
        """Also when a finished file holds an edit that the ledger does not know yet."""
        return super().is_stale(month) or bool(self._untaken(month))

    def compute(self, month: str, upstream: Upstream) -> MonthBatch:
        """Take hand edits first, then link.

        Raises:
            InputMissingError: The month was linked with a customer list that is lost by now; to
                link it with none would take every customer away.
        """
        if self._is_list_lost(month) and self.is_stale(month):
            raise InputMissingError(
                f"{month}: the customer list that it was linked with is gone and could not be "
                "fetched again; it stays as it is until `sdc cache` brings the list back"
            )
        report = self.edits.take(month, self.workspace.customers.load(), now_utc())
        self.last_edits[month] = report
        inputs = self.inputs(month)
        if self.is_current(month, inputs):
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        decided = self._decisions(month)
        sessions = [decisions.apply_decisions(s, decided) for s in self._linked(upstream)]
        return MonthBatch(month=month, sessions=sessions, inputs=inputs)

    def _customers(self, month: str) -> str:
        """Digest of the list as it is now; a lost one makes no month stale."""
        manifest = self.store.manifest(month)
        if manifest is not None and self._is_list_lost(month):
            return manifest.inputs["customers"]
        return self.workspace.customers.fingerprint()

    def _is_list_lost(self, month: str) -> bool:
        """Whether the month was linked with a list and there is none at all now."""
        manifest, cache = self.store.manifest(month), self.workspace.customers
        if manifest is None or cache.state().origin != "none":
            return False
        return manifest.inputs.get("customers", "") != cache.fingerprint()

    def _linked(self, upstream: Upstream) -> Iterator[Session]:
        linker, settings = self.workspace.linker(), self.workspace.settings
        for name in self.upstream:
            source, sessions = self._source(name), upstream.get(name, ())
            prepare(sessions, source, linker, settings)
            yield from (link_session(session, source, linker, settings) for session in sessions)

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
