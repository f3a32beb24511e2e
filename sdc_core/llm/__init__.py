"""Titles and summaries: one protocol, a registry of providers, the local default."""

from collections.abc import Callable, Mapping

from sdc_core.errors import SettingsError
from sdc_core.llm.base import Generator
from sdc_core.llm.extractive.generator import ExtractiveGenerator
from sdc_core.settings import Settings

PROVIDERS: Mapping[str, Callable[[Settings], Generator]] = {
    "extractive": lambda _settings: ExtractiveGenerator(),
}


def generator_from(settings: Settings) -> Generator:
    """The generator that `llm_config.active_provider` names.

    Raises:
        SettingsError: The provider is not built yet; names those that are.
    """
    provider = settings.llm_config.active_provider
    if provider not in PROVIDERS:
        raise SettingsError(
            f"llm_config.active_provider: {provider!r} is not built yet; allowed are "
            f"{', '.join(map(repr, sorted(PROVIDERS)))}"
        )
    return PROVIDERS[provider](settings)
