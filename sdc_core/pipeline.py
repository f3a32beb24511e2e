"""The whole graph without Dagster: the same functions in the same order, for tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sdc_core.errors import MovedInputError, SdcError
from sdc_core.intake import IntakeReport, run_intake
from sdc_core.layers import stale_months
from sdc_core.models import Session
from sdc_core.store.months import CommitReport
from sdc_core.syncro.customers import refresh_customers
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

MOVED_TRIES = 3


@dataclass
class PipelineReport:
    """What one pass did; `failures` says by name what could not be done."""

    intakes: list[IntakeReport] = field(default_factory=list)
    commits: dict[str, list[CommitReport]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def written(self, layer: str) -> int:
        """Files or Sessions written in one layer."""
        return sum(report.written for report in self.commits.get(layer, []))


def run_pipeline(workspace: Workspace) -> PipelineReport:
    """Customers, all intakes, then every stale month; what fails stops nothing else."""
    report = PipelineReport()
    try:
        refresh_customers(workspace.settings, workspace.customers, now=now_utc())
    except SdcError as error:
        report.failures["customers"] = str(error)
    for source in workspace.sources:
        try:
            report.intakes.append(run_intake(workspace, source.name))
        except SdcError as error:
            report.failures[source.name] = str(error)
    known = workspace.learned().digest()
    _run_stale(workspace, report)
    if workspace.learned().digest() != known:  # a hand edit taught what other months rest on
        _run_stale(workspace, report)
    return report


def run_month(workspace: Workspace, name: str, month: str) -> CommitReport:
    """Compute and commit one month of one layer.

    Raises:
        MovedInputError: An input changed meanwhile, every time it was tried.
    """
    layer = workspace.layers[name]
    for _ in range(MOVED_TRIES - 1):
        try:
            return layer.commit(layer.compute(month, _Upstream(workspace, layer.upstream, month)))
        except MovedInputError:
            continue
    return layer.commit(layer.compute(month, _Upstream(workspace, layer.upstream, month)))


def _run_stale(workspace: Workspace, report: PipelineReport) -> None:
    for month, names in stale_months(workspace).items():
        _run_layers(workspace, month, names, report)


def _run_layers(workspace: Workspace, month: str, names: set[str], report: PipelineReport) -> None:
    for name in workspace.layers:
        if name in names:
            try:
                done = run_month(workspace, name, month)
            except SdcError as error:
                report.failures[f"{name} {month}"] = str(error)
            else:
                report.commits.setdefault(name, []).append(done)


@dataclass(frozen=True)
class _Upstream(Mapping[str, list[Session]]):
    """The Sessions of one month by layer.

    Loaded only when a layer reads them: after it noted the digests of its inputs, so that a
    change between the two is met by the comparison at commit.
    """

    workspace: Workspace
    layers: tuple[str, ...]
    month: str

    def __getitem__(self, layer: str) -> list[Session]:
        if layer not in self.layers:
            raise KeyError(layer)
        return self.workspace.layers[layer].store.load(self.month)

    def __iter__(self) -> Iterator[str]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)
