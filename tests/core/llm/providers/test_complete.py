"""Both adapters: what reaches the call, what comes back, what it took."""

import json
import re

import pytest

from sdc_core.llm.base import Usage
from tests.core.llm.fake_server import Failure, FakeServer, chat, generated
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
SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}


@pytest.fixture
def server():
    with FakeServer([ANSWER]) as fake:
        yield fake


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_the_answer_and_its_tokens_come_back(name, server):
    completion = provider(name, server).complete(route(name), PROMPT, Title)
    assert completion.text == ANSWER
    assert completion.usage == Usage(calls=1, prompt_tokens=100, completion_tokens=20)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["openai", "local_llm"])
def test_model_parameters_and_schema_reach_openai(name, server):
    where = route(name, "gpt-4o-mini", top_p=0.5, seed=7, frequency_penalty=0.1)
    provider(name, server).complete(where, PROMPT, Title)
    (body,) = server.bodies
    assert body["model"] == "gpt-4o-mini"
    assert (body["temperature"], body["top_p"], body["seed"]) == (0.0, 0.5, 7)
    assert body["frequency_penalty"] == 0.1
    assert body["max_completion_tokens" if name == "openai" else "max_tokens"] == 300
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_model_parameters_and_schema_reach_gemini(server):
    where = route("google_gemini", "gemini-2.5-flash-lite", top_p=0.5, seed=7, top_k=3)
    provider("google_gemini", server).complete(where, PROMPT, Title)
    (asked,) = server.requests
    assert asked.path == "/v1beta/models/gemini-2.5-flash-lite:generateContent"
    config = asked.body["generationConfig"]
    assert (config["temperature"], config["topP"], config["topK"], config["seed"]) == (0, 0.5, 3, 7)
    assert config["maxOutputTokens"] == 300
    assert config["responseMimeType"] == "application/json"
    assert config["responseJsonSchema"] == SCHEMA
    assert "thinkingConfig" not in config


@pytest.mark.parametrize("name", NAMES)
def test_rules_go_into_the_system_part_and_data_into_the_users(name, server):
    provider(name, server).complete(route(name), PROMPT, Title)
    body = server.bodies[0]
    if name == "google_gemini":
        system, user = body["systemInstruction"], body["contents"]
    else:
        system, user = body["messages"]
    assert "Write a title." in json.dumps(system)
    assert SECRET_TEXT not in json.dumps(system)
    assert SECRET_TEXT in json.dumps(user)
    assert "Write a title." not in json.dumps(user)


@pytest.mark.parametrize("name", NAMES)
def test_the_tags_of_two_calls_differ(name, server):
    adapter = provider(name, server)
    adapter.complete(route(name), PROMPT, Title)
    adapter.complete(route(name), PROMPT, Title)
    assert server.bodies[0] != server.bodies[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_key_travels_in_a_header_alone(name, server):
    provider(name, server).complete(route(name), PROMPT, Title)
    (asked,) = server.requests
    assert any(KEY in value for value in asked.headers.values())
    assert KEY not in asked.path + json.dumps(asked.body)


@pytest.mark.parametrize(
    ("model", "effort"),
    [("gpt-5-mini", "minimal"), ("gpt-5.1", "none"), ("o4-mini", "low"), ("gpt-4o-mini", None)],
)
def test_models_that_think_are_told_to_think_little(model, effort, server):
    provider("openai", server).complete(route("openai", model), PROMPT, Title)
    (body,) = server.bodies
    assert body.get("reasoning_effort") == effort
    assert ("temperature" in body) is (effort is None)


def thinking_of(body):
    """The API reads the names of a part in either spelling; the SDK may send either."""
    sent = body["generationConfig"]["thinkingConfig"]
    return {re.sub("[A-Z]", lambda m: f"_{m[0].lower()}", key): sent[key] for key in sent}


@pytest.mark.parametrize(
    ("model", "thinking"),
    [
        ("gemini-2.5-flash", {"thinking_budget": 0}),
        ("gemini-2.5-pro", {"thinking_budget": 128}),
        ("gemini-3-flash", {"thinking_level": "LOW"}),
    ],
)
def test_gemini_models_that_think_are_told_to_think_little(model, thinking, server):
    provider("google_gemini", server).complete(route("google_gemini", model), PROMPT, Title)
    assert thinking_of(server.bodies[0]) == thinking


def test_the_settings_may_ask_for_more_thinking(server):
    more = {"thinking_config": {"thinking_budget": 1000}}
    where = route("google_gemini", "gemini-2.5-flash", **more)
    provider("google_gemini", server).complete(where, PROMPT, Title)
    where = route("openai", "gpt-5-mini", reasoning_effort="high")
    provider("openai", server).complete(where, PROMPT, Title)
    gemini, openai = server.bodies
    assert thinking_of(gemini) == {"thinking_budget": 1000}
    assert openai["reasoning_effort"] == "high"


def test_tokens_of_cache_and_thinking_are_told_alike(server):
    details = {
        "completion_tokens": 60,
        "prompt_tokens_details": {"cached_tokens": 30},
        "completion_tokens_details": {"reasoning_tokens": 40},
    }
    server.failures = [Failure(body=chat(ANSWER, **details))]
    openai = provider("openai", server).complete(route("openai"), PROMPT, Title)
    counts = {"cachedContentTokenCount": 30, "thoughtsTokenCount": 40}
    server.failures = [Failure(body=generated(ANSWER, **counts))]
    gemini = provider("google_gemini", server).complete(route("google_gemini"), PROMPT, Title)
    assert openai.usage == gemini.usage == Usage(1, 100, 60, 30, 40)


def test_thoughts_of_gemini_are_no_part_of_the_answer(server):
    body = generated(ANSWER)
    body["candidates"][0]["content"]["parts"].insert(0, {"text": "hm", "thought": True})
    server.failures = [Failure(body=body)]
    completion = provider("google_gemini", server).complete(route("google_gemini"), PROMPT, Title)
    assert completion.text == ANSWER


def test_a_server_that_counts_no_tokens_is_believed_one_call(server):
    body = chat(ANSWER)
    del body["usage"]
    server.failures = [Failure(body=body)]
    completion = provider("local_llm", server).complete(route("local_llm"), PROMPT, Title)
    assert completion.usage == Usage(calls=1)


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{ANSWER}\n```",
        f"<think>is it {{offline}}?</think>\n{ANSWER}",
        f"Here you are: {ANSWER}",
    ],
)
def test_what_a_local_model_writes_around_its_answer_is_left_out(text, server):
    server.answers = [text]
    completion = provider("local_llm", server).complete(route("local_llm"), PROMPT, Title)
    assert completion.text == ANSWER
