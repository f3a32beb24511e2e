"""The gateway over the adapters over HTTP: what a server does is a state of the reply."""

import pytest

from sdc_core.llm.asking import Question, State
from sdc_core.llm.base import Prompt
from sdc_core.llm.make import make_gateway
from sdc_core.llm.tasks.base import Answer
from sdc_core.settings import LlmConfig, Settings
from tests.core.llm.fake_server import Failure, FakeServer, chat, generated, openai_error
from tests.core.llm.gateway_world import FakeRedactor

NAMES = ("openai", "local_llm", "google_gemini")
TEXT = "the printer of the front desk is offline"
ANSWER = '{"title": "Printer offline"}'


class Title(Answer):
    title: str


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def server():
    with FakeServer([ANSWER]) as fake:
        yield fake


@pytest.fixture
def gateway(name, server, tmp_path):
    url = server.gemini_url if name == "google_gemini" else server.openai_url
    section = {"base_url": url, "models": {"lightweight": "m"}, "timeout_seconds": 5}
    config = {
        "active_provider": name,
        name: {**section, "max_tries": 1},
        "default_llm_params": {"temperature": 0.25, "max_tokens": 77},
    }
    return make_gateway(
        Settings(llm_config=LlmConfig.model_validate(config)),
        root=tmp_path,
        cache_root=tmp_path / "cache",
        redactor=_not_here if name == "local_llm" else FakeRedactor,
    )


def _not_here():
    pytest.fail("nothing leaves this machine")


def question(text=TEXT):
    prompt = Prompt("title-1", "Write a title.", (("conversation", text),))
    return Question("title", prompt, Title, about=f"session of {text}", content=text)


def test_an_answer_is_asked_once_and_remembered(name, server, gateway):
    first, second = gateway.ask(question()), gateway.ask(question())
    assert first.state is second.state is State.ANSWERED
    assert first.answer == second.answer == Title(title="Printer offline")
    assert first.generator == f"{name}:m"
    assert (first.usage.prompt_tokens, first.usage.completion_tokens) == (100, 20)
    assert second.is_cached
    assert len(server.requests) == 1


def test_default_parameters_reach_the_call(name, server, gateway):
    gateway.ask(question())
    (body,) = server.bodies
    if name == "google_gemini":
        sent = body["generationConfig"]
        assert (sent["temperature"], sent["maxOutputTokens"]) == (0.25, 77)
    else:
        tokens = body.get("max_tokens") or body.get("max_completion_tokens")
        assert (body["temperature"], tokens) == (0.25, 77)


@pytest.mark.parametrize("failure", [Failure(500), Failure(429), Failure(None), Failure(401)])
def test_what_passes_or_can_be_mended_waits_and_is_asked_again(failure, server, gateway):
    server.failures = [failure]
    reply = gateway.ask(question())
    assert (reply.state, reply.answer) == (State.WAITING, None)
    assert reply.reason


def test_a_text_that_is_refused_fails_and_the_next_one_is_answered(name, server, gateway):
    body = generated(None, finish="SAFETY")
    server.failures = [Failure(body=body if name == "google_gemini" else chat(None, refusal="no"))]
    refused = gateway.ask(question("something else"))
    assert (refused.state, refused.usage.completion_tokens) == (State.FAILED, 20)
    assert gateway.ask(question()).state is State.ANSWERED


def test_a_strange_text_fails_and_the_next_one_is_answered(server, gateway):
    """A 400 of no known reason: that text alone is refused."""
    server.failures = [Failure(400, openai_error("cannot"))]
    assert gateway.ask(question("\x00strange")).state is State.FAILED
    assert gateway.ask(question()).state is State.ANSWERED


def test_wrong_json_is_never_an_answer(server, gateway):
    server.answers = ['{"titel": "x"}']
    reply = gateway.ask(question())
    assert (reply.state, reply.answer) == (State.FAILED, None)
    assert len(server.requests) == 2  # one repair
