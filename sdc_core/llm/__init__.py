"""Answers of language models: one protocol, a registry of providers."""

from collections.abc import Callable, Mapping

from sdc_core.llm.base import Provider
from sdc_core.llm.providers.service import Service, service_of
from sdc_core.settings import Settings


def _gemini(service: Service) -> Provider:
    from sdc_core.llm.providers.gemini import Gemini  # noqa: PLC0415 - only who calls it

    return Gemini(service)


def _openai(service: Service) -> Provider:
    from sdc_core.llm.providers.openai import OpenAi  # noqa: PLC0415 - only who calls it

    return OpenAi(service)


PROVIDERS: Mapping[str, Callable[[Service], Provider]] = {
    "google_gemini": _gemini,
    "openai": _openai,
    "local_llm": _openai,
}


def make_provider(settings: Settings, name: str) -> Provider:
    """The provider of that name; nothing is sent, and no SDK is loaded, before it is asked.

    Whoever calls keeps it: the pause after a 429 and the requests per minute are of one provider.
    """
    return PROVIDERS[name](service_of(settings, name))
