"""Finished Sessions by a model behind HTTP: the whole way from the settings to the file."""

import shutil
from datetime import date
from json import dumps

import pytest

from sdc_core.demo.generator import generate
from sdc_core.layers import FINISHED
from sdc_core.llm.gateway import Gateway
from sdc_core.llm.make_chooser import names_stay
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.core.insights.fakes import Root
from tests.core.insights.model_server import config_of, first_words, model_server
from tests.core.llm.fake_server import Failure
from tests.core.toy import line

TEXTS = ["The printer is offline since the update.", "The mail of the front desk bounces."]
BOTH = 2  # tasks of every Session


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(moment):
        monkeypatch.setenv("SDC_NOW", f"2025-06-30T{moment}:00+00:00")

    at("12:10")
    return at


@pytest.fixture
def server():
    with model_server() as running:
        yield running


def root(path, server, *texts, **config):
    world = Root(path / "root", **config_of(server, **config))
    write(world, *(texts or TEXTS))
    return world


def write(world, *texts):
    months = [f"2025-0{n}-03T10:00:00+00:00" for n in range(1, len(texts) + 1)]
    world.write(*(line(n, at, text=t) for n, (at, t) in enumerate(zip(months, texts, strict=True))))


def files(world):
    return {n: c for n, c in world.tree("output").items() if not n.endswith("_manifest.json")}


def test_titles_of_the_model_stand_in_the_files_and_a_second_run_asks_nothing(tmp_path, server):
    world = root(tmp_path, server)
    world.run()
    titles = [session.insights.llm_generated_title for session in world.sessions()]
    assert titles == ["The printer is offline since the update", TEXTS[1].rstrip(".")]
    assert {s.insights.generator for s in world.sessions()} == {"local_llm:fast-1"}
    assert len(server.requests) == BOTH * len(TEXTS)
    before = files(world)
    assert world.run() == []
    assert (len(server.requests), files(world)) == (BOTH * len(TEXTS), before)


def test_one_changed_session_makes_its_calls_only(tmp_path, server):
    world = root(tmp_path, server)
    world.run()
    server.requests.clear()
    write(world, "The scanner is offline since the update.", TEXTS[1])
    world.run()
    assert len(server.requests) == BOTH
    assert all("scanner" in request.text for request in server.requests)


def test_a_deleted_cache_comes_back_with_the_same_bytes(tmp_path, server):
    world = root(tmp_path, server)
    world.run()
    before = files(world)
    shutil.rmtree(world.root / "cache")
    world.run()
    assert files(world) == before
    assert len(server.requests) == BOTH * len(TEXTS)  # what is finished stands, nobody is asked
    shutil.rmtree(world.root / "output")
    world.run()
    assert titles_of(world) == titles_in(before)
    assert len(server.requests) == 2 * BOTH * len(TEXTS)


def titles_of(world):
    return titles_in(files(world))


def titles_in(found):
    lines = [row for content in found.values() for row in content.splitlines()]
    return sorted(row for row in lines if b"llm_generated_title" in row)


def test_a_server_that_fails_leaves_local_texts_and_is_asked_in_a_later_hour(
    tmp_path, server, clock
):
    server.failures = [Failure(500)] * 3
    world = root(tmp_path, server)
    world.run()
    assert "waiting" in world.states()
    assert all(session.insights.llm_generated_title for session in world.sessions())
    asked = len(server.requests)
    assert world.run() == []
    assert len(server.requests) == asked
    clock("13:10")
    world.run()
    assert set(world.states()) == {"answered"}


def test_past_the_budget_of_a_run_sessions_wait_and_later_runs_get_on(tmp_path, server, clock):
    world = root(tmp_path, server, budget={"run_calls": 1})
    world.run()
    assert sorted(world.states()) == ["answered", "waiting", "waiting", "waiting"]
    clock("13:10")
    world.run()
    assert sorted(world.states()) == ["answered", "answered", "waiting", "waiting"]


def test_a_spent_month_rests_until_the_budget_is_raised(tmp_path, server, clock):
    world = root(tmp_path, server, budget={"run_calls": 0})
    world.run()
    assert (set(world.states()), server.requests) == ({"waiting"}, [])
    clock("15:00")
    assert world.stale() == []
    raised = root(tmp_path, server)
    raised.run()
    assert set(raised.states()) == {"answered"}


def test_an_answer_that_cannot_be_used_is_not_asked_again(tmp_path, clock):
    with model_server(answers=['{"other": "form"}']) as wrong:
        world = root(tmp_path, wrong)
        world.run()
        assert set(world.states()) == {"failed"}
        assert all(session.insights.llm_generated_title for session in world.sessions())
        asked = len(wrong.requests)
        clock("15:00")
        world.run()
        assert len(wrong.requests) == asked


def test_a_secret_of_a_text_is_in_no_request_and_no_file_of_the_cache(tmp_path, server):
    world = root(tmp_path, server, "The printer is offline, the password is Xk4!pq9Z here.")
    world.run()
    assert server.requests
    kept = b"".join(world.tree("cache", "records/llm").values())
    sent = "".join(request.text for request in server.requests)
    assert "Xk4!pq9Z" not in sent
    assert b"Xk4!pq9Z" not in kept


def test_texts_that_are_gone_are_in_no_answer(tmp_path, server):
    world = root(tmp_path, server)
    world.run()
    write(world, "The scanner is jammed.", TEXTS[1])
    world.run()
    kept = b"".join(world.tree("cache/llm").values())
    assert b"printer" not in kept
    assert b"scanner" in kept
    assert b"mail" in kept


def test_the_tally_names_calls_and_tokens_by_model(tmp_path, server):
    world = root(tmp_path, server)
    workspace = world.open()
    assert isinstance(workspace.asker, Gateway)
    run_pipeline(workspace)
    numbers = workspace.asker.take_tally().numbers()
    assert numbers["local_llm.fast-1.calls"] == BOTH * len(TEXTS)
    assert numbers["local_llm.fast-1.prompt_tokens"] == 100 * BOTH * len(TEXTS)
    assert numbers["local_llm.fast-1.cost_usd"] == 0
    assert workspace.layers[FINISHED].store.months() == ["2025-01", "2025-02"]


def test_names_leave_as_placeholders_and_stand_in_the_file_again(tmp_path):
    pytest.importorskip("presidio_analyzer")
    text = "Maria Garcia at maria.garcia@harbordental.example cannot print."
    with model_server() as server:
        world = root(tmp_path, server, text, redact="always")
        world.run()
        sent = "".join(request.text for request in server.requests)
        assert "<EMAIL" in sent
        assert "maria.garcia@harbordental.example" not in sent
        assert "Garcia" not in sent
        kept = b"".join(world.tree("cache/llm").values())
        assert b"Garcia" not in kept
        [session] = world.sessions()
        assert session.insights.generator == "local_llm:fast-1"
        assert "maria.garcia@harbordental.example" in session.insights.llm_generated_title


def chooses_first(asked):
    """The first customer of the list, where one is asked for; else the first words."""
    schema = asked.body["response_format"]["json_schema"]["schema"]
    if "customer_id" not in schema["properties"]:
        return first_words(asked)
    return dumps({"customer_id": schema["properties"]["customer_id"]["enum"][0]})


def test_the_linker_asks_once_per_text_where_the_settings_name_a_model(tmp_path):
    with model_server(answers=[chooses_first]) as server:
        tasks = {name: {"enabled": False} for name in ("title", "summary")}
        world = root(tmp_path, server, *TEXTS, tasks=tasks)
        linking = world.settings.linking.model_copy(update={"llm_enabled": True})
        world.settings = world.settings.model_copy(update={"linking": linking})
        world.customers("Marrowby Wellness West", "Marrowby Wellness East", "Oak Street Clinic")
        days = ("2025-01-03T10:00:00+00:00", "2025-02-03T10:00:00+00:00")
        world.write(*(line(n, at, "Marrowby Wellness") for n, at in enumerate(days)))
        world.run()
        assert len(server.requests) == 1
        assert [s.context.customer_id for s in world.sessions()] in ([1, 1], [2, 2])
        world.run()
        assert len(server.requests) == 1


def test_without_leave_to_send_names_the_linker_asks_nobody(tmp_path):
    world = Root(tmp_path / "root", active_provider="openai",
                 openai={"models": {"lightweight": "gpt-5-mini", "general": "gpt-5-mini"}},
                 local_llm={})  # fmt: skip
    linking = world.settings.linking.model_copy(update={"llm_enabled": True})
    world.settings = world.settings.model_copy(update={"linking": linking})
    assert world.open().chooser is None
    assert "sends_customer_names" in str(names_stay(world.settings))


def test_a_demo_world_is_asked_once(tmp_path):
    made = generate(tmp_path / "demo", sessions=40, months=1, end=date(2025, 5, 20))
    with model_server() as server:
        settings = Settings(
            project_paths={"data_folder": made.root},
            processing_defaults={"first_month": "2025-01", "business_time_zone": "UTC"},
            llm_config=config_of(server),
        )
        run_pipeline(open_workspace(settings))
        calls = len(server.requests)
        assert calls > 0
        report = run_pipeline(open_workspace(settings))
        assert (len(server.requests), report.written(FINISHED)) == (calls, 0)
