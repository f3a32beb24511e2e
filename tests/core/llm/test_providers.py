"""The registry of providers: each name of the settings has an adapter; making one sends nothing."""

import subprocess
import sys
from typing import get_args

import pytest

from sdc_core.llm import PROVIDERS, make_provider
from sdc_core.llm.providers.service import lacks, service_of
from sdc_core.llm_sections import EXTRACTIVE, ProviderName
from sdc_core.settings import LlmConfig, Settings


def settings_of(name, **section):
    models = {"lightweight": "m"}
    local = {"base_url": "http://127.0.0.1:9/v1"} if name == "local_llm" else {}
    config = {"active_provider": name, name: {"models": models, **local, **section}}
    return Settings(llm_config=LlmConfig.model_validate(config))


def test_every_provider_of_the_settings_has_an_adapter():
    assert set(PROVIDERS) == set(get_args(ProviderName)) - {EXTRACTIVE}


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_a_provider_bears_its_name_and_knows_where_it_is(name):
    provider = make_provider(settings_of(name), name)
    assert provider.name == name
    assert provider.is_on_this_machine is (name == "local_llm")


@pytest.mark.parametrize("name", sorted(PROVIDERS))
@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://192.168.1.9:1/v1", False),
        ("http://localhost.example.com/v1", False),
        ("https://gateway.example.com/v1", False),
    ],
)
def test_only_the_own_server_at_loopback_keeps_text_here(name, url, is_loopback):
    """`openai` at loopback is a gateway that passes text on to OpenAI."""
    is_here = is_loopback and name == "local_llm"
    assert make_provider(settings_of(name, base_url=url), name).is_on_this_machine is is_here


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_a_gateway_at_loopback_may_hold_the_key_itself(name):
    here = service_of(settings_of(name, base_url="http://127.0.0.1:1/v1"), name)
    assert list(lacks(here)) == []


def test_making_a_provider_loads_no_sdk():
    code = (
        "import sys\n"
        "from sdc_core.llm import PROVIDERS\n"
        "from sdc_core.llm.providers.service import Service\n"
        "for name, make in PROVIDERS.items(): make(Service(name, 'http://127.0.0.1:9/v1'))\n"
        "print('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"openai", "google.genai", "httpx2", "numpy"} & set(run.stdout.split()) == set()
