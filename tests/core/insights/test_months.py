"""Months of finished Sessions and the language model: what is asked, when again, what is kept."""

import shutil

import pytest

from sdc_core.insights.scope import scope_of
from sdc_core.layers import FINISHED
from sdc_core.pipeline import run_month
from tests.core.insights.fakes import FakeAsker, Root
from tests.core.toy import line

MONTHS = ["2025-01", "2025-02"]
TEXTS = ["The printer is offline since the update.", "The mail of the front desk bounces."]
DOWN = "the server does not answer"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(moment):
        monkeypatch.setenv("SDC_NOW", f"2025-06-30T{moment}:00+00:00")

    at("12:10")
    return at


@pytest.fixture
def world(tmp_path):
    return with_texts(Root(tmp_path / "root"))


def with_texts(world, first=TEXTS[0]):
    world.write(
        line(1, "2025-01-03T10:00:00+00:00", text=first),
        line(2, "2025-02-03T10:00:00+00:00", text=TEXTS[1]),
    )
    return world


def test_a_second_run_makes_no_call_and_writes_nothing(world):
    asker = FakeAsker()
    assert world.run(asker) == MONTHS
    assert sum(asker.calls.values()) == 4
    before = world.tree("output")
    assert world.run(asker) == []
    assert sum(asker.calls.values()) == 4
    assert world.tree("output") == before


def test_one_changed_session_makes_its_calls_only(world):
    asker = FakeAsker()
    world.run(asker)
    asker.calls.clear()
    with_texts(world, "The scanner is offline since the update.")
    assert world.run(asker) == ["2025-01"]
    assert asker.calls == {"title": 1, "summary": 1}


@pytest.mark.parametrize("folder", ["store", "output"])
def test_what_is_made_again_asks_nobody_and_has_the_same_bytes(world, folder):
    asker = FakeAsker()
    world.run(asker)
    before, calls = files(world), sum(asker.calls.values())
    shutil.rmtree(world.root / folder)
    world.run(asker)
    assert (files(world), sum(asker.calls.values())) == (before, calls)


def files(world):
    return {n: c for n, c in world.tree("output").items() if not n.endswith("_manifest.json")}


def test_a_provider_that_is_down_leaves_local_texts_and_is_asked_in_a_later_hour(world, clock):
    down = FakeAsker(down=DOWN)
    assert world.run(down) == MONTHS
    assert set(world.states()) == {"waiting"}
    assert all(session.insights.llm_generated_title for session in world.sessions())
    assert world.stale(down) == []  # not at once
    clock("13:00")
    assert world.stale(down) == MONTHS
    asker = FakeAsker()
    assert world.run(asker) == MONTHS
    assert set(world.states()) == {"answered"}
    clock("14:00")
    assert world.stale(asker) == []


def test_a_provider_that_stays_down_is_asked_once_an_hour_and_nothing_new_is_written(world, clock):
    world.run(FakeAsker(down=DOWN))
    before = files(world)
    for hour in ("13:10", "14:10"):
        clock(hour)
        assert world.run(FakeAsker(down=DOWN)) == MONTHS
        assert world.run(FakeAsker(down=DOWN)) == []
    assert files(world) == before


def test_while_the_budget_is_spent_or_the_setup_wrong_waiting_months_rest(world, clock):
    world.run(FakeAsker(down="no room in the budget"))
    clock("15:00")
    assert world.stale(FakeAsker(closed="no room in the budget")) == []
    assert world.stale(FakeAsker()) == MONTHS


def test_what_failed_is_not_asked_again_by_the_clock(world, clock):
    asker = FakeAsker(unusable=("title",))
    world.run(asker)
    assert sorted(world.states()) == ["answered", "answered", "failed", "failed"]
    clock("15:00")
    assert world.stale(asker) == []


def alone(world, asker, *steps, retry=False):
    workspace = world.open(asker)
    workspace.layers[FINISHED].begin(scope_of(steps, retry=retry))
    return [run_month(workspace, FINISHED, month) for month in MONTHS]


def test_a_step_alone_leaves_the_others_for_the_next_run(world, clock):
    world.run(FakeAsker(down=DOWN))
    clock("13:00")
    asker = FakeAsker()
    alone(world, asker, "llm_title")
    assert asker.calls == {"title": 2}
    assert sorted(world.states()) == ["answered", "answered", "waiting", "waiting"]
    assert world.stale(asker) == MONTHS  # at once: nobody was down
    world.run(asker)
    assert asker.calls == {"title": 2, "summary": 2}
    assert set(world.states()) == {"answered"}
    assert world.stale(asker) == []


def test_a_retry_looks_at_months_that_stand(world):
    asker = FakeAsker(unusable=("title",))
    world.run(asker)
    asker.unusable = ()
    alone(world, asker)
    assert "failed" in world.states()
    alone(world, asker, retry=True)
    assert set(world.states()) == {"answered"}


def test_another_model_asks_again_and_the_former_answers_are_still_known(tmp_path):
    asker, root = FakeAsker(), tmp_path / "root"
    with_texts(Root(root)).run(asker)
    other = Root(root, local_llm={"base_url": "http://127.0.0.1:9/v1",
                                  "models": {"lightweight": "m2", "general": "m2"}})  # fmt: skip
    assert other.stale(asker) == MONTHS


def test_a_switch_of_money_makes_no_month_stale(tmp_path):
    asker, root = FakeAsker(), tmp_path / "root"
    with_texts(Root(root)).run(asker)
    assert Root(root, budget={"run_usd": 5}).stale(asker) == []


def test_a_switch_to_a_model_and_back_gives_the_first_bytes(tmp_path):
    root = tmp_path / "root"
    here = with_texts(Root(root, active_provider="extractive"))
    here.run()
    before = files(here)
    Root(root).run(FakeAsker())
    assert files(here) != before
    here.run()
    assert texts(here) == texts_of(before)


def texts(world):
    return texts_of(files(world))


def texts_of(found):
    """All but when something last changed."""
    return {
        name: [row for row in content.splitlines() if b"timestamp" not in row]
        for name, content in found.items()
    }
