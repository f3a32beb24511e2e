"""Open company texts and the language model: asked once, and again where no answer came."""

import pytest

from sdc_core.errors import AnswerError
from sdc_core.layers import LINKED, stale_months
from sdc_core.linking.base import Method
from sdc_core.linking.make import without_effect
from sdc_core.models import ProcessingStatus
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Linking, Settings
from sdc_core.workspace import Workspace
from tests.core.linking.fakes import TableChooser
from tests.core.toy import World, line

MONTHS = ["2025-01", "2025-02"]
TEXT = "Marrowby Wellness"
WEST = 1


class Root(World):
    """A text in two months that may be either of two customers."""

    def open(self, chooser=None):
        return Workspace(self.settings, self.sources, chooser=chooser)

    def run(self, chooser=None):
        """The months that were linked again."""
        report = run_pipeline(self.open(chooser))
        assert report.failures == {}
        return [commit.month for commit in report.commits.get(LINKED, []) if commit.written]

    def stale(self, chooser=None):
        return sorted(stale_months(self.open(chooser)))

    def whose(self):
        store = self.open().layers[LINKED].store
        sessions = [s for month in MONTHS for s in store.load(month) if _is_asked(s)]
        return [(s.context.customer_id, s.meta.processing_log[0].details) for s in sessions]


def _is_asked(session):
    return session.context.source_customer_name == TEXT


def answering(answer, model="table:1"):
    return TableChooser({TEXT: answer}, model=model)


def root(path, **linking):
    world = Root(path, linking={"llm_enabled": True, **linking})
    world.customers("Marrowby Wellness West", "Marrowby Wellness East", "Oak Street Clinic")
    days = [f"{month}-03T10:00:00+00:00" for month in MONTHS]
    world.write(*(line(n, day, TEXT) for n, day in enumerate(days)),
                line(9, "2025-03-03T10:00:00+00:00", "Oak Street Clinic"))  # fmt: skip
    return world


@pytest.fixture
def world(tmp_path):
    return root(tmp_path / "root")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(moment):
        monkeypatch.setenv("SDC_NOW", f"2025-06-30T{moment}:00+00:00")

    at("12:10")
    return at


def test_without_a_model_the_text_waits_for_a_person_and_nothing_is_stale(world, clock):
    world.run()
    assert [(customer, e["llm_pending"]) for customer, e in world.whose()] == [(None, False)] * 2
    clock("15:00")
    assert world.stale() == []


def test_a_model_that_is_there_now_is_asked_once_about_all(world):
    world.run()
    chooser = answering(WEST)
    assert world.run(chooser) == MONTHS
    assert [(c, e["method"]) for c, e in world.whose()] == [(WEST, Method.LLM)] * 2
    assert len(chooser.asked) == 1
    assert world.stale(chooser) == []


@pytest.mark.parametrize("answer", [WEST, None])
def test_what_was_answered_is_not_asked_again(world, clock, answer):
    world.run(answering(answer))
    clock("23:00")
    again = answering(answer)
    assert (world.run(again), again.asked) == ([], [])


def test_a_call_that_failed_is_made_again_in_a_later_hour(world, clock):
    failing = answering(TimeoutError())
    world.run(failing)
    assert [e["llm_pending"] for _, e in world.whose()] == [True, True]
    assert world.stale(failing) == []  # not at once: the provider is down
    clock("13:00")
    assert world.stale(answering(WEST)) == MONTHS
    assert world.run(answering(WEST)) == MONTHS
    assert [(c, e["llm_pending"]) for c, e in world.whose()] == [(WEST, False)] * 2
    clock("14:00")
    assert world.stale(answering(WEST)) == []


def test_what_a_model_failed_at_is_asked_again_when_a_person_wants_it(world, clock):
    world.run(answering(AnswerError("not JSON alone", kind="invalid")))
    assert [e["llm_pending"] for _, e in world.whose()] == [False, False]
    clock("15:00")
    mended = answering(WEST)
    assert (world.run(mended), mended.asked) == ([], [])
    workspace = world.open(mended)
    layer = workspace.layers[LINKED]
    layer.begin(retry=True)
    for month in MONTHS:
        layer.commit(layer.compute(month, upstream_of(workspace, layer, month)))
    assert [customer for customer, _ in world.whose()] == [WEST] * 2


def upstream_of(workspace, layer, month):
    return {name: workspace.layers[name].store.load(month) for name in layer.upstream}


def test_a_provider_that_stays_down_is_asked_once_an_hour(world, clock):
    world.run(answering(TimeoutError()))
    for hour in range(13, 16):
        clock(f"{hour}:10")
        failing = answering(TimeoutError())
        assert (world.run(failing), len(failing.asked)) == ([], 1)  # nothing new is written
        assert (world.run(failing), len(failing.asked)) == ([], 1)


def test_a_question_past_the_budget_is_asked_in_a_later_run(tmp_path, clock):
    world = root(tmp_path / "root", llm_budget=0)
    chooser = answering(WEST)
    world.run(chooser)
    assert (chooser.asked, [e["llm_pending"] for _, e in world.whose()]) == ([], [True, True])
    clock("13:00")
    assert world.stale(chooser) == MONTHS


def test_without_the_model_nothing_waits_for_its_answer(world, clock):
    world.run(answering(TimeoutError()))
    clock("13:00")
    world.run()
    assert [e["llm_pending"] for _, e in world.whose()] == [False, False]
    clock("14:00")
    assert world.stale() == []


def test_to_look_ahead_asks_nobody(world):
    chooser = answering(WEST)
    world.run(chooser)
    world.customers("Marrowby Wellness West", "Marrowby Wellness East", "Elm", "Oak")
    layer = world.open(chooser).layers[LINKED]
    asked = len(chooser.asked)
    layer.is_stale("2025-03")
    layer.is_stale(MONTHS[0])
    layer.to_change(MONTHS[0], ("Toy", TEXT.casefold()))
    assert len(chooser.asked) == asked


def test_an_open_question_keeps_its_status(world):
    world.run(answering(None))
    sessions = world.open().layers[LINKED].store.load(MONTHS[0])
    assert [s.meta.processing_status for s in sessions] == [ProcessingStatus.NEEDS_REVIEW]


@pytest.mark.parametrize(
    ("linking", "chooser", "said"),
    [
        ({}, None, None),
        ({"llm_enabled": True}, answering(None), None),
        ({"llm_enabled": True}, None, "there is no language model to ask"),
        ({"llm_enabled": True, "scorer": "wratio"}, answering(None), "'wratio'"),
    ],
)
def test_a_setting_without_effect_is_said(linking, chooser, said):
    found = without_effect(Settings(linking=Linking(**linking)), chooser)
    assert (found is None) if said is None else (said in found)
