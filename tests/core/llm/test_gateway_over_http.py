"""The gateway before both real adapters, with a server on loopback that fails as servers do."""

import json
from datetime import UTC, datetime

import pytest

from sdc_core.llm.asking import State
from sdc_core.llm.make import make_gateway
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm_sections import LlmConfig
from sdc_core.settings import load_settings
from tests.core.llm.fake_server import Failure, FakeServer
from tests.core.llm.gateway_world import ANSWER, FakeRedactor, ask_for

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
CANARY = "Tr0ub4dor&3-canary"
ADDRESS = {"openai": "openai_url", "google_gemini": "gemini_url"}


@pytest.fixture(params=ADDRESS)
def provider(request):
    return request.param


@pytest.fixture
def make(tmp_path, provider):
    def made(server, **llm):
        place = getattr(server, ADDRESS[provider])
        section = {"base_url": place, "models": {"lightweight": "m"}, "max_tries": 1}
        config = {"active_provider": provider, provider: section, "redact": "always", **llm}
        settings = load_settings(environment={}).model_copy(
            update={"llm_config": LlmConfig.model_validate(config)}
        )
        return make_gateway(
            settings,
            root=tmp_path,
            cache_root=tmp_path / "cache",
            redactor=FakeRedactor,
            clock=lambda: NOW,
        )

    return made


def test_a_second_run_sends_nothing(make):
    with FakeServer([ANSWER]) as server:
        first = make(server).ask(ask_for())
        second = make(server).ask(ask_for())
        assert len(server.requests) == 1
    assert (first.state, first.answer) == (State.ANSWERED, second.answer)
    assert first.usage.prompt_tokens == 100


def test_only_redacted_text_is_sent(make):
    with FakeServer(['{"title": "<PERSON_1> cannot print"}']) as server:
        reply = make(server).ask(ask_for(f"Bob Smith cannot print, password: {CANARY}"))
        sent = "".join(asked.text for asked in server.requests)
    assert reply.answer.title == "Bob Smith cannot print"
    assert "Bob Smith" not in sent
    assert CANARY not in sent
    assert "PERSON_1" in sent


def test_parameters_reach_the_request(make):
    with FakeServer([ANSWER]) as server:
        parameters = {"temperature": 0.25, "max_tokens": 77}
        make(server, default_llm_params=parameters).ask(ask_for())
        (body,) = server.bodies
    assert "0.25" in json.dumps(body)
    assert "77" in json.dumps(body)


WAITS = {
    "429": Failure(429),
    "500": Failure(500),
    "503": Failure(503, headers={"Retry-After": "1"}),
    "401": Failure(401),
    "cut off": Failure(None, is_cut=True),
}


@pytest.mark.parametrize("failure", WAITS.values(), ids=WAITS)
def test_a_failing_server_makes_the_question_wait(make, tmp_path, failure):
    with FakeServer([ANSWER], [failure]) as server:
        reply = make(server).ask(ask_for())
        assert (reply.state, len(server.requests)) == (State.WAITING, 1)
        assert make(server).ask(ask_for()).state is State.ANSWERED
    outcomes = [row.outcome for row in CallLedger(tmp_path).rows("2025-06")[0]]
    assert outcomes == ["", "setup" if failure.status == 401 else "down", "", "answered"]


BAD = {
    "no JSON": "The printer is offline.",
    "another schema": '{"name": "x"}',
    "1 MB": json.dumps({"title": "x" * 1_000_000}),
    "empty": "",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_answer_is_mended_once_or_fails(make, bad):
    with FakeServer([bad, ANSWER]) as server:
        assert make(server).ask(ask_for()).state is State.ANSWERED
        assert len(server.requests) == 2
    with FakeServer([bad]) as server:
        asker = make(server)
        assert asker.ask(ask_for("another")).state is State.FAILED
        assert asker.ask(ask_for("another")).state is State.FAILED
        assert len(server.requests) == 2


def test_a_secret_reaches_no_file_and_no_message(make, tmp_path, caplog):
    caplog.set_level("DEBUG")
    echo = [lambda asked: json.dumps({"title": asked.text[-200:-170]})]
    with FakeServer(echo, [Failure(500, body={"error": {"message": CANARY}})]) as server:
        asker = make(server)
        replies = [asker.ask(ask_for(f"{n}: the password is {CANARY}")) for n in range(3)]
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert CANARY.encode() not in stored
    assert CANARY not in caplog.text
    assert CANARY not in "".join(map(repr, replies))
