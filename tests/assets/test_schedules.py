"""Schedules: when what runs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import dagster as dg

from sdc_assets.build import build_defs
from sdc_core.settings import load_settings
from sdc_core.sources import SOURCES


def schedule(defs, name):
    return defs.resolve_schedule_def(name)


def test_the_running_month_is_looked_at_each_morning(world):
    at = datetime(2024, 3, 1, 6, 0, tzinfo=ZoneInfo("America/New_York"))
    context = dg.build_schedule_context(scheduled_execution_time=at)
    request = schedule(world.defs, "running_month_daily")(context)
    assert request.partition_key == "2024-03-01"


def test_the_month_is_that_of_utc(world):
    at = datetime(2024, 2, 29, 23, 0, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo"))
    context = dg.build_schedule_context(scheduled_execution_time=at)
    assert schedule(world.defs, "running_month_daily")(context).partition_key == "2024-02-01"


def test_all_run_in_the_business_zone_and_from_the_start(tmp_path):
    environment = {
        "SDC_DATA_FOLDER": str(tmp_path),
        "SDC_PROCESSING_DEFAULTS__BUSINESS_TIME_ZONE": "America/New_York",
    }
    defs = build_defs(load_settings(environment=environment))
    for found in defs.get_repository_def().schedule_defs:
        assert found.execution_timezone == "America/New_York"
        assert found.default_status is dg.DefaultScheduleStatus.RUNNING


def test_an_api_is_asked_every_15_minutes_files_are_looked_at_each_hour(settings):
    defs = build_defs(settings)
    for source in SOURCES:
        cron = schedule(defs, f"{source.name}_intake").cron_schedule
        assert cron == ("*/15 * * * *" if source.pull else "7 * * * *")
