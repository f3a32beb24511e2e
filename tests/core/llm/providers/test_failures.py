"""Each failure of a provider, against every adapter: what kind it is, how often it is asked again.

No message holds the key or the text that was asked, whatever the server says.
"""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from traceback import format_exception

import pytest

from sdc_core.errors import AnswerError, LlmError, ProviderDownError, ProviderSetupError
from sdc_core.llm.base import Usage
from sdc_core.llm.providers.connection import MAX_ANSWER_BYTES
from tests.core.api.clock import Clock
from tests.core.llm.fake_server import (
    Failure,
    FakeServer,
    chat,
    gemini_error,
    generated,
    openai_error,
)
from tests.core.llm.providers.asking import (
    KEY,
    NAMES,
    PROMPT,
    SECRET_TEXT,
    Title,
    provider,
    route,
)

ANSWER = '{"title": "Printer offline"}'


def asked(name, *failures, answers=(ANSWER,), models=None, **changes):
    """What came of it (text or error), how many requests it took, and what was waited."""
    clock = Clock()
    with FakeServer(answers, failures, models=models) as server:
        adapter = provider(name, server, clock, **changes)
        try:
            outcome = adapter.complete(route(name), PROMPT, Title)
        except LlmError as error:
            said = f"{error.args} {''.join(format_exception(error))}"
            assert KEY not in said
            assert SECRET_TEXT not in said
            outcome = error
    return outcome, len(server.requests), clock.slept


def error_body(name, message, code, *details):
    if name == "google_gemini":
        return gemini_error(message, code, *details)
    return openai_error(message, code=code)


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_passes_is_asked_again(name, status):
    outcome, requests, slept = asked(name, Failure(status), Failure(status))
    assert outcome.text == ANSWER
    assert requests == 3
    assert len(slept) >= 2


def test_a_connection_that_breaks_is_asked_again(name):
    outcome, requests, _ = asked(name, Failure(None), Failure(200, "x" * 100, is_cut=True))
    assert outcome.text == ANSWER
    assert requests == 3


def test_an_answer_that_is_broken_json_is_asked_again(name):
    outcome, requests, _ = asked(name, Failure(200, b'{"choices": [{"mess'))
    assert outcome.text == ANSWER
    assert requests == 2


def test_what_does_not_pass_ends_after_the_tries_of_the_settings(name):
    outcome, requests, _ = asked(name, *[Failure(503)] * 9, max_tries=3)
    assert isinstance(outcome, ProviderDownError)
    assert "HTTP 503" in str(outcome)
    assert str(outcome).endswith("gave up after 3 tries")
    assert requests == 3


def test_a_slow_answer_is_a_timeout_that_may_cost(name):
    outcome, requests, _ = asked(
        name, *[Failure(200, delay=0.5)] * 2, timeout_seconds=0.1, max_tries=2
    )
    assert isinstance(outcome, ProviderDownError)
    assert f"llm_config.{name}.timeout_seconds" in str(outcome)
    assert outcome.may_cost
    assert requests == 2


def test_an_answer_that_trickles_is_a_timeout_too(name):
    body = generated(ANSWER) if name == "google_gemini" else chat(ANSWER)
    outcome, _, _ = asked(name, Failure(200, body, trickle=0.02), timeout_seconds=0.2, max_tries=1)
    assert isinstance(outcome, ProviderDownError)
    assert "within 0.2 s" in str(outcome)


def test_a_server_that_is_not_there_is_named_with_its_address(name):
    with FakeServer() as server:
        adapter = provider(name, server, max_tries=2)
    with pytest.raises(ProviderDownError) as caught:
        adapter.complete(route(name), PROMPT, Title)
    assert f"nothing answers at {server.url}" in str(caught.value)
    assert f"llm_config.{name}.base_url" in str(caught.value)
    assert ("LM Studio 1234" in str(caught.value)) is (name == "local_llm")
    assert not caught.value.may_cost


def test_it_waits_as_many_seconds_as_the_server_asks(name):
    outcome, requests, slept = asked(name, Failure(429, headers={"Retry-After": "17"}))
    assert (outcome.text, requests) == (ANSWER, 2)
    assert 17 <= sum(slept) < 19


def test_it_waits_until_the_date_that_the_server_says(name):
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    headers = {
        "Date": format_datetime(now, usegmt=True),
        "Retry-After": format_datetime(now + timedelta(seconds=40), usegmt=True),
    }
    _, requests, slept = asked(name, Failure(503, headers=headers))
    assert requests == 2
    assert 40 <= sum(slept) < 42


def test_gemini_says_in_the_body_how_long_to_wait():
    details = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "21s"}
    body = gemini_error("quota", "RESOURCE_EXHAUSTED", details)
    _, requests, slept = asked("google_gemini", Failure(429, body))
    assert requests == 2
    assert 21 <= sum(slept) < 23


def test_a_wait_of_an_hour_is_not_begun(name):
    outcome, requests, slept = asked(name, Failure(429, headers={"Retry-After": "3600"}))
    assert isinstance(outcome, ProviderDownError)
    assert outcome.retry_after_seconds == 3600
    assert not outcome.may_cost
    assert (requests, slept) == (1, [])


def test_the_quota_of_a_day_is_not_waited_for():
    violation = {"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}
    body = gemini_error("You exceeded your current quota", "RESOURCE_EXHAUSTED", violation)
    outcome, requests, _ = asked("google_gemini", Failure(429, body))
    assert isinstance(outcome, ProviderDownError)
    assert "the quota of the day is used up" in str(outcome)
    assert requests == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_is_named_by_its_variable_and_not_tried_again(name, status):
    body = error_body(name, f"Incorrect API key provided: {KEY}", "invalid_api_key")
    outcome, requests, _ = asked(name, Failure(status, body))
    assert isinstance(outcome, ProviderSetupError)
    variable = {"google_gemini": "GEMINI", "openai": "OPENAI", "local_llm": "LOCAL_LLM"}[name]
    assert f"the key in {variable}_API_KEY is not accepted" in str(outcome)
    assert not outcome.is_of_model
    assert requests == 1


def test_gemini_says_400_to_a_bad_key():
    details = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    body = gemini_error("API key not valid.", "INVALID_ARGUMENT", details)
    outcome, requests, _ = asked("google_gemini", Failure(400, body))
    assert "the key in GEMINI_API_KEY is not accepted" in str(outcome)
    assert requests == 1


def test_a_server_that_wants_a_key_where_none_is_set():
    outcome, _, _ = asked("local_llm", Failure(401), key=None)
    assert "wants a key: set LOCAL_LLM_API_KEY" in str(outcome)


def test_a_forbidden_model_is_no_bad_key(name):
    outcome, requests, _ = asked(name, Failure(403, error_body(name, "no access", "denied")))
    assert isinstance(outcome, ProviderSetupError)
    assert "may not use 'some-model'" in str(outcome)
    assert outcome.is_of_model
    assert requests == 1


def test_a_model_that_is_not_there_is_named(name):
    outcome, requests, _ = asked(name, models=["another-model"])
    assert isinstance(outcome, ProviderSetupError)
    assert f"{name} has no model 'some-model'" in str(outcome)
    assert f"llm_config.{name}.models" in str(outcome)
    assert outcome.is_of_model
    assert requests == 1


def test_no_credit_is_no_limit_to_wait_for():
    body = openai_error("You exceeded your current quota", code="insufficient_quota")
    outcome, requests, _ = asked("openai", Failure(429, body))
    assert isinstance(outcome, ProviderSetupError)
    assert "no credit left" in str(outcome)
    assert requests == 1


def test_a_quota_of_nothing_is_no_limit_to_wait_for():
    body = gemini_error("Quota exceeded, limit: 0, model: x", "RESOURCE_EXHAUSTED")
    outcome, requests, _ = asked("google_gemini", Failure(429, body))
    assert "its quota is 0" in str(outcome)
    assert requests == 1


def test_a_model_too_large_for_the_machine_is_no_failure_that_passes():
    said = "model requires more system memory (9.1 GiB) than is available (4.0 GiB)"
    outcome, requests, _ = asked("local_llm", Failure(500, openai_error(said)))
    assert isinstance(outcome, ProviderSetupError)
    assert "cannot load 'some-model'" in str(outcome)
    assert requests == 1


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_instead_of_an_answer_is_a_wrong_address_or_a_failing_server(name, status):
    page = Failure(status, b"<html>Log in</html>", {"Content-Type": "text/html"})
    outcome, requests, _ = asked(name, *[page] * 9, max_tries=2)
    if status == 200:
        assert isinstance(outcome, ProviderSetupError | ProviderDownError)
        assert "base_url" in str(outcome) or "broken answer" in str(outcome)
    else:
        assert isinstance(outcome, ProviderDownError)
        assert requests == 2


def test_what_lm_studio_says_to_a_path_that_it_does_not_know():
    body = {"error": "Unexpected endpoint or method. (POST /chat/completions)"}
    with FakeServer(failures=[Failure(200, body)]) as server:
        adapter = provider("local_llm", server, base_url=server.url)
        with pytest.raises(ProviderSetupError, match=rf"for example {server.url}/v1"):
            adapter.complete(route("local_llm"), PROMPT, Title)


def test_a_redirect_is_not_followed(name):
    with FakeServer([ANSWER]) as other:
        there = Failure(307, headers={"Location": f"{other.url}/v1/chat/completions"})
        outcome, requests, _ = asked(name, there, there)
    assert isinstance(outcome, ProviderSetupError)
    assert other.requests == []
    assert requests <= 2


def test_a_refusal_carries_what_it_took():
    body = chat(None, refusal="I cannot help with that.")
    outcome, requests, _ = asked("openai", Failure(body=body))
    assert (outcome.kind, outcome.usage) == ("refused", Usage(1, 100, 20))
    assert requests == 1


def test_a_content_filter_is_a_refusal():
    outcome, _, _ = asked("openai", Failure(body=chat(None, finish="content_filter")))
    assert outcome.kind == "refused"


@pytest.mark.parametrize("finish", ["SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST"])
def test_gemini_says_why_it_refuses(finish):
    outcome, requests, _ = asked("google_gemini", Failure(body=generated(None, finish=finish)))
    assert (outcome.kind, outcome.usage) == ("refused", Usage(1, 100, 20))
    assert finish in str(outcome)
    assert requests == 1


def test_gemini_may_block_the_question():
    body = {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": 50},
    }
    outcome, _, _ = asked("google_gemini", Failure(body=body))
    assert (outcome.kind, outcome.usage) == ("refused", Usage(1, 50))
    assert "PROHIBITED_CONTENT" in str(outcome)


def test_a_cut_answer_says_what_to_set_and_what_it_took(name):
    if name == "google_gemini":
        body = generated('{"title": "Pri', finish="MAX_TOKENS", thoughtsTokenCount=280)
    else:
        details = {"completion_tokens_details": {"reasoning_tokens": 280}}
        body = chat('{"title": "Pri', finish="length", completion_tokens=300, **details)
    outcome, requests, _ = asked(name, Failure(body=body))
    assert (outcome.kind, outcome.usage) == ("cut", Usage(1, 100, 300, 0, 280))
    assert "300 tokens, 280 of them for thinking" in str(outcome)
    assert "max_tokens" in str(outcome)
    assert requests == 1


@pytest.mark.parametrize("text", ["", "  \n", None])
def test_an_empty_answer_is_named(name, text):
    body = generated(text) if name == "google_gemini" else chat(text)
    outcome, requests, _ = asked(name, Failure(body=body))
    assert (outcome.kind, outcome.usage) == ("empty", Usage(1, 100, 20))
    assert requests == 1


def test_a_megabyte_is_not_read_to_its_end(name):
    text = json.dumps({"title": "x" * 1_000_000})
    body = generated(text) if name == "google_gemini" else chat(text)
    outcome, requests, _ = asked(name, Failure(body=body))
    assert isinstance(outcome, AnswerError)
    assert outcome.kind == "invalid"
    assert requests == 1


def test_a_long_answer_below_the_bound_is_read(name):
    text = json.dumps({"title": "x" * (MAX_ANSWER_BYTES // 2)})
    outcome, _, _ = asked(name, answers=[text])
    assert outcome.text == text


@pytest.mark.parametrize("text", ['{"titel": 1}', "no JSON at all"])
def test_wrong_json_is_given_as_it_stands_to_whoever_asked(text):
    for name in ("openai", "google_gemini"):
        outcome, requests, _ = asked(name, answers=[text])
        assert (outcome.text, requests) == (text, 1)


def test_a_text_longer_than_the_context_is_that_texts_alone(name):
    said = "This model's maximum context length is 4096 tokens"
    body = error_body(name, said, "context_length_exceeded")
    outcome, requests, _ = asked(name, Failure(400, body))
    assert isinstance(outcome, AnswerError)
    assert "longer than the context of 'some-model'" in str(outcome)
    assert requests == 1


def test_a_strange_text_does_not_stop_the_provider(name):
    """The server refuses this one and answers a question of ours: the next Session is asked."""
    body = error_body(name, f"cannot parse {SECRET_TEXT}", "bad")
    outcome, requests, _ = asked(name, Failure(400, body), answers=['{"ok": true}'])
    assert isinstance(outcome, AnswerError)
    assert (outcome.kind, outcome.usage) == ("refused", Usage(1, 100, 20))
    assert requests == 2


def test_a_request_that_is_always_refused_shows_what_the_server_says(name):
    """Of a question of ours: it can hold no text of a Session."""
    body = error_body(name, "unknown field 'frobnicate'", "bad")
    outcome, requests, _ = asked(name, Failure(400, body), Failure(400, body))
    assert isinstance(outcome, ProviderSetupError)
    assert "it says \"unknown field 'frobnicate'\"" in str(outcome)
    assert requests == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
def test_a_server_that_repeats_question_and_key_is_not_quoted(name, status):
    """`asked` looks for both in the message and in what a log would show of the error."""
    body = error_body(name, f"{KEY} may not ask {SECRET_TEXT}", SECRET_TEXT)
    times = 1 if status in {400, 422} else 4  # else a question of ours would be quoted
    outcome, _, _ = asked(name, *[Failure(status, body)] * times)
    assert isinstance(outcome, LlmError)
