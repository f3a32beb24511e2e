"""What stands in the environment of a person has no say in where texts and keys go."""

import socket
from dataclasses import replace

import pytest

from sdc_core.errors import LlmError, ProviderDownError, ProviderSetupError
from sdc_core.llm import PROVIDERS
from sdc_core.llm.providers.trouble import Trouble, error_of
from tests.core.llm.fake_server import FakeServer
from tests.core.llm.providers.asking import NAMES, PROMPT, Title, provider, route, service

ANSWER = '{"title": "Printer offline"}'
ELSEWHERE = "http://127.0.0.1:9/v1"
SURROUNDINGS = {
    "OPENAI_API_KEY": "sk-environment-1",
    "OPENAI_ADMIN_KEY": "sk-environment-2",
    "OPENAI_BASE_URL": ELSEWHERE,
    "GEMINI_API_KEY": "environment-3",
    "GOOGLE_API_KEY": "environment-4",
    "GOOGLE_GEMINI_BASE_URL": ELSEWHERE,
    "GOOGLE_GENAI_USE_VERTEXAI": "true",
    "GOOGLE_CLOUD_PROJECT": "environment-5",
    "GOOGLE_GENAI_API_VERSION": "v9",
    "HTTP_PROXY": ELSEWHERE,
    "HTTPS_PROXY": ELSEWHERE,
    "ALL_PROXY": ELSEWHERE,
}


@pytest.mark.parametrize("name", NAMES)
def test_addresses_and_keys_are_those_of_the_settings(name, monkeypatch):
    for variable, value in SURROUNDINGS.items():
        monkeypatch.setenv(variable, value)
    with FakeServer([ANSWER]) as server:
        completion = provider(name, server).complete(route(name), PROMPT, Title)
    assert completion.text == ANSWER
    (asked,) = server.requests
    assert "environment-" not in asked.text


@pytest.mark.parametrize("name", ["openai", "google_gemini"])
def test_without_a_key_nothing_is_sent_elsewhere(name):
    with FakeServer() as server:
        bare = replace(service(name, server), key=None, base_url="https://example.com/v1")
        for ask in asks(PROVIDERS[name](bare), name):
            with pytest.raises(ProviderSetupError, match=f"{name} has no key: set"):
                ask()


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_not_sent_in_the_clear(name):
    with FakeServer() as server:
        clear = replace(service(name, server), base_url="http://192.0.2.7/v1")
        for ask in asks(PROVIDERS[name](clear), name):
            with pytest.raises(ProviderSetupError, match="in the clear"):
                ask()


def asks(adapter, name):
    yield lambda: adapter.complete(route(name), PROMPT, Title)
    yield lambda: adapter.embed("m", ["text"])
    yield lambda: adapter.check("m")


@pytest.mark.parametrize("name", NAMES)
def test_a_machine_that_does_not_take_connections_is_not_a_slow_model(name):
    """A full backlog: the connection is never made."""
    with socket.socket() as listening, socket.socket() as first, socket.socket() as second:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        place = service(name, FakeServerAt(listening), timeout_seconds=0.3, max_tries=1)
        with pytest.raises(LlmError) as caught:
            PROVIDERS[name](place).complete(route(name), PROMPT, Title)
    assert isinstance(caught.value, ProviderDownError)


class FakeServerAt:
    """The addresses of whatever listens there."""

    def __init__(self, listening):
        self.gemini_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.openai_url = f"{self.gemini_url}/v1"


def test_an_inspected_connection_is_told_from_no_network():
    with FakeServer() as server:
        there = replace(service("openai", server), base_url="https://api.openai.com/v1")
    said = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    error = error_of(Trouble(said=said), there, "m")
    assert isinstance(error, ProviderSetupError)
    assert "certificate" in str(error)
    assert isinstance(error_of(Trouble(said="no route"), there, "m"), ProviderDownError)
