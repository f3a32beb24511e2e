"""Schedules: when what runs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from sdc_assets.build import build_defs
from sdc_assets.keys import intake_key
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


API_SETTINGS = {
    "SDC_SYNCRO_API__SUBDOMAIN": "acme",
    "SYNCRO_API_KEY": "key",
    "SDC_SCREENCONNECT__API__BASE_URL": "https://acme.screenconnect.com",
    "SDC_SCREENCONNECT__API__EXTENSION_ID": "2d558935-686a-4bd0-9991-07539f5fe749",
    "SCREENCONNECT_API_KEY": "key",
}
HOUR = timedelta(hours=1)


def looks(tmp_path, **given):
    """(cron, time until stale) of the intake of each source."""
    settings = load_settings(environment={"SDC_DATA_FOLDER": str(tmp_path), **given})
    defs = build_defs(settings)
    graph = defs.resolve_asset_graph()
    found = {}
    for source in SOURCES:
        policy = graph.get(intake_key(source.name)).freshness_policy
        cron = schedule(defs, f"{source.name}_intake").cron_schedule
        found[source.name] = cron, policy.fail_window.to_timedelta()
    return found


def test_files_are_looked_at_each_hour(tmp_path):
    assert looks(tmp_path) == dict.fromkeys(
        (source.name for source in SOURCES), ("7 * * * *", 24 * HOUR)
    )


def test_an_api_that_is_configured_is_asked_every_15_minutes(tmp_path):
    found = looks(tmp_path, **API_SETTINGS)
    asked = {name for name, look in found.items() if look == ("*/15 * * * *", HOUR)}
    assert (
        asked == {source.name for source in SOURCES if source.pull} == {"syncro", "screenconnect"}
    )
    assert {look for name, look in found.items() if name not in asked} == {("7 * * * *", 24 * HOUR)}


@pytest.mark.parametrize("missing", ["SCREENCONNECT_API_KEY", "SDC_SCREENCONNECT__API__BASE_URL"])
def test_without_key_or_address_there_is_no_api(tmp_path, missing):
    given = {name: value for name, value in API_SETTINGS.items() if name != missing}
    assert looks(tmp_path, **given)["screenconnect"] == ("7 * * * *", 24 * HOUR)
