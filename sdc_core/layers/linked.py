"""`linked_sessions`: the Sessions of all sources with customer, contact and evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdc_core import decisions
from sdc_core.errors import InputMissingError, StoreError
from sdc_core.ids import digest_json
from sdc_core.insights.scope import CUSTOMER_TASK
from sdc_core.layers.answers import AnswerCache, answer_of, answers_digest
from sdc_core.layers.asked import asked_at, asks, pending_index, without_asked
from sdc_core.layers.base import Layer, Upstream
from sdc_core.layers.elsewhere import Elsewhere
from sdc_core.linking.base import Linker
from sdc_core.linking.lessons.lesson import text_key
from sdc_core.linking.lessons.texts import place_of
from sdc_core.linking.match.shipped import weights_digest
from sdc_core.linking.sessions import LINK_STEP_VERSION, asked_with, link_session, prepare
from sdc_core.models import Session
from sdc_core.sources.base import Source
from sdc_core.store.hand_edits import EditReport, HandEdits
from sdc_core.store.ledger import Decision
from sdc_core.store.months import MonthBatch
from sdc_core.times import now_utc

if TYPE_CHECKING:
    from sdc_core.linking.month.second_look import SecondLook


@dataclass
class LinkedSessions(Layer):
    """`linked_sessions`: customer and contact by the linker, then what people decided.

    Attributes:
        retry: Whether months are linked again whose inputs stand, because a model is asked again.
    """

    edits: HandEdits = field(kw_only=True)
    answers: AnswerCache = field(kw_only=True)
    segments: decisions.FileIndex = field(default_factory=decisions.segment_index)
    companies: decisions.FileIndex = field(default_factory=decisions.company_index)
    pending: decisions.FileIndex = field(default_factory=pending_index)
    last_edits: dict[str, EditReport] = field(default_factory=dict)
    retry: bool = False
    second_looks: "dict[str, SecondLook]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.elsewhere = Elsewhere(self.workspace, self.upstream)

    def begin(self, *, retry: bool) -> None:
        """Say how months are linked from now on; a retry forgets what the model failed at."""
        self.retry = retry
        if retry and self.workspace.chooser is not None:
            self.workspace.answers.forget_failures([CUSTOMER_TASK])

    def inputs(self, month: str) -> dict[str, str]:
        """Upstream content, customers, decisions that touch the month, the linker's knobs.

        Also what its Sessions rest on in other months, where there is anything.
        Of `customers` the state that the month was made with, while another gives equal answers.
        """
        manifest = self.store.manifest(month)
        if manifest is None:
            return self._with_asked(month, self._inputs_now(month), {}, is_moved=True)
        made = without_asked(manifest.inputs)
        inputs = self._standing(month, made)
        return self._with_asked(month, inputs, manifest.inputs, is_moved=inputs != made)

    def _standing(self, month: str, made: Mapping[str, str]) -> dict[str, str]:
        now = self._inputs_now(month)
        if now != made:
            is_list_alone = now == {**made, "customers": now["customers"]}
            if self._is_list_lost(month) or (
                is_list_alone and self._answers_stand(month, made, now)
            ):
                return {**now, "customers": made["customers"]}
        return now

    def _with_asked(
        self, month: str, inputs: dict[str, str], made: Mapping[str, str], *, is_moved: bool
    ) -> dict[str, str]:
        """Inputs with the hour of the last question, where there is a model to ask."""
        if asks(self.workspace.settings, self.workspace.chooser) is None:
            return inputs | asked_at(made, is_due=False, now=now_utc())
        path = self.store.lines_file(month)
        is_pending = path is not None and bool(self.pending.found(path))
        return inputs | asked_at(made, is_due=is_moved or is_pending, now=now_utc())

    def _inputs_now(self, month: str) -> dict[str, str]:
        settings = self.workspace.settings
        linker: list[Any] = [
            LINK_STEP_VERSION,
            asked_with(settings),
            settings.processing_defaults.customer_linking_fuzzy_match_threshold,
            settings.processing_defaults.customer_linking_margin,
            settings.linking.model_dump(mode="json"),
            weights_digest(),
        ]
        if model := asks(settings, self.workspace.chooser):
            linker.append(model)
        return {
            **self.upstream_digests(month),
            "customers": self.workspace.customers.fingerprint(),
            "decisions": decisions.digest(self._decisions(month)),
            "learned": self._learned(month),
            "linker": digest_json(linker),
            **self._elsewhere(month),
        }

    def _elsewhere(self, month: str) -> dict[str, str]:
        """Digest of the Sessions of other months that this one looks at, and what touches them."""
        looked_at = self.elsewhere.digest(month)
        if not looked_at:
            return {}
        known, learned = decisions.edits(self.workspace.ledger.read()), self.workspace.learned()
        sessions = self.elsewhere.sessions(month) if known or learned else []
        ids = frozenset(s.segment_id for _, session in sessions for s in session.segments)
        said = learned.digest(
            (source.system, session.context.source_customer_name) for source, session in sessions
        )
        touching = decisions.digest(decisions.touching(known, ids))
        return {"elsewhere": digest_json([looked_at, touching, said])}

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
        if self.is_current(month, inputs) and not self.retry:
            return MonthBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
        sessions = self._finished(month, upstream, self.workspace.linker())
        if self.workspace.chooser is not None:
            self.workspace.answers.flush()  # Windows deletes no file that is open
        made_with = digest_json(without_asked(inputs))
        self.answers.put(month, made_with, answers_digest(map(answer_of, sessions)))
        return MonthBatch(month=month, sessions=sessions, inputs=inputs)

    def to_change(self, month: str, place: tuple[str, str]) -> int:
        """How many Sessions of a company text (`texts.place_of`) the next run changes.

        Another customer or status counts, not another reason for the same one.
        """
        layers = self.workspace.layers
        upstream = {
            name: [s for s in layers[name].store.load(month) if place_of(s) == place]
            for name, path in self._files(month)
            if place
            in {(self._source(name).system, text_key(t)) for t in self.companies.found(path)}
        }
        if not upstream:
            return 0
        linked = self._finished(month, upstream, self.workspace.linker(asks=False))
        after = {s.meta.session_id: _whose(s) for s in linked}
        before = {s.meta.session_id: _whose(s) for s in self.store.load(month)}
        return sum(before.get(session_id) != whose for session_id, whose in after.items())

    def look_ahead(self, month: str, linker: Linker) -> list[Session]:
        """What a linker makes of a month as its Sessions are stored now; nothing is kept."""
        layers = self.workspace.layers
        upstream = {name: layers[name].store.load(month) for name in self.upstream}
        return self._finished(month, upstream, linker)

    def _answers_stand(
        self, month: str, made: Mapping[str, str], inputs: Mapping[str, str]
    ) -> bool:
        """Whether the list as it is now gives the answers that the month was made with."""
        then, now = digest_json(made), digest_json(inputs)
        before, after = self.answers.get(month, then), self.answers.get(month, now)
        if before is None:
            return False
        if after is None:
            try:
                linked = self.look_ahead(month, self.workspace.linker(asks=False))
                after = answers_digest(map(answer_of, linked))
            except StoreError:  # a damaged list or month is named by who computes the month
                return False
            self.answers.put(month, now, after, beside=then)
        return before == after

    def _is_list_lost(self, month: str) -> bool:
        """Whether the month was linked with a list and there is none at all now."""
        manifest, cache = self.store.manifest(month), self.workspace.customers
        if manifest is None or cache.state().origin != "none":
            return False
        return manifest.inputs.get("customers", "") != cache.fingerprint()

    def _finished(self, month: str, upstream: Upstream, linker: Linker) -> list[Session]:
        """All Sessions of the month, linked, decided on, and looked at together."""
        decided = self._decisions(month)
        linked = (decisions.apply_decisions(s, decided) for s in self._linked(upstream, linker))
        return self._second_look().at(linked, linker, self._linked_elsewhere(month))

    def _linked_elsewhere(self, month: str) -> list[Session]:
        """Sessions of other months that this one looks at, by their own names and ids.

        Nobody is asked for them: their own month does, and this one must not wait for it.
        """
        found = self.elsewhere.sessions(month)
        if not found:
            return []
        linker, settings = self.workspace.linker(asks=False), self.workspace.settings
        decided = decisions.edits(self.workspace.ledger.read())
        linked = (link_session(session, source, linker, settings) for source, session in found)
        return [decisions.apply_decisions(session, decided) for session in linked]

    def _second_look(self) -> "SecondLook":
        """Made once per customer list."""
        from sdc_core.linking.month.second_look import SecondLook  # noqa: PLC0415 - numpy only where linking

        workspace, fingerprint = self.workspace, self.workspace.customers.fingerprint()
        if fingerprint not in self.second_looks:
            customers, settings = workspace.customers.load(), workspace.settings
            made = SecondLook(
                customers,
                settings,
                workspace.sources,
                fingerprint=fingerprint,
                hits=workspace.hits(),
            )
            self.second_looks = {fingerprint: made}
        return self.second_looks[fingerprint]

    def _linked(self, upstream: Upstream, linker: Linker) -> Iterator[Session]:
        settings = self.workspace.settings
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
        ids = frozenset().union(*(self.segments.found(path) for _, path in self._files(month)))
        return decisions.touching(known, ids)

    def _learned(self, month: str) -> str:
        """Digest of what people decided on company texts of the month."""
        learned = self.workspace.learned()
        if not learned:
            return ""
        return learned.digest(
            (self._source(name).system, text)
            for name, path in self._files(month)
            for text in self.companies.found(path)
        )

    def _files(self, month: str) -> Iterator[tuple[str, Path]]:
        """The layers that have Sessions in the month, each with its content-named file."""
        for name in self.upstream:
            path = self.workspace.layers[name].store.lines_file(month)
            if path is not None:
                yield name, path


def _whose(session: Session) -> tuple[int | None, str]:
    return session.context.customer_id, session.meta.processing_status
