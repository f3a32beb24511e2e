"""Sensors: a changed input file starts its intake, stale months start the steps they need.

Neither relies on what it remembers. `catch_up` compares the months with what they were made from
at each tick; a file sensor that lost its cursor costs one intake that finds nothing new.
"""

import json
import logging
from collections.abc import Mapping, Sequence

import dagster as dg

from sdc_assets.jobs import Job, Jobs, intake_job_name
from sdc_assets.keys import layer_key
from sdc_assets.partitions import key_of, range_tags
from sdc_assets.run_history import (
    clock,
    failed_months,
    is_under_way,
    may_repeat,
    months_under_way,
)
from sdc_core.errors import SdcError
from sdc_core.inputs import stat_inputs
from sdc_core.intake.screening import screen_of
from sdc_core.layers import stale_months
from sdc_core.sources.base import Source
from sdc_core.times import contiguous
from sdc_core.workspace import Workspace

LOOK_EVERY_SECONDS = 30
CATCH_UP_TAG = "sdc/catch_up"
DECIDED = "decided"
_logger = logging.getLogger(__name__)
RUNNING = dg.DefaultSensorStatus.RUNNING


def make_sensors(
    jobs: Jobs, sources: Sequence[Source], months: dg.PartitionsDefinition[str]
) -> list[dg.SensorDefinition]:
    """A file sensor per source that reads files, `catch_up`, and the log of failed runs."""
    files = [
        _file_sensor(source, jobs.intakes[source.name]) for source in sources if source.patterns
    ]
    return [*files, _catch_up(jobs.chain, months), _log_failed_runs()]


def _file_sensor(source: Source, job: Job) -> dg.SensorDefinition:
    @dg.sensor(
        name=f"{source.name}_files",
        job=job,
        minimum_interval_seconds=LOOK_EVERY_SECONDS,
        default_status=RUNNING,
        description=f"Starts the intake of {source.system} when a file in its folders changes.",
    )
    def files_changed(
        context: dg.SensorEvaluationContext, workspace: dg.ResourceParam[Workspace]
    ) -> dg.SensorResult | dg.SkipReason:
        try:
            found = _look_at(workspace, source)
        except SdcError as error:
            return dg.SkipReason(str(error))
        reason = _why_not(context, source, workspace, found)
        if reason:
            return dg.SkipReason(reason)
        return dg.SensorResult([dg.RunRequest()], cursor=json.dumps(found))

    return files_changed


def _look_at(workspace: Workspace, source: Source) -> dict[str, list[int] | str]:
    """What a later tick compares: the stats of all files, and what a screen decides by.

    The cursor lies in Dagster's tables, where the name of a private file has no place.
    """
    stats = stat_inputs(workspace.settings, source)
    found: dict[str, list[int] | str] = {source.kept_name(n): stat for n, stat in stats.items()}
    screen = screen_of(workspace, source)
    return {**found, DECIDED: screen.digest} if screen else found


def _why_not(
    context: dg.SensorEvaluationContext,
    source: Source,
    workspace: Workspace,
    found: Mapping[str, list[int] | str],
) -> str | None:
    """Why no intake is needed now; None where one is.

    The cursor stays as it was while a run is under way, so that a change in the meantime counts.
    """
    job_name, now = intake_job_name(source.name), clock()
    known = json.loads(context.cursor) if context.cursor else None
    if is_under_way(context.instance, job_name, now):
        return f"an intake of {source.name} is under way"
    files = len(found.keys() - {DECIDED})
    if not known and not files and not workspace.records(source.name).count():
        return f"no files of {source.name} yet"
    if known == found and not may_repeat(context.instance, job_name, now):
        return f"{files} files of {source.name}, none changed"
    return None


def _catch_up(chain: Job, months: dg.PartitionsDefinition[str]) -> dg.SensorDefinition:
    @dg.sensor(
        name="catch_up",
        job=chain,
        minimum_interval_seconds=LOOK_EVERY_SECONDS,
        default_status=RUNNING,
        description="Asks for the steps of every month that was made from other inputs than "
        "those of now.",
    )
    def catch_up(
        context: dg.SensorEvaluationContext, workspace: dg.ResourceParam[Workspace]
    ) -> dg.SensorResult | dg.SkipReason:
        now = clock()
        keys = set(months.get_partition_keys(current_time=now))
        stale = {m: names for m, names in stale_months(workspace).items() if key_of(m) in keys}
        failed = failed_months(context.instance, CATCH_UP_TAG)
        busy = stale.keys() & months_under_way(context.instance, now)
        resting = {m for m, again in failed.items() if m in stale and now < again} - busy
        requests = _requests({m: stale[m] for m in stale.keys() - busy - resting}, set(failed))
        return dg.SensorResult(requests) if requests else _nothing_to_ask(busy, resting)

    return catch_up


def _requests(stale: Mapping[str, set[str]], failed: set[str]) -> list[dg.RunRequest]:
    """One run per contiguous stretch of months, over just the layers that are stale in it.

    Months that failed before run apart by what they still need: a month that fails in one layer
    must not keep the months beside it from the layers below.
    """
    groups: dict[frozenset[str], list[str]] = {}
    for month, names in stale.items():
        groups.setdefault(frozenset(names) if month in failed else frozenset(), []).append(month)
    return [
        _request(first, last, set().union(*(stale[m] for m in group if first <= m <= last)))
        for group in groups.values()
        for first, last in contiguous(group)
    ]


def _request(first: str, last: str, layers: set[str]) -> dg.RunRequest:
    one_month = first == last
    return dg.RunRequest(
        asset_selection=[layer_key(name) for name in sorted(layers)],
        partition_key=key_of(first) if one_month else None,
        tags={CATCH_UP_TAG: "true", **({} if one_month else range_tags(first, last))},
    )


def _nothing_to_ask(busy: set[str], resting: set[str]) -> dg.SkipReason:
    parts = []
    if busy:
        parts.append(f"being worked on: {', '.join(sorted(busy))}")
    if resting:
        parts.append(f"failed and tried again later: {', '.join(sorted(resting))}")
    return dg.SkipReason("; ".join(parts) or "every month is made from its newest inputs")


def _log_failed_runs() -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="failed_runs",
        default_status=RUNNING,
        description="Writes every failed run into the log of SDC.",
    )
    def failed_runs(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        _logger.error(
            "run %s of %s failed: %s", run.run_id, run.job_name, context.failure_event.message
        )

    return failed_runs
