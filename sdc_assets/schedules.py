"""Schedules: what has to be looked at by the clock.

File intakes run hourly beside their sensors: time and size of a file can lie, its hash cannot. A
source that has an API counts as one of files until the API is configured.
"""

from collections.abc import Sequence

import dagster as dg

from sdc_assets.jobs import Job, Jobs
from sdc_assets.partitions import key_of
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.times import month_of

CUSTOMERS_DAILY = "30 5 * * *"
CHAIN_DAILY = "0 6 * * *"
API_EVERY_15_MINUTES = "*/15 * * * *"
FILES_HOURLY = "7 * * * *"
RUNNING = dg.DefaultScheduleStatus.RUNNING


def make_schedules(
    jobs: Jobs, settings: Settings, sources: Sequence[Source]
) -> list[dg.ScheduleDefinition]:
    """Customers and the running month daily, each intake by its kind; in the business zone."""
    zone = settings.business_zone
    customers = dg.ScheduleDefinition(
        name="customers_daily",
        job=jobs.customers,
        cron_schedule=CUSTOMERS_DAILY,
        execution_timezone=zone,
        default_status=RUNNING,
    )
    intakes = [_intake_schedule(jobs.intakes[source.name], settings, source) for source in sources]
    return [customers, *intakes, _running_month(jobs.chain, zone)]


def _intake_schedule(job: Job, settings: Settings, source: Source) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        name=f"{source.name}_intake",
        job=job,
        cron_schedule=API_EVERY_15_MINUTES if source.is_api(settings) else FILES_HOURLY,
        execution_timezone=settings.business_zone,
        default_status=RUNNING,
    )


def _running_month(chain: Job, zone: str) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="running_month_daily",
        job=chain,
        cron_schedule=CHAIN_DAILY,
        execution_timezone=zone,
        default_status=RUNNING,
        description="Shows that the running month was looked at, also when nothing changed.",
    )
    def running_month_daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        month = month_of(context.scheduled_execution_time)
        return dg.RunRequest(partition_key=key_of(month))

    return running_month_daily
