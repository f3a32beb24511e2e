"""Both adapters against the fake server, alike where they must be alike."""

from dataclasses import replace

from pydantic import SecretStr

from sdc_core.llm import PROVIDERS
from sdc_core.llm.base import Prompt, Route
from sdc_core.llm.providers.patience import Patience
from sdc_core.llm.providers.service import Service
from sdc_core.llm.tasks.base import Answer
from tests.core.api.clock import Clock

KEY = "sk-test-0123456789abcdef"
SECRET_TEXT = "the printer of Zaphod is offline"
PROMPT = Prompt("title-1", "Write a title.", (("conversation", SECRET_TEXT),))
NAMES = ("openai", "local_llm", "google_gemini")


class Title(Answer):
    """An answer with a field that is also a keyword of JSON Schema."""

    title: str


def service(name, server, **changes):
    """The provider of that name at the fake server, for a single quick try unless said."""
    url = server.gemini_url if name == "google_gemini" else server.openai_url
    known = Service(name, url, SecretStr(KEY), timeout_seconds=5, max_tries=4)
    return replace(known, **changes)


def provider(name, server, clock=None, **changes):
    """The adapter, with a clock that only sleeping moves."""
    made = service(name, server, **changes)
    clock = clock or Clock()
    built = PROVIDERS[name](made)
    built._patience = Patience(made, sleep=clock.sleep, clock=clock)
    return built


def route(name, model="some-model", **parameters):
    """Where a title goes."""
    given = {"temperature": 0.0, "max_tokens": 300, **parameters}
    return Route("title", name, "lightweight", model, given)
