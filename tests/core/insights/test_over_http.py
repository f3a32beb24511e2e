"""Finished Sessions by a model behind HTTP: the whole way from the settings to the file."""

import shutil

import pytest

from sdc_core.layers import FINISHED
from sdc_core.llm.gateway import Gateway
from tests.core.insights.fakes import Root
from tests.core.insights.model_server import config_of, model_server
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
    from sdc_core.pipeline import run_pipeline

    run_pipeline(workspace)
    numbers = workspace.asker.take_tally().numbers()
    assert numbers["local_llm.fast-1.calls"] == BOTH * len(TEXTS)
    assert numbers["local_llm.fast-1.prompt_tokens"] == 100 * BOTH * len(TEXTS)
    assert numbers["local_llm.fast-1.cost_usd"] == 0
    assert workspace.layers[FINISHED].store.months() == ["2025-01", "2025-02"]
