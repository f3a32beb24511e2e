"""The registry of providers: the local default works, the others are refused by name."""

import pytest

from sdc_core.errors import SettingsError
from sdc_core.llm import generator_from
from sdc_core.settings import LlmConfig, Settings


def test_default_is_extractive():
    assert generator_from(Settings()).name == "extractive-v2"


def test_provider_that_is_not_built_is_named():
    settings = Settings(llm_config=LlmConfig(active_provider="openai"))
    with pytest.raises(SettingsError, match=r"'openai' is not built yet; allowed are 'extractive'"):
        generator_from(settings)
