"""Language models on the command line: what is asked, shown before, limited to a step, and told."""

import json
import re

import dagster as dg
import pytest

from sdc_assets.cli.exits import Exit
from sdc_assets.insight_checks import INSIGHTS_WAITING
from sdc_assets.instance import open_instance
from sdc_assets.keys import INSIGHTS
from sdc_core.settings import load_settings
from tests.assets.cli.conftest import Place
from tests.core.insights.model_server import config_of, model_server
from tests.core.llm.fake_server import Failure

CHAT = [
    {"user_name": "Ann", "character_name": "WorkLog", "create_date": "2025-01-04@09h00m00s"},
    {"name": "Ann", "is_user": True, "is_system": False, "send_date": "2025-01-04T09:00:00.000Z",
     "mes": "The label printer is offline since the update."},
]  # fmt: skip
MAIL = [
    {"user_name": "Ann", "character_name": "WorkLog", "create_date": "2025-01-05@09h00m00s"},
    {"name": "Ann", "is_user": True, "is_system": False, "send_date": "2025-01-05T09:00:00.000Z",
     "mes": "Mail of the clinic bounces."},
]  # fmt: skip
TASKS = ("title", "summary")


@pytest.fixture
def server():
    with model_server() as running:
        yield running


@pytest.fixture(scope="session")
def linked_template(tmp_path_factory, fresh_template):
    """Two chats of work, linked; nothing is finished."""
    place = Place(fresh_template).copy(tmp_path_factory.mktemp("insights") / "place")
    for name, lines in (("printer", CHAT), ("mail", MAIL)):
        path = place.data / "input" / "sillytavern" / "WorkLog" / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    place.json("run", "--pipeline", "ingest_only")
    place.json("cache")
    place.json("process", "--step", "customer_linking")
    return place.root


@pytest.fixture
def linked(tmp_path, linked_template, server):
    """A data root whose settings name the server for two tasks; nothing is asked yet."""
    place = Place(linked_template).copy(tmp_path / "place")
    settle(place, server)
    return place


def settle(place, server, **changes):
    off = ("categorize", "detailed_overview", "notes_json_analysis", "invoice_line")
    tasks = {name: {"enabled": False} for name in off}
    settings = json.loads(place.config.read_text("utf-8"))
    settings["llm_config"] = config_of(server, tasks=tasks, **changes)
    place.config.write_text(json.dumps(settings), encoding="utf-8")


def titles(place):
    found = [json.loads(path.read_text("utf-8")) for path in place.finished()]
    chats = [s for s in found if s["meta"]["source_system"] == "SillyTavern"]
    return sorted(session["insights"]["llm_generated_title"] for session in chats)


def test_a_run_asks_once_and_a_second_run_not_at_all(linked, server):
    assert linked.sdc("run").exit_code == Exit.FINE
    assert "The label printer is offline since the update" in titles(linked)
    calls = len(server.requests)
    assert calls == 2 * len(TASKS)
    assert linked.sdc("run").exit_code == Exit.FINE
    assert len(server.requests) == calls


def test_what_models_took_is_metadata_of_the_month(linked):
    linked.sdc("run")
    with open_instance(load_settings(linked.config, {})) as instance:
        found = [
            record.asset_materialization.metadata
            for record in instance.fetch_materializations(INSIGHTS, limit=10).records
        ]
    taken = [values["local_llm.fast-1.calls"].value for values in found
             if "local_llm.fast-1.calls" in values]  # fmt: skip
    assert sum(taken) == 2 * len(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_each_step_alone_asks_only_its_own(linked, server, task):
    done = linked.json("process", "--step", f"llm_{task}")
    assert {run["job"] for run in done["runs"]} == {f"llm_{task}"}
    assert len(server.requests) == 2
    linked.json("process")
    assert len(server.requests) == 2 * len(TASKS)


def test_a_dry_run_counts_and_sends_and_writes_nothing(linked, server):
    before = linked.tree("output", "store", "records", "cache/linked")
    counted = linked.json("process", "--dry-run")
    assert counted["calls"] == 2 * len(TASKS)
    assert counted["cost_usd_at_most"] == 0  # on this machine
    [title] = [line for line in counted["tasks"] if line["task"] == "title"]
    assert (title["generator"], title["calls"], title["known"]) == ("local_llm:fast-1", 2, 0)
    assert title["prompt_tokens"] > 0
    assert server.requests == []
    assert linked.tree("output", "store", "records", "cache/linked") == before
    linked.sdc("process")
    assert linked.json("process", "--dry-run")["calls"] == 0
    known = linked.json("process", "--dry-run", "--retry")
    assert [line["known"] for line in known["tasks"]] == [2, 2]


def test_a_dry_run_of_linking_shows_no_other_step(linked):
    assert linked.json("process", "--dry-run", "--step", "customer_linking")["tasks"] == []


def test_a_dry_run_for_people_says_calls_price_and_what_is_not_sent(linked, server):
    shown = linked.sdc("process", "--dry-run", "--step", "title").stdout
    assert "local_llm:fast-1" in shown
    assert "summary" not in shown
    assert "In all 2 calls, at most 0.0000 USD." in shown
    settle(linked, server, budget={"run_calls": 0})
    closed = linked.json("process", "--dry-run")["tasks"]
    assert [list(line["not_sent"].values()) for line in closed] == [[2], [2]]
    settle(linked, server, budget={"run_calls": 1})
    shown = linked.sdc("process", "--dry-run").stdout
    assert "summary" in shown
    assert "A run may make 1 of these calls; the rest waits for later runs." in shown


def test_a_prompt_is_shown_as_it_would_be_sent(linked, server):
    settle(linked, server, budget={"run_calls": 0})
    linked.sdc("process")
    [path] = [p for p in linked.finished() if p.name.startswith("2025-01-04_sillytavern")]
    [closed] = linked.json("process", "--show-prompt", path.name, "--step", "title")["prompts"]
    assert closed["verdict"].startswith("nothing is sent: llm_config.budget.run_calls")
    settle(linked, server)
    facts = linked.json("process", "--show-prompt", path.name, "--step", "llm_title")
    [prompt] = facts["prompts"]
    assert (prompt["task"], prompt["preview"]["generator"]) == ("title", "local_llm:fast-1")
    assert prompt["verdict"].startswith("would be sent to local_llm:fast-1: about ")
    shown = linked.sdc("process", "--show-prompt", facts["session_id"][:12]).stdout
    assert "The label printer is offline since the update." in shown
    assert server.requests == []
    linked.sdc("process")
    [known] = linked.json("process", "--show-prompt", path.name, "--step", "title")["prompts"]
    assert known["verdict"] == "nothing is sent: the answer is known"
    sent = [_without_nonce(request.body["messages"][0]["content"]) for request in server.requests]
    assert _without_nonce(prompt["preview"]["rules"]) in sent


def _without_nonce(text):
    return re.sub(r"data-[0-9a-f]{16}", "data", text)


def test_without_a_model_a_prompt_says_that_nothing_is_sent(ran):
    [path] = ran.finished()[:1]
    shown = ran.sdc("process", "--show-prompt", str(path)).stdout
    assert "nothing is sent" in shown
    assert ran.sdc("process", "--show-prompt", "ffffffffff").exit_code == Exit.USAGE


def test_a_server_that_is_down_fails_no_run_and_what_waits_is_told(linked, server):
    server.failures = [Failure(503)] * 3
    report = linked.json("run")
    assert report["problems"] == []
    assert report["exit_code"] == Exit.FINE
    assert len(titles(linked)) == 2
    assert any("wait for a language model" in text for text in report["warnings"])
    check = latest_check(linked)
    assert not check.passed
    assert check.severity.value == "WARN"
    assert "503" in check.description


def latest_check(place):
    with open_instance(load_settings(place.config, {})) as instance:
        key = dg.AssetCheckKey(INSIGHTS, INSIGHTS_WAITING)
        [record] = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            [key]
        ).values()
        return record.event.dagster_event.asset_check_evaluation_data
