"""Months far apart that rest on each other are finished by one command."""

import pytest

from sdc_assets.runs import catch_up, make_runner
from sdc_core.layers import stale_months
from sdc_core.syncro.customers import refresh_customers
from sdc_core.times import now_utc
from tests.core.test_months_together import ALPHA, World, message, ticket


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-06-30T12:00:00+00:00")


def test_a_month_runs_once_more_after_what_it_rests_on_was_made(tmp_path):
    world = World(tmp_path)
    world.tickets(ticket(2222, "2025-05-05T10:00:00Z"))
    world.chat(message("2025-02-03T10:00:00.000Z", "Ticket #2222: the till is stuck"))
    world.ingest()
    workspace = world.open()
    refresh_customers(workspace.settings, workspace.customers, now=now_utc())
    runs = catch_up(workspace, make_runner(workspace.settings))
    assert [run.months[0] for run in runs] == ["2025-02", "2025-05", "2025-02"]
    assert stale_months(world.open()) == {}
    assert world.one("SillyTavern", "2025-02").context.customer_id == ALPHA
