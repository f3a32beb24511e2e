"""What all monthly layers share: inputs, staleness, and the guarded commit."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sdc_core.models import Session
from sdc_core.store.months import CommitReport, MonthBatch, MonthStore
from sdc_core.workspace import Workspace

LINKED = "linked_sessions"
FINISHED = "session_insights"
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
class Layer(ABC):
    """One layer of a workspace, stale by its inputs or by damage."""

    workspace: Workspace
    name: str
    store: MonthStore
    upstream: tuple[str, ...] = ()

    @abstractmethod
    def inputs(self, month: str) -> dict[str, str]:
        """Digests of everything that shapes the month, as they are now."""

    def is_stale(self, month: str) -> bool:
        """By inputs or damage; a month that never was and has no input is not stale."""
        manifest, inputs = self.store.manifest(month), self.inputs(month)
        if manifest is None:
            return self.has_input(month)
        return manifest.inputs != inputs or bool(self.store.damage(month))

    def commit(self, batch: MonthBatch) -> CommitReport:
        """Write the batch if its inputs still stand."""
        return self.store.commit(batch, lambda: self.inputs(batch.month))

    def has_input(self, month: str) -> bool:
        """Whether there is anything to make the month from."""
        layers = self.workspace.layers
        manifests = (layers[name].store.manifest(month) for name in self.upstream)
        return any(manifest is not None and manifest.sessions for manifest in manifests)

    def is_current(self, month: str, inputs: Mapping[str, str]) -> bool:
        """Whether the month is whole and was made from these inputs."""
        manifest = self.store.manifest(month)
        is_same = manifest is not None and manifest.inputs == inputs
        return is_same and not self.store.damage(month)

    def upstream_digests(self, month: str) -> dict[str, str]:
        """Content of the month in each layer above, empty where it never was."""
        layers = self.workspace.layers
        manifests = {name: layers[name].store.manifest(month) for name in self.upstream}
        return {name: m.content_digest if m else "" for name, m in manifests.items()}
