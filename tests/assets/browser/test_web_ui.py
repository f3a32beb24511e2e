"""A person opens the web UI, sees the graph, and makes a month by clicks."""

import re
import time

import pytest
from playwright.sync_api import expect

from sdc_assets.build import build_defs
from sdc_core.models import Session
from tests.assets.browser.pages import CANCELLED, drawn_assets, open_graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MONTH = "2025-01"
RUN_SECONDS = 180
NODES = "{ assetNodes { assetKey { path } groupName } }"
RUNS = """{ runsOrError(limit: 50) { ... on Runs { results {
    runId status assetSelection { path } tags { key value } } } } }"""


def test_the_graph_shows_the_keys_of_the_definitions(watched, ui, place):
    nodes = build_defs(place.settings).resolve_asset_graph().asset_nodes
    told = ui.ask(NODES)["assetNodes"]
    assert {tuple(node["assetKey"]["path"]) for node in told} == {tuple(n.key.path) for n in nodes}

    page = open_graph(watched)
    expected = {(node.group_name, node.key.path[-1]) for node in nodes}
    assert drawn_assets(page, len(expected)) == expected
    watched.settle()
    assert watched.problems == []


def test_a_month_is_made_by_a_click(watched, ui, place):
    assert place.finished(MONTH) == []
    before = {run["runId"] for run in runs(ui)}
    page = watched.open("/assets/session_insights")
    launch(page, f"{MONTH}-01")

    run = finished_run(ui, before)
    assert run["status"] == "SUCCESS"
    assert run["assetSelection"] == [{"path": ["session_insights"]}]
    sessions = [Session.from_bytes(path.read_bytes()) for path in place.finished(MONTH)]
    assert sessions
    assert all(session.start_utc.strftime("%Y-%m") == MONTH for session in sessions)
    assert all(session.insights.llm_generated_title for session in sessions)

    watched.open(f"/assets/session_insights?partition={MONTH}-01")
    expect(page.get_by_text("Row count", exact=True)).to_be_visible()
    expect(page.get_by_text(str(place.root / "output" / "sessions" / MONTH))).to_be_visible()
    watched.open("/assets/session_insights?view=checks")
    for check in ("behind_inputs", "files_in_month"):
        expect(page.get_by_text(check, exact=True).first).to_be_visible()
    watched.settle()
    assert watched.problems == []


def test_a_broken_page_would_be_noticed(watched):
    page = watched.open("/asset-groups")
    page.get_by_role("button", name="Reload definitions").wait_for()
    page.evaluate(
        """async () => {
            console.error('said aloud');
            await fetch('/graphql', {method: 'POST', body: 'not a query'});
            await fetch('http://127.0.0.1:9/elsewhere').catch(() => null);
            setTimeout(() => { throw new Error('thrown'); });
        }"""
    )
    watched.settle()
    page.wait_for_timeout(500)
    kinds = {problem.partition(":")[0] for problem in watched.problems}
    assert {"console", "page error", "failed", "outside"} <= kinds
    assert any(kind.startswith(("4", "5")) for kind in kinds)


def test_a_poll_cut_off_by_leaving_is_no_problem_and_any_other_is(watched, monkeypatch):
    page = watched.open("/asset-groups")
    page.get_by_role("button", name="Reload definitions").wait_for()
    page.route("**/never", lambda route: None)
    page.evaluate(
        """async () => {
            const stop = new AbortController();
            const cut = fetch('/never', {signal: stop.signal}).catch(() => null);
            setTimeout(() => stop.abort(), 200);
            await cut;
        }"""
    )
    page.wait_for_timeout(200)
    assert [problem.partition(" ")[2] for problem in watched.problems] == [
        f"{watched.url}/never {CANCELLED}"
    ]

    watched.problems.clear()
    page.evaluate("() => { fetch('/never').catch(() => null); }")
    monkeypatch.setattr(watched, "settle", lambda: None)  # the poll begins after the last look
    watched.open("/overview")
    page.wait_for_timeout(500)
    assert watched.problems == []


def launch(page, partition):
    """The dialog behind `Materialize`, as a person fills it in."""
    page.get_by_role("button", name="Materialize").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Show all partitions").click()
    chosen = dialog.get_by_role("textbox").first
    chosen.fill(partition)
    chosen.press("Enter")
    expect(dialog.get_by_text("1 partition", exact=True)).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Launch")).click()


def runs(ui):
    return ui.ask(RUNS)["runsOrError"]["results"]


def finished_run(ui, before):
    """The one run that was not there before, once it has ended."""
    ended = ("SUCCESS", "FAILURE", "CANCELED")
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        new = [run for run in runs(ui) if run["runId"] not in before]
        if new and all(run["status"] in ended for run in new):
            (run,) = new
            return run
        time.sleep(1)
    raise AssertionError(f"no run ended in {RUN_SECONDS} s; the newest are {runs(ui)[:3]}")
