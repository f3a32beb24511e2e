"""What a server does not take of a request is left out, once learned, and the rest still goes."""

import json

import pytest

from sdc_core.errors import LlmError
from sdc_core.llm.providers.dialect import Dialect, Form, first_dialect
from sdc_core.llm.providers.trouble import Trouble
from tests.core.llm.fake_server import Failure, FakeServer, openai_error
from tests.core.llm.providers.asking import PROMPT, Title, provider, route

ANSWER = '{"title": "Printer offline"}'
UNSUPPORTED_TOKENS = openai_error(
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
    "'max_completion_tokens' instead.",
    code="unsupported_parameter",
    param="max_tokens",
)
UNSUPPORTED_TEMPERATURE = openai_error(
    "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) "
    "value is supported.",
    code="unsupported_value",
    param="temperature",
)
LM_STUDIO_NO_OBJECT = {"error": "'response_format.type' must be 'json_schema' or 'text'"}
NO_SCHEMA = openai_error("response_format type json_schema is not supported")


def asked(*failures, name="local_llm", times=1, **parameters):
    with FakeServer([ANSWER], [Failure(*failure) for failure in failures]) as server:
        adapter = provider(name, server)
        for _ in range(times):
            adapter.complete(route(name, **parameters), PROMPT, Title)
    return server.bodies


def test_the_other_name_of_max_tokens_is_learned_and_kept():
    first, second, third = asked((400, UNSUPPORTED_TOKENS), times=2)
    assert first["max_tokens"] == second["max_completion_tokens"] == 300
    assert "max_tokens" not in second
    assert third["max_completion_tokens"] == 300


def test_a_gateway_that_knows_only_the_old_name():
    said = openai_error("Unrecognized request argument supplied: max_completion_tokens")
    first, second = asked((400, said), name="openai")
    assert first["max_completion_tokens"] == second["max_tokens"] == 300


def test_a_refused_temperature_is_left_out():
    first, second = asked((400, UNSUPPORTED_TEMPERATURE), name="openai")
    assert first["temperature"] == 0
    assert "temperature" not in second
    assert second["max_completion_tokens"] == 300


def test_a_temperature_that_is_too_high_is_not_left_out_in_silence():
    said = openai_error("temperature must be at most 1", param="temperature")
    hot = route("local_llm", temperature=2)
    with FakeServer([ANSWER], [Failure(400, said)] * 2) as server, pytest.raises(LlmError):
        provider("local_llm", server).complete(hot, PROMPT, Title)
    assert [body["temperature"] for body in server.bodies] == [2, 2]


def test_the_ladder_of_forms_down_to_plain_words():
    bodies = asked((400, NO_SCHEMA), (400, LM_STUDIO_NO_OBJECT), times=2)
    forms = [(body.get("response_format") or {}).get("type") for body in bodies]
    assert forms == ["json_schema", "json_object", None, None]
    systems = [body["messages"][0]["content"] for body in bodies]
    assert '"properties"' not in systems[0]
    assert all(json.dumps({"type": "string"}) in system for system in systems[1:])


def test_a_server_that_fails_on_a_schema_is_asked_without():
    said = openai_error("Failed to parse grammar")
    bodies = asked((500, said))
    assert [body["response_format"]["type"] for body in bodies] == ["json_schema", "json_object"]


@pytest.mark.parametrize(
    "said",
    [
        "System role not supported",
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "Only user and assistant roles are supported!",
    ],
)
@pytest.mark.parametrize("status", [400, 500])
def test_a_model_without_a_system_part_is_given_the_rules_before_the_data(said, status):
    first, second = asked((status, openai_error(said)))
    assert [message["role"] for message in first["messages"]] == ["system", "user"]
    (message,) = second["messages"]
    assert message["role"] == "user"
    assert message["content"].index("Write a title.") < message["content"].index("Zaphod")


def test_several_refusals_one_after_the_other():
    bodies = asked((400, UNSUPPORTED_TOKENS), (400, UNSUPPORTED_TEMPERATURE), (400, NO_SCHEMA))
    assert len(bodies) == 4
    assert bodies[-1]["response_format"]["type"] == "json_object"
    assert "temperature" not in bodies[-1]


def test_what_one_model_refuses_another_is_still_asked():
    with FakeServer([ANSWER], [Failure(400, NO_SCHEMA)]) as server:
        adapter = provider("local_llm", server)
        adapter.complete(route("local_llm", "a"), PROMPT, Title)
        adapter.complete(route("local_llm", "b"), PROMPT, Title)
    assert server.bodies[-1]["response_format"]["type"] == "json_schema"


def test_a_server_that_refuses_everything_ends():
    """A refusal of the last form as well."""
    with FakeServer([ANSWER], [Failure(400, NO_SCHEMA)] * 20) as server, pytest.raises(LlmError):
        provider("local_llm", server).complete(route("local_llm"), PROMPT, Title)
    assert len(server.requests) < 8


def test_a_refusal_of_something_else_teaches_nothing():
    assert Dialect().without(Trouble(400, said="the model is on holiday")) is None
    assert Dialect().without(Trouble(429, said="no more max_tokens are supported today")) is None
    assert Dialect(form=Form.PLAIN).without(Trouble(400, said="response_format?")) is None


@pytest.mark.parametrize("model", ["gpt-5-mini", "o3", "gpt-5.1"])
def test_only_openais_own_models_are_known_before_they_are_asked(model):
    assert first_dialect("local_llm", model) == Dialect()
    assert first_dialect("openai", model) != Dialect()
