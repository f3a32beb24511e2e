"""Which model does which task, with which parameters: the narrower setting wins."""

import pytest

from sdc_core.errors import ProviderSetupError
from sdc_core.llm.routing import route_of
from sdc_core.settings import LlmConfig, Settings


def routed(task="title", tier="lightweight", max_tokens=60, **config):
    settings = Settings(llm_config=LlmConfig.model_validate(config))
    return route_of(settings, task, tier=tier, max_tokens=max_tokens)


OPENAI = {"models": {"lightweight": "small", "complex": "large"}}
GEMINI = {"models": {"lightweight": "flash"}}


def test_the_default_asks_no_model():
    assert routed() is None


def test_the_active_provider_does_every_task_by_the_tier_of_the_task():
    route = routed(active_provider="openai", openai=OPENAI)
    assert (route.task, route.provider, route.tier, route.model) == (
        "title",
        "openai",
        "lightweight",
        "small",
    )
    assert route.generator == "openai:small"


def test_a_task_may_name_provider_tier_and_model():
    config = {"active_provider": "openai", "openai": OPENAI, "google_gemini": GEMINI}
    assert routed(**config, tasks={"title": {"tier": "complex"}}).model == "large"
    assert routed(**config, tasks={"title": {"model": "other"}}).model == "other"
    assert routed(**config, tasks={"title": {"provider": "google_gemini"}}).model == "flash"
    assert routed(**config, tasks={"title": {"provider": "extractive"}}) is None
    assert routed(**config, tasks={"summary": {"tier": "complex"}}).model == "small"


def test_one_task_alone_may_ask_a_model():
    config = {"openai": OPENAI, "tasks": {"summary": {"provider": "openai"}}}
    assert routed("title", **config) is None
    assert routed("summary", **config).model == "small"


def test_parameters_are_the_tasks_own_then_the_defaults_then_those_of_the_task_itself():
    config = {"active_provider": "openai", "openai": OPENAI}
    assert routed(**config).parameters == {"temperature": 0.0, "max_tokens": 60}
    defaults = {"temperature": 0.3, "max_tokens": 500, "extra": {"a": 1, "b": 1}}
    assert routed(**config, default_llm_params=defaults).parameters == {
        "temperature": 0.3,
        "max_tokens": 500,
        "a": 1,
        "b": 1,
    }
    own = {"title": {"parameters": {"max_tokens": 40, "top_p": 0.9, "extra": {"b": 2}}}}
    assert routed(**config, default_llm_params=defaults, tasks=own).parameters == {
        "temperature": 0.3,
        "max_tokens": 40,
        "top_p": 0.9,
        "a": 1,
        "b": 2,
    }


def test_a_tier_without_a_model_is_named_with_the_key_to_set():
    with pytest.raises(ProviderSetupError) as caught:
        routed(tier="general", active_provider="openai", openai=OPENAI)
    assert "no model for the tier 'general', which the task 'title' needs" in str(caught.value)
    assert "llm_config.openai.models.general" in str(caught.value)
    assert "llm_config.tasks.title.model" in str(caught.value)
