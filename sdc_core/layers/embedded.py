"""`session_embeddings`: one vector per Session that says something; for search, never for people.

A month is one Parquet file without text beside its manifest. The digest of the file is among the
inputs of the month, so that a missing, torn or foreign one makes it stale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.embeddings.embedder import Embedder, embedder_from
from sdc_core.embeddings.minilm import INSTALL
from sdc_core.embeddings.text import TEXT_VERSION, embedding_text, text_digest
from sdc_core.embeddings.vectors import (
    MonthVectors,
    known_texts,
    month_vectors,
    no_vectors,
    read_vectors,
    write_vectors,
)
from sdc_core.errors import LlmError, StoreError, TornError
from sdc_core.ids import digest_bytes
from sdc_core.layers.base import FINISHED, Layer, Upstream
from sdc_core.models import Session
from sdc_core.search.documents import Document, document_of
from sdc_core.search.index import Made, SearchIndex
from sdc_core.search.place import SearchPlace, stamp
from sdc_core.store.locks import hold
from sdc_core.store.months import CommitReport, MonthBatch
from sdc_core.store.platform import read_bytes
from sdc_core.times import now_utc

if TYPE_CHECKING:
    import numpy as np

    from sdc_core.privacy.base import Redactor

EMBEDDED = "session_embeddings"
_MODEL, _VECTORS = "model", "vectors"
_WAITING = "waiting"
_NONE = "none"


@dataclass
class EmbeddedBatch(MonthBatch):
    """The vectors of a month, and what search is told of its Sessions."""

    vectors: MonthVectors = field(default_factory=no_vectors)
    documents: list[Document] = field(default_factory=list)
    embedded: int = 0
    seen: str = ""


@dataclass
class EmbeddedSessions(Layer):
    """`session_embeddings`: unchanged text is never embedded again, in whatever month it was."""

    place: SearchPlace = field(kw_only=True)

    @property
    def index(self) -> SearchIndex:
        """What search looks into."""
        return self.place.index

    @cached_property
    def embedder(self) -> Embedder | None:
        """Who makes vectors in this process."""
        return embedder_from(self.workspace.settings, self.redactor)

    def inputs(self, month: str) -> dict[str, str]:
        """The finished month, the model, and the file as it is.

        Where there is no model now, that of the manifest: vectors stay until their text goes. Where
        texts wait for a provider, the hour, so that they are tried again in the next one.
        """
        manifest = self.store.manifest(month)
        is_waiting = manifest is not None and _WAITING in manifest.inputs
        return self._standing(month) | (_waiting_since(now_utc()) if is_waiting else {})

    def is_stale(self, month: str) -> bool:
        """Without a model only where something is kept that was made from what is gone."""
        finished = self.upstream_digests(month)[FINISHED]
        if self.index.is_behind(month, finished):
            return True
        manifest = self.store.manifest(month)
        if manifest is None:
            return self.embedder is not None and self.has_input(month)
        if self.embedder is None:
            return manifest.inputs.get(FINISHED) != finished
        return super().is_stale(month)

    def is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        """Also that search knows no older state of the month."""
        is_behind = self.index.is_behind(month, inputs[FINISHED])
        return super().is_current(month, inputs) and not is_behind

    def compute(self, month: str, upstream: Upstream) -> EmbeddedBatch:
        """Embed the texts that are new; the others keep their vectors."""
        seen, inputs = self.place.seen_finished(month), self.inputs(month)
        if self.is_current(month, inputs) or not self.is_stale(month):
            batch = EmbeddedBatch(month=month, sessions=[], inputs=inputs, is_unchanged=True)
            batch.metadata["model"] = self._model_said()
            return batch
        sessions = upstream.get(FINISHED, ())
        batch = EmbeddedBatch(month=month, sessions=[], inputs=self._standing(month), seen=seen)
        batch.documents = [document_of(session) for session in sessions]
        self._fill(batch, sessions)
        return batch

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the vectors, then the manifest that names them, then tell search.

        After a stop between two of these the month is stale, and its vectors are not made again.
        """
        assert isinstance(batch, EmbeddedBatch)  # made by `compute`
        if not batch.is_unchanged:
            batch = self._written(batch)
        since = {name: batch.inputs[name] for name in (_WAITING,) if name in batch.inputs}
        report = self.store.commit(batch, lambda: self._standing(batch.month) | since)
        if not batch.is_unchanged:
            self._tell_search(batch)
        return self._counted(batch, report)

    def vectors(self, month: str) -> MonthVectors:
        """The vectors of a month; none where it has no file or a torn one."""
        try:
            return read_vectors(self.file(month))
        except TornError:
            return no_vectors()

    def made(self, month: str) -> Made:
        """From what the month would be indexed now."""
        seen, finished = self.place.seen(month), self.upstream_digests(month)[FINISHED]
        return Made(finished, self._file_digest(month), seen)

    def file(self, month: str) -> Path:
        """Where the vectors of a month lie."""
        return self.place.file_of(month)

    def _standing(self, month: str) -> dict[str, str]:
        return {
            **self.upstream_digests(month),
            _MODEL: self._model(month),
            "text": TEXT_VERSION,
            _VECTORS: self._file_digest(month),
        }

    def redactor(self) -> "Redactor":
        """For what is sent elsewhere, with the customers as cached now; may raise."""
        from sdc_core.privacy.redactor import make_redactor  # noqa: PLC0415 - an extra

        return make_redactor(self.workspace.settings, self.workspace.customers.load())

    def _model(self, month: str) -> str:
        if self.embedder is not None:
            return self.embedder.model_id
        manifest = self.store.manifest(month)
        return manifest.inputs.get(_MODEL, _NONE) if manifest else _NONE

    def _model_said(self) -> str:
        if self.embedder is not None:
            return self.embedder.model_id
        return f"none installed, nothing is made; to install one: {INSTALL}"

    def _file_digest(self, month: str) -> str:
        try:
            return digest_bytes(read_bytes(self.file(month)))
        except FileNotFoundError:
            return ""

    def _fill(self, batch: EmbeddedBatch, sessions: Sequence[Session]) -> None:
        """The vectors of the batch, known and new; what waits, and why."""
        texts = {session.meta.session_id: embedding_text(session) for session in sessions}
        digests = {session_id: text_digest(text) for session_id, text in texts.items() if text}
        model = self._model(batch.month)
        known = self._known(batch.month, {(digest, model) for digest in digests.values()})
        new = {
            digest: texts[session_id]
            for session_id, digest in sorted(digests.items())
            if (digest, model) not in known
        }
        made, problem = self._embedded(new)
        found = known | {(digest, model): vector for digest, vector in made.items()}
        rows = {
            session_id: (digest, model, found[digest, model])
            for session_id, digest in digests.items()
            if (digest, model) in found
        }
        batch.vectors, batch.embedded = month_vectors(rows), len(made)
        batch.metadata |= {"model": self._model_said(), "embedded": batch.embedded}
        if problem:
            batch.inputs |= _waiting_since(now_utc())
            batch.metadata |= {"waiting": len(new) - len(made), "waits_because": problem}

    def _known(
        self, month: str, wanted: set[tuple[str, str]]
    ) -> "dict[tuple[str, str], np.ndarray]":
        """From this month; from all others only where that is not enough."""
        known = known_texts([self.file(month)])
        if self.embedder is not None and not wanted <= known.keys():
            others = (self.file(other) for other in self.store.months() if other != month)
            known = known_texts(others) | known
        return {key: vector for key, vector in known.items() if key in wanted}

    def _embedded(self, new: Mapping[str, str]) -> "tuple[dict[str, np.ndarray], str]":
        """Vectors by text digest, as far as the model gave them; why it gave no more."""
        made: dict[str, np.ndarray] = {}
        if self.embedder is None:
            return made, ""
        digests, size = list(new), self.embedder.texts_at_once
        for start in range(0, len(digests), size):
            some = digests[start : start + size]
            try:
                vectors = self.embedder.embed([new[digest] for digest in some])
            except (LlmError, StoreError) as error:  # the ledger of calls cannot be written
                return made, str(error)
            made.update(zip(some, vectors, strict=True))
        return made, ""

    def _written(self, batch: EmbeddedBatch) -> EmbeddedBatch:
        lock = self.store.folder / f"{batch.month}.vectors.lock"
        timeout = self.store.lock_timeout_seconds
        with hold(lock, what=f"{self.name} {batch.month}", timeout_seconds=timeout):
            write_vectors(self.file(batch.month), batch.vectors)
            digest = self._file_digest(batch.month)
        return replace(batch, inputs={**batch.inputs, _VECTORS: digest})

    def _tell_search(self, batch: EmbeddedBatch) -> None:
        seen = f"{batch.seen} {stamp(self.file(batch.month))}"
        made = Made(batch.inputs[FINISHED], batch.inputs[_VECTORS], seen)
        self.index.put(batch.month, made, batch.documents, batch.vectors)

    def _counted(self, batch: EmbeddedBatch, report: CommitReport) -> CommitReport:
        rows = len((self.vectors(batch.month) if batch.is_unchanged else batch.vectors).session_ids)
        return replace(
            report, sessions=rows, written=batch.embedded, unchanged=rows - batch.embedded
        )


def _waiting_since(now: datetime) -> dict[str, str]:
    return {_WAITING: f"{now:%Y-%m-%dT%H}"}
