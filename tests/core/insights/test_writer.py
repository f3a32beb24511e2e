"""One Session: what is asked, what is written when a model answers, waits or fails."""

import pytest

from sdc_core.insights.plan import Planned, plan_digest, plan_of
from sdc_core.insights.scope import Scope
from sdc_core.insights.writer import NOT_NOW, Writer
from sdc_core.llm.answer_cache import AnswerCache
from sdc_core.settings import LlmConfig, Settings
from tests.core.insights.fakes import BY_NAME, GENERATOR, ON, SERVER, FakeAsker
from tests.factory import make_segment, make_session

LOCAL = BY_NAME["title"].local_version
DOWN = "the server does not answer"


@pytest.fixture
def written(tmp_path):
    def write(asker=None, scope=None, content="The printer is offline since the update.", **config):
        plan = plan_of(Settings(llm_config=LlmConfig(**{**ON, **config})))
        two = [planned for planned in plan if planned.task.name in {"title", "summary"}]
        cache = AnswerCache(tmp_path / "llm", root=tmp_path)
        session = make_session(system="SyncroTicket")
        session.insights.source_title = "Printer offline"
        session.segments = [make_segment(content=content, type="TicketInitialIssue")]
        list(Writer(two, cache, asker, scope or Scope()).write([session]))
        return session

    return write


def entries(session):
    return {entry.processor_name: entry for entry in session.meta.processing_log}


def test_without_a_model_all_is_written_here_and_the_log_says_so(written):
    session = written()
    entry = entries(session)["llm_title"]
    assert session.insights.llm_generated_title
    assert session.insights.generator == LOCAL
    assert (entry.processor_version, entry.details) == (LOCAL, {"state": "local"})
    assert entry.outcome == "title written without a model"


def test_a_model_that_answers_is_named(written):
    asker = FakeAsker(said={"title": {"title": "Printer offline after update"}})
    session = written(asker)
    entry = entries(session)["llm_title"]
    assert session.insights.llm_generated_title == "Printer offline after update"
    assert session.insights.generator == entry.processor_version == GENERATOR
    assert entry.details["state"] == "answered"
    assert entry.details["prompt"].startswith("title-")
    assert entry.details["key"]
    assert asker.calls == {"title": 1, "summary": 1}


def test_no_cost_and_no_word_of_the_cache_is_in_the_log(written):
    asker = FakeAsker()
    first, second = written(asker), written(asker)
    assert first.content_bytes() == second.content_bytes()


@pytest.mark.parametrize(
    ("asker", "state", "reason"),
    [
        (FakeAsker(down=DOWN), "waiting", DOWN),
        (FakeAsker(unusable=("title", "summary")), "failed", "refused"),
    ],
)
def test_where_no_answer_comes_the_local_one_stands_and_the_log_says_why(
    written, asker, state, reason
):
    session, alone = written(asker), written()
    entry = entries(session)["llm_title"]
    assert session.insights.llm_generated_title == alone.insights.llm_generated_title
    assert session.insights.generator == LOCAL
    assert (entry.details["state"], entry.details["reason"]) == (state, reason)
    assert entry.processor_version == LOCAL
    assert reason in entry.outcome
    assert GENERATOR in entry.outcome


def test_a_session_in_which_nobody_wrote_is_asked_of_nobody(tmp_path):
    asker, session = FakeAsker(), make_session()  # a remote connection
    plan = [p for p in plan_of(Settings(llm_config=ON)) if p.task.name == "title"]
    cache = AnswerCache(tmp_path / "llm", root=tmp_path)
    list(Writer(plan, cache, asker).write([session]))
    assert asker.calls == {}
    assert entries(session)["llm_title"].details == {"state": "local"}


def test_a_step_alone_asks_only_its_own_and_takes_what_is_known(written):
    asker = FakeAsker()
    first = written(asker, Scope(frozenset({"llm_title"})))
    assert asker.calls == {"title": 1}
    assert entries(first)["llm_summary"].details["reason"] == NOT_NOW
    written(asker)
    third = written(asker, Scope(frozenset({"llm_title"})))
    assert entries(third)["llm_summary"].details["state"] == "answered"
    assert asker.calls == {"title": 1, "summary": 1}


def test_a_task_that_is_switched_off_is_not_done(written):
    session = written(tasks={"summary": {"enabled": False}})
    assert set(entries(session)) == {"llm_title"}
    assert "summary" not in session.insights.generated_summaries


def digest_of(**config):
    return plan_digest(plan_of(Settings(llm_config=LlmConfig(**config))))


@pytest.mark.parametrize(
    "config",
    [
        ON,
        {"tasks": {"summary": {"enabled": False}}},
        {**ON, "tasks": {"title": {"model": "other"}}},
        {**ON, "default_llm_params": {"top_p": 0.5}},
    ],
)
def test_settings_that_shape_what_is_written_are_in_the_digest(config):
    assert digest_of(**config) != digest_of()
    assert digest_of(**config) == digest_of(**config)


def test_other_rules_for_credentials_make_a_month_stale(monkeypatch):
    before = digest_of()
    monkeypatch.setattr("sdc_core.insights.plan.CREDENTIAL_RULES", "credentials-0")
    assert digest_of() != before


def test_settings_of_money_and_of_the_way_are_not():
    assert digest_of(**ON, budget={"run_usd": 1}) == digest_of(**ON)
    assert digest_of(default_llm_params={"top_p": 0.5}) == digest_of()  # no model is asked


def test_a_tier_without_a_model_is_a_problem_of_its_task_only():
    config = {**ON, "local_llm": {**SERVER, "models": {"general": "m"}}}
    [planned] = [p for p in plan_of(Settings(llm_config=config)) if p.task.name == "title"]
    assert isinstance(planned, Planned)
    assert planned.is_for_a_model
    assert "llm_config.local_llm.models.lightweight" in planned.problem
