"""Open company texts are counted before they are asked, and cost one call each, whatever is lost."""

import json
import shutil

import pytest

from sdc_core.layers import LINKED
from sdc_core.linking.base import Method
from sdc_core.llm.linking_estimate import linking_estimate
from tests.core.insights.fakes import Root
from tests.core.insights.model_server import config_of, model_server, schema_of
from tests.core.toy import line

MONTHS = ("2025-01", "2025-02")
TEXTS = ("Marrowby Wellness", "Marrowby Wellness", "Marrowby Wellnes")


def first_customer(asked):
    return json.dumps({"customer_id": schema_of(asked)["properties"]["customer_id"]["enum"][0]})


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(moment):
        monkeypatch.setenv("SDC_NOW", f"2025-06-30T{moment}:00+00:00")

    at("12:10")
    return at


@pytest.fixture
def server():
    with model_server(answers=[first_customer]) as running:
        yield running


@pytest.fixture
def world(tmp_path, server):
    tasks = {name: {"enabled": False} for name in ("title", "summary")}
    made = Root(tmp_path / "root", **config_of(server, tasks=tasks))
    linking = made.settings.linking.model_copy(update={"llm_enabled": True})
    made.settings = made.settings.model_copy(update={"linking": linking})
    made.customers("Marrowby Wellness West", "Marrowby Wellness East", "Oak Street Clinic")
    days = (f"{month}-0{n}T10:00:00+00:00" for n, month in enumerate((*MONTHS, MONTHS[0]), 3))
    made.write(*(line(n, day, text) for n, (day, text) in enumerate(zip(days, TEXTS, strict=True))))
    return made


def counted(world):
    found = linking_estimate(world.open(), MONTHS)
    return found and (found.calls, found.known)


def evidence(world):
    store = world.open().layers[LINKED].store
    linked = [session for month in MONTHS for session in store.load(month)]
    return [session.meta.processing_log[0].details for session in linked]


def test_the_questions_are_counted_and_nothing_is_sent(world, server):
    world.open()
    world.run()
    asked = len(server.requests)
    assert 0 < asked <= len(set(TEXTS))
    assert counted(world) == (0, asked)
    shutil.rmtree(world.root / "cache" / "llm")
    assert counted(world) == (asked, 0)
    assert len(server.requests) == asked


def test_without_a_model_nothing_is_counted(tmp_path):
    assert linking_estimate(Root(tmp_path / "root").open(), MONTHS) is None


def test_an_accepted_link_stands_without_the_cache_and_bears_model_and_question(world, server):
    """Its evidence is in the linked month; nobody is asked for what is linked (decision 0046)."""
    world.run()
    before, asked = evidence(world), len(server.requests)
    assert {found["method"] for found in before} == {Method.LLM}
    assert {found["llm"]["model"] for found in before} == {"local_llm:fast-1"}
    assert all(found["llm"]["prompt_hash"] for found in before)
    shutil.rmtree(world.root / "cache" / "llm")
    world.run()
    assert (len(server.requests), evidence(world)) == (asked, before)


def test_months_made_anew_without_the_cache_cost_one_call_per_text(world, server):
    world.run()
    before, asked = evidence(world), len(server.requests)
    shutil.rmtree(world.root / "cache" / "llm")
    shutil.rmtree(world.root / "store" / "linked_sessions")
    world.run()
    assert len(server.requests) == 2 * asked
    assert [found["llm"] for found in evidence(world)] == [found["llm"] for found in before]


def test_what_a_model_failed_at_costs_nothing_in_later_hours(world, server, clock):
    server.answers = ["no JSON at all"]
    world.run()
    asked = len(server.requests)
    clock("15:00")
    assert world.open().layers[LINKED].is_stale(MONTHS[0]) is False
    world.run()
    assert len(server.requests) == asked
    assert {found["llm_pending"] for found in evidence(world)} == {False}
