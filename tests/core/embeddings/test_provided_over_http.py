"""The embedding tier of both real adapters, with a server on loopback that fails as servers do."""

import numpy as np
import pytest

from sdc_core.embeddings.embedder import embedder_from
from sdc_core.layers import EMBEDDED
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm_sections import LlmConfig
from sdc_core.search.find import find
from sdc_core.settings import load_settings
from sdc_core.times import month_of, now_utc
from sdc_core.workspace import open_workspace
from tests.core.llm.fake_server import Failure, FakeServer
from tests.core.llm.gateway_world import FakeRedactor
from tests.core.search.corpus import MONTH, embed, finish, ticket

ADDRESS = {"openai": "openai_url", "google_gemini": "gemini_url"}
MODEL = "small-embedder"
CANARY = "Tr0ub4dor&3-canary"
PRICE = {MODEL: {"input_usd": 1000, "output_usd": 0}}
SESSIONS = [
    ticket("0", f"Bob Smith cannot print, password: {CANARY}"),
    ticket("1", "Mail does not arrive", day=1),
]
MONTHS = (MONTH, "2025-02", "2025-03", "2025-04", "2025-05")
DAYS_APART = 35


@pytest.fixture(params=ADDRESS)
def provider(request):
    return request.param


@pytest.fixture
def opened(tmp_path, provider):
    """The data root as a process of its own opens it; nothing is on this machine."""

    def opened(server, **llm):
        place = getattr(server, ADDRESS[provider])
        section = {"base_url": place, "models": {"embedding": MODEL}, "max_tries": 1}
        config = {"active_provider": provider, provider: section, "redact": "always"}
        settings = load_settings(None, {"SDC_DATA_FOLDER": str(tmp_path)}).model_copy(
            update={"llm_config": LlmConfig.model_validate({**config, "prices": PRICE, **llm})}
        )
        workspace = open_workspace(settings)
        layer = workspace.layers[EMBEDDED]
        layer.__dict__["embedder"] = embedder_from(settings, FakeRedactor)
        return workspace

    return opened


@pytest.fixture
def calls(tmp_path):
    """What the ledger of calls says that was taken."""

    def calls():
        rows, _ = CallLedger(tmp_path).rows(month_of(now_utc()))
        return [row for row in rows if row.row == "settled"]

    return calls


def vectors_of(workspace, month=MONTH):
    return workspace.layers[EMBEDDED].vectors(month)


def embed_months(workspace):
    """Several months after each other, as one run does."""
    for number, month in enumerate(MONTHS):
        finish(workspace, [ticket(month, "Mail is slow", day=number * DAYS_APART)], month)
        embed(workspace, month)


def test_a_month_is_embedded_in_one_call_with_nothing_that_must_not_leave(opened, calls, provider):
    with FakeServer() as server:
        workspace = opened(server)
        finish(workspace, SESSIONS)
        report = embed(workspace)
        sent = "".join(asked.text for asked in server.requests)

    assert (report.sessions, report.written, len(server.requests)) == (2, 2, 1)
    assert "Bob Smith" not in sent
    assert CANARY not in sent
    assert "PERSON_1" in sent
    made = vectors_of(workspace)
    assert set(made.models) == {f"{provider}:{MODEL}"}
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-6)
    (call,) = calls()
    assert (call.task, call.provider, call.model) == ("embedding", provider, MODEL)
    assert call.outcome == "answered"
    # Gemini does not say what it took: the call counts at its most.
    assert call.cost_usd == pytest.approx(call.prompt_tokens / 1000)
    assert call.prompt_tokens == 7 if provider == "openai" else call.prompt_tokens > 30


def test_a_second_run_sends_nothing_and_a_changed_text_alone(opened):
    with FakeServer() as server:
        finish(opened(server), SESSIONS)
        embed(opened(server))
        embed(opened(server))
        assert len(server.requests) == 1
        finish(opened(server), [*SESSIONS, ticket("2", "The disk is full", day=2)])
        report = embed(opened(server))
        assert len(server.requests) == 2
        assert "Mail" not in server.requests[-1].text
    assert (report.sessions, report.written) == (3, 1)


def test_a_search_asks_for_its_words_and_finds_by_meaning(opened, calls):
    with FakeServer() as server:
        workspace = opened(server)
        finish(workspace, SESSIONS)
        embed(workspace)
        layer = workspace.layers[EMBEDDED]
        found = find(layer.index, layer.embedder, f"Bob Smith password: {CANARY}")
        asked = server.requests[-1].text
    assert (found.problem, found.compared) == ("", 2)
    assert "Bob Smith" not in asked
    assert CANARY not in asked
    assert len(calls()) == 2


FAILURES = {
    "429": Failure(429),
    "500": Failure(500),
    "401": Failure(401),
    "cut off": Failure(None, is_cut=True),
    "no vectors": Failure(200, body={"nothing": "of use"}),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_what_a_failing_server_gives_no_vector_for_waits_and_the_run_succeeds(
    opened, calls, failure
):
    with FakeServer(failures=[failure]) as server:
        workspace = opened(server)
        finish(workspace, SESSIONS)
        report = embed(workspace)
        assert (report.sessions, report.written) == (0, 0)
        assert find(workspace.layers[EMBEDDED].index, None, "mail").hits
        assert len(server.requests) == 1
    (call,) = calls()
    assert call.outcome != "answered"


def test_a_server_that_is_not_there_is_asked_three_times_in_a_run(opened, calls):
    with FakeServer(failures=[Failure(503)] * 9) as server:
        workspace = opened(server)
        embed_months(workspace)
        assert len(server.requests) == 3
    assert [call.outcome for call in calls()] == ["down"] * 3


def test_a_refused_key_is_enough_once(opened):
    with FakeServer(failures=[Failure(401)] * 9) as server:
        workspace = opened(server)
        embed_months(workspace)
        assert len(server.requests) == 1


def test_beyond_the_budget_nothing_is_sent_and_the_run_succeeds(opened, calls):
    with FakeServer() as server:
        workspace = opened(server, budget={"run_usd": 1e-6})
        finish(workspace, SESSIONS)
        report = embed(workspace)
        assert server.requests == []
    assert (report.sessions, report.written) == (0, 0)
    assert calls() == []


def test_a_ledger_that_cannot_be_written_sends_nothing(opened, tmp_path, monkeypatch):
    with FakeServer() as server:
        workspace = opened(server)
        finish(workspace, SESSIONS)
        monkeypatch.setattr(CallLedger, "append", _refused)
        report = embed(workspace)
        assert server.requests == []
    assert report.sessions == 0


def _refused(*_):
    from sdc_core.errors import DiskError

    raise DiskError("no space left")


def test_a_search_does_not_try_again_where_somebody_waits(opened, tmp_path, provider):
    with FakeServer(failures=[Failure(503)] * 9) as server:
        settings = opened(server).settings
        section = getattr(settings.llm_config, provider).model_copy(update={"max_tries": 4})
        config = settings.llm_config.model_copy(update={provider: section})
        settings = settings.model_copy(update={"llm_config": config})
        embedder = embedder_from(settings, FakeRedactor, is_for_a_query=True)
        found = find(opened(server).layers[EMBEDDED].index, embedder, "printer")
        assert len(server.requests) == 1
    assert found.problem
