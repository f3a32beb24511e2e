"""The whole graph without Dagster: the same functions in the same order, for tests."""

from dataclasses import dataclass, field

from sdc_core.errors import ApiError, SourceError
from sdc_core.intake import IntakeReport, run_intake
from sdc_core.layers import stale_months
from sdc_core.store.months import CommitReport
from sdc_core.syncro.customers import refresh_customers
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace


@dataclass
class PipelineReport:
    """What one pass did; `failures` names the sources that could not be read."""

    intakes: list[IntakeReport] = field(default_factory=list)
    commits: dict[str, list[CommitReport]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def written(self, layer: str) -> int:
        """Files or Sessions written in one layer."""
        return sum(report.written for report in self.commits.get(layer, []))


def run_pipeline(workspace: Workspace) -> PipelineReport:
    """Customers, all intakes, then every stale month; a source that fails stops no other."""
    report = PipelineReport()
    try:
        refresh_customers(workspace.settings, workspace.customers, now=now_utc())
    except (ApiError, SourceError) as error:
        report.failures["customers"] = str(error)
    for source in workspace.sources:
        try:
            report.intakes.append(run_intake(workspace, source.name))
        except (ApiError, SourceError) as error:
            report.failures[source.name] = str(error)
    for month, names in stale_months(workspace).items():
        for name in workspace.layers:
            if name in names:
                report.commits.setdefault(name, []).append(run_month(workspace, name, month))
    return report


def run_month(workspace: Workspace, name: str, month: str) -> CommitReport:
    """Compute and commit one month of one layer."""
    layer = workspace.layers[name]
    upstream = {above: workspace.layers[above].store.load(month) for above in layer.upstream}
    return layer.commit(layer.compute(month, upstream))
