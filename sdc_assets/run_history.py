"""What Dagster's run history says of months: which are being worked on, which keep failing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import dagster as dg

from sdc_assets.partitions import months_of_tags

UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
# A killed process leaves its run as started for ever. A second run of a month only costs time:
# the lock and the comparison at commit keep it right.
UNDER_WAY_AT_MOST = timedelta(hours=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 10
RUNS_LOOKED_AT = 200


def clock() -> datetime:
    """The clock that Dagster stamps its runs with: never the fixed one of `SDC_NOW`."""
    return datetime.now(UTC)


def is_under_way(instance: dg.DagsterInstance, job_name: str, now: datetime) -> bool:
    """Whether a run of the job is queued or started."""
    return bool(instance.get_run_records(_under_way(now, job_name), limit=1))


def months_under_way(instance: dg.DagsterInstance, now: datetime) -> set[str]:
    """Months that a queued or started run works on."""
    records = instance.get_run_records(_under_way(now))
    return {m for record in records for m in months_of_tags(record.dagster_run.tags)}


def failed_months(instance: dg.DagsterInstance, tag: str) -> dict[str, datetime]:
    """Months whose newest run with the tag failed, and when each may be tried again."""
    failures: dict[str, list[datetime]] = {}
    settled: set[str] = set()
    for record in _finished(instance, dg.RunsFilter(tags={tag: "true"})):
        months = months_of_tags(record.dagster_run.tags)
        if record.dagster_run.is_success:
            settled.update(months)
        for month in set(months) - settled:
            failures.setdefault(month, []).append(record.update_timestamp)
    return {month: _try_again_at(times) for month, times in failures.items()}


def may_repeat(instance: dg.DagsterInstance, job_name: str, now: datetime) -> bool:
    """Whether the newest run of the job failed, and long enough ago to try it again."""
    times = []
    for record in _finished(instance, dg.RunsFilter(job_name=job_name)):
        if record.dagster_run.is_success:
            break
        times.append(record.update_timestamp)
    return bool(times) and now >= _try_again_at(times)


def _try_again_at(failures: list[datetime]) -> datetime:
    """A minute after the first failure, twice as long after each further one."""
    pause: timedelta = FIRST_PAUSE * 2 ** min(len(failures) - 1, MOST_DOUBLINGS)
    return max(failures) + min(pause, LONGEST_PAUSE)


def _under_way(now: datetime, job_name: str | None = None) -> dg.RunsFilter:
    return dg.RunsFilter(
        job_name=job_name, statuses=UNDER_WAY, updated_after=now - UNDER_WAY_AT_MOST
    )


def _finished(instance: dg.DagsterInstance, filters: dg.RunsFilter) -> Iterable[dg.RunRecord]:
    """Finished runs, newest first."""
    records = instance.get_run_records(filters, limit=RUNS_LOOKED_AT)
    return (record for record in records if record.dagster_run.is_finished)
