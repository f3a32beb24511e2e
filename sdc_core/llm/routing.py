"""Which model does which task: the task's own settings over provider, defaults, and the task."""

from pydantic import JsonValue

from sdc_core.errors import ProviderSetupError
from sdc_core.llm.base import Route
from sdc_core.llm_sections import EXTRACTIVE, LlmConfig, Parameters, TaskSettings
from sdc_core.settings import Settings

# Equal questions should have equal answers (LLM reference, section 7).
TEMPERATURE = 0.0
MAX_TOKENS = 300


def provider_of(config: LlmConfig, task: str) -> str:
    """The provider that does a task."""
    return _own(config, task).provider or config.active_provider


def tier_of(config: LlmConfig, task: str, tier: str) -> str:
    """The tier that does a task; `tier` is the task's own."""
    return _own(config, task).tier or tier


def chosen_model(config: LlmConfig, task: str, tier: str) -> str | None:
    """The model that does a task; None where the settings name none for its tier."""
    models = config.provider(provider_of(config, task)).models
    named: str | None = getattr(models, tier_of(config, task, tier))
    return _own(config, task).model or named


def route_of(
    settings: Settings, task: str, *, tier: str, max_tokens: int = MAX_TOKENS
) -> Route | None:
    """Where a task is sent; None where it is done here, without a model.

    Args:
        settings: Read once.
        task: As in `llm_config.tasks`.
        tier: Of the task itself, where the settings name none.
        max_tokens: Of the task itself, likewise.

    Raises:
        ProviderSetupError: No model is named for the tier; names the key to set.
    """
    config = settings.llm_config
    provider, chosen = provider_of(config, task), tier_of(config, task, tier)
    if provider == EXTRACTIVE:
        return None
    if not (model := chosen_model(config, task, tier)):
        raise ProviderSetupError(
            f"{provider} has no model for the tier {chosen!r}, which the task {task!r} needs: set "
            f"{model_setting(provider, chosen)}, or llm_config.tasks.{task}.model"
        )
    own = _own(config, task).parameters
    parameters = merged(config.default_llm_params, own, max_tokens=max_tokens)
    return Route(task, provider, chosen, model, parameters)


def _own(config: LlmConfig, task: str) -> TaskSettings:
    return config.tasks.get(task, TaskSettings())


def model_setting(provider: str, tier: str) -> str:
    """Where the model of a tier is named."""
    return f"llm_config.{provider}.models.{tier}"


def merged(defaults: Parameters, own: Parameters, *, max_tokens: int) -> dict[str, JsonValue]:
    """Parameters as they reach the call, the task's own before the defaults of all tasks."""
    base = {"temperature": TEMPERATURE, "max_tokens": max_tokens, **defaults.extra, **own.extra}
    named = (*_named(defaults).items(), *_named(own).items())
    return {**base, **dict(named)}


def _named(parameters: Parameters) -> dict[str, JsonValue]:
    return parameters.model_dump(exclude={"extra"}, exclude_none=True)
