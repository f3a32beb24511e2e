"""Dagster jobs run in this process, for the command line: the history lies where the UI looks.

Dagster's own log lines stay in its event log; what failed comes back as text.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import dagster as dg
from dagster import DagsterEvent, ExecuteInProcessResult

from sdc_assets.build import build_defs
from sdc_assets.instance import open_instance
from sdc_assets.jobs import SOURCES_JOB, key_of_job
from sdc_assets.keys import CUSTOMERS, CUSTOMERS_STEP, intake_key, layer_name
from sdc_assets.partitions import (
    key_of,
    month_of_key,
    monthly_partitions,
    months_of_keys,
    range_tags,
)
from sdc_core.layers import stale_months
from sdc_core.log import bound
from sdc_core.settings import Settings
from sdc_core.times import contiguous
from sdc_core.workspace import Workspace

CHAIN = "chain"
OnStart = Callable[[tuple[str, str], int, int], None]
# Configuration by the name of a step of a job.
Ops = Mapping[str, Any]
STARTED_BY = {"sdc/started_by": "command line"}

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobRun:
    """One Dagster run.

    Attributes:
        job: Name of the job.
        run_id: Its id in the history.
        is_success: Whether all of it was done.
        months: First and last month, None for a job without partitions.
        problems: One text per failed step.
        assets: What was materialized: (asset, month or None, its metadata as plain values).
    """

    job: str
    run_id: str
    is_success: bool
    months: tuple[str, str] | None = None
    problems: list[str] = field(default_factory=list)
    assets: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)

    def of(self, asset: str) -> Iterator[tuple[str | None, dict[str, Any]]]:
        """(month, metadata) of each materialization of one asset."""
        return ((month, values) for name, month, values in self.assets if name == asset)


@dataclass(frozen=True)
class Runner:
    """Definitions and instance of one data root, and the months that have a partition."""

    defs: dg.Definitions
    instance: dg.DagsterInstance
    months: tuple[str, ...]

    def run(
        self, job: str, months: tuple[str, str] | None = None, ops: Ops | None = None
    ) -> JobRun:
        """Run one job to its end; a failure is in the result, never raised."""
        return run_job(self.defs, self.instance, job, months, ops)

    def run_sources(
        self, jobs: Sequence[str], retry: Mapping[str, Sequence[str]] | None = None
    ) -> list[JobRun]:
        """Run the customers and intakes of these jobs as one run, and tell of each by itself.

        No step of it waits for another, so that one that fails stops none. `retry` names
        quarantined units that the intake of a source reads again.
        """
        keys = {job: key_of_job(job) for job in jobs}
        with bound():
            result = self.defs.resolve_job_def(SOURCES_JOB).execute_in_process(
                run_config={**_QUIET, "ops": _retries(retry or {})},
                instance=self.instance,
                asset_selection=list(keys.values()),
                tags=STARTED_BY,
                raise_on_error=False,
            )
        runs = [_part_of(result, job, key) for job, key in keys.items()]
        for run in runs:
            _log(run)
        return runs


def _retries(retry: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The configuration of the intakes that read quarantined units again."""
    return {
        "__".join(intake_key(source).path): {"config": {"retry": list(ids)}}
        for source, ids in retry.items()
    }


def _part_of(result: ExecuteInProcessResult, job: str, key: dg.AssetKey) -> JobRun:
    """What one run says of one asset: its own failures, or those of the run as a whole."""
    name = layer_name(key)
    failed = [event for event in result.all_events if event.is_step_failure]
    own = [_failure(event) for event in failed if _is_step_of(event.step_key or "", key)]
    problems = own if failed else _problems(result)
    return JobRun(
        job=job,
        run_id=result.run_id,
        is_success=not own and bool(failed or result.success),
        problems=[text for text in problems if text],
        assets=[asset for asset in _assets(result) if asset[0] == name],
    )


def _is_step_of(step: str, key: dg.AssetKey) -> bool:
    """Whether a step makes the asset or is one of its checks."""
    step_name = CUSTOMERS_STEP if key == CUSTOMERS else "__".join(key.path)
    return step == step_name or step.startswith(f"{'__'.join(key.path)}_")


def make_runner(settings: Settings) -> Runner:
    """The definitions of these settings on the instance of their data root."""
    keys = monthly_partitions(settings).get_partition_keys()
    return Runner(
        defs=build_defs(settings),
        instance=open_instance(settings),
        months=tuple(months_of_keys(keys)),
    )


def run_job(
    defs: dg.Definitions,
    instance: dg.DagsterInstance,
    job: str,
    months: tuple[str, str] | None = None,
    ops: Ops | None = None,
) -> JobRun:
    """Run one job in this process, over a stretch of months where it has partitions."""
    with bound():  # the run binds its id; it ends with the run
        result = defs.resolve_job_def(job).execute_in_process(
            run_config={**_QUIET, "ops": ops or {}},
            instance=instance,
            partition_key=key_of(months[0]) if months and months[0] == months[1] else None,
            tags={**STARTED_BY, **_range_of(months)},
            raise_on_error=False,
        )
    run = JobRun(
        job=job,
        run_id=result.run_id,
        is_success=result.success,
        months=months,
        problems=_problems(result),
        assets=_assets(result),
    )
    _log(run)
    return run


def _range_of(months: tuple[str, str] | None) -> dict[str, str]:
    return range_tags(*months) if months and months[0] < months[1] else {}


def catch_up(
    workspace: Workspace,
    runner: Runner,
    *,
    job: str = CHAIN,
    layers: Sequence[str] | None = None,
    since: str | None = None,
    ops: Ops | None = None,
    on_start: OnStart = lambda *_: None,
) -> list[JobRun]:
    """Run a job over each contiguous stretch of stale months.

    Once more where a hand edit that was taken in on the way taught what other months rest on, and
    where what a month rests on was only made in a later stretch.

    Args:
        workspace: Opened after the intakes.
        runner: Runs the job.
        job: The chain, or one step of it.
        layers: Only months in which one of these is stale; all layers if None.
        since: Leave out months before this one.
        ops: What the job is told.
        on_start: Told (first and last month, number from 0, how many) before each stretch.
    """
    known = workspace.learned().digest()
    stale = stale_in(workspace, layers, since)
    runs = run_months(runner, job, stale, ops=ops, on_start=on_start)
    left = stale_in(workspace, layers, since) if runs else []
    if workspace.learned().digest() == known:
        left = [month for month in left if job == CHAIN and not _has_failed(month, runs)]
    return [*runs, *run_months(runner, job, left, ops=ops, on_start=on_start)]


def _has_failed(month: str, runs: Iterable[JobRun]) -> bool:
    stretches = (run.months for run in runs if run.months and not run.is_success)
    return any(first <= month <= last for first, last in stretches)


def run_months(
    runner: Runner,
    job: str,
    months: Iterable[str],
    *,
    ops: Ops | None = None,
    on_start: OnStart = lambda *_: None,
) -> list[JobRun]:
    """Run a job over months, one run per contiguous stretch.

    A month outside the range of the settings has no partition and is left out.
    """
    stretches = contiguous(set(months) & set(runner.months))
    runs = []
    for number, stretch in enumerate(stretches):
        on_start(stretch, number, len(stretches))
        runs.append(runner.run(job, stretch, ops))
    return runs


def stale_in(
    workspace: Workspace, layers: Sequence[str] | None = None, since: str | None = None
) -> list[str]:
    """The months in which one of the layers must run, in time order."""
    wanted = None if layers is None else set(layers)
    return [
        month
        for month, names in sorted(stale_months(workspace).items())
        if (wanted is None or wanted & names) and (since is None or month >= since)
    ]


def _problems(result: ExecuteInProcessResult) -> list[str]:
    failures = [_failure(event) for event in result.all_events if event.is_step_failure]
    if failures or result.success:
        return [text for text in failures if text]
    messages = [event.message for event in result.all_events if event.is_run_failure]
    return [str(message) for message in messages if message]


def _failure(event: DagsterEvent) -> str:
    """What the library said; only an error nobody foresaw shows its class."""
    failed = event.step_failure_data
    if failed.user_failure_data and failed.user_failure_data.description:
        return str(failed.user_failure_data.description)
    error = failed.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error else ""


def _assets(result: ExecuteInProcessResult) -> list[tuple[str, str | None, dict[str, Any]]]:
    found = []
    for event in result.get_asset_materialization_events():
        made = event.materialization
        month = month_of_key(made.partition) if made.partition else None
        found.append((layer_name(made.asset_key), month, _plain(made.metadata)))
    return found


def _plain(metadata: Mapping[str, dg.MetadataValue[Any]]) -> dict[str, Any]:
    return {name: cast("Any", value.value) for name, value in metadata.items()}


def _log(run: JobRun) -> None:
    with bound(run=run.run_id):
        over = f" over {run.months[0]} to {run.months[1]}" if run.months else ""
        _logger.info("%s%s: %s", run.job, over, "done" if run.is_success else "FAILED")
        for problem in run.problems:
            _logger.error("%s: %s", run.job, problem)
        for asset, month, values in run.assets:
            with bound(source=_source_of(asset)):
                if counts := {k: v for k, v in values.items() if type(v) is int and v}:
                    _logger.info("%s %s: %s", asset, month or "", counts)


def _source_of(asset: str) -> str | None:
    """`screenconnect` of `intake/screenconnect`; None for an asset of all sources."""
    _, mark, name = asset.partition("/")
    return name if mark else None
