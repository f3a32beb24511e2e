"""The whole graph without Dagster: the same functions in the same order, for tests."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sdc_core.errors import MovedInputError, SdcError
from sdc_core.intake import IntakeReport, run_intake
from sdc_core.layers import MonthLayer, stale_months
from sdc_core.llm.spending.calls import for_partition
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
    if _run_stale(workspace, report):  # a hand edit that was taken in may concern other months
        _run_stale(workspace, report)
    return report


def run_month(workspace: Workspace, name: str, month: str) -> CommitReport:
    """Compute and commit one month of one layer.

    Raises:
        MovedInputError: An input changed meanwhile, every time it was tried.
    """
    layer = workspace.layers[name]
    with for_partition(month):
        for _ in range(MOVED_TRIES - 1):
            with suppress(MovedInputError):
                return _once(workspace, layer, month)
        return _once(workspace, layer, month)


def _once(workspace: Workspace, layer: MonthLayer, month: str) -> CommitReport:
    return layer.commit(layer.compute(month, _Upstream(workspace, layer.upstream, month)))


def _run_stale(workspace: Workspace, report: PipelineReport) -> bool:
    """Layer by layer, because months rest on Sessions of other months; whether there was any.

    What failed before is not tried again.
    """
    stale = stale_months(workspace)
    steps = [(name, month) for name in workspace.layers for month in stale if name in stale[month]]
    for name, month in steps:
        if f"{name} {month}" not in report.failures:
            _run_layer(workspace, name, month, report)
    return bool(steps)


def _run_layer(workspace: Workspace, name: str, month: str, report: PipelineReport) -> None:
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
