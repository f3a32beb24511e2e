"""What stands in the environment of a person has no say in where texts and keys go."""

from dataclasses import replace

import httpx2
import pytest

from sdc_core.errors import ProviderDownError, ProviderSetupError
from sdc_core.llm import PROVIDERS
from sdc_core.llm.providers.trouble import Trouble
from sdc_core.llm.providers.verdict import error_of
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
    place = "/v1beta/models/some-model:" if name == "google_gemini" else "/v1/chat/"
    assert asked.path.startswith(place)


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


def test_a_machine_that_takes_no_connection_is_not_a_slow_model():
    from sdc_core.llm.providers.connection import lost

    with FakeServer() as server:
        there = service("local_llm", server)
    off = error_of(lost(httpx2.ConnectTimeout("timed out")), there, "m")
    slow = error_of(lost(httpx2.ReadTimeout("timed out")), there, "m")
    assert "nothing answers at" in str(off)
    assert "take a smaller model" in str(slow)
    assert (off.may_cost, slow.may_cost) == (False, True)


def test_an_inspected_connection_is_told_from_no_network():
    with FakeServer() as server:
        there = replace(service("openai", server), base_url="https://api.openai.com/v1")
    said = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    error = error_of(Trouble(said=said), there, "m")
    assert isinstance(error, ProviderSetupError)
    assert "certificate" in str(error)
    assert isinstance(error_of(Trouble(said="no route"), there, "m"), ProviderDownError)
