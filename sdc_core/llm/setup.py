"""What keeps the configured models from being asked, seen before anything is sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sdc_core.llm.providers.service import Service, lacks, service_of
from sdc_core.llm.routing import chosen_model, model_setting, provider_of, tier_of
from sdc_core.llm.tasks import TASKS, customer_disambiguation
from sdc_core.llm_sections import EXTRACTIVE, LlmConfig, TaskSettings
from sdc_core.privacy.extra import INSTALL, missing_packages
from sdc_core.settings import Settings

EMBEDDING = "embedding"
"""The tier of vectors, and what is said of it as of a task."""
# Names that only one provider gives to models; `gpt-oss` is for everybody's own server.
_MODELS_OF: Mapping[str, re.Pattern[str]] = {
    "google_gemini": re.compile(r"(models/)?gemini-"),
    "openai": re.compile(r"gpt-[345]|chatgpt-|o[134](-|$)|text-embedding-(3|ada)"),
}


@dataclass(frozen=True, slots=True)
class SetupProblem:
    """Something to mend: whose it is, what it is about, what is so, what to do."""

    provider: str
    about: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class Use:
    """Tasks that go the same way; `model` is empty where the settings name none."""

    provider: str
    tier: str
    model: str
    tasks: tuple[str, ...]

    @property
    def is_local(self) -> bool:
        """Whether no model is asked at all."""
        return self.provider == EXTRACTIVE


def uses(settings: Settings) -> tuple[Use, ...]:
    """Every way that tasks go, each once; `enabled` tasks alone, and vectors by a provider."""
    ways: dict[tuple[str, str, str], list[str]] = {}
    for task, tier in _asked(settings):
        ways.setdefault(_way(settings.llm_config, task, tier), []).append(task)
    if vectors := _vectors(settings.llm_config):
        ways[vectors] = [EMBEDDING]
    return tuple(Use(*way, tuple(tasks)) for way, tasks in ways.items())


def setup_problems(settings: Settings) -> list[SetupProblem]:
    """Whatever the settings and this machine show, for every way in use."""
    ways = [use for use in uses(settings) if not use.is_local]
    services = {use.provider: service_of(settings, use.provider) for use in ways}
    problems = [problem for use in ways for problem in _of_model(use, services[use.provider])]
    problems += [problem for service in services.values() for problem in _of_service(service)]
    return problems


def _asked(settings: Settings) -> Iterator[tuple[str, str]]:
    config = settings.llm_config
    tiers = {task.name: task.tier for task in TASKS}
    if settings.linking.llm_enabled:
        tiers[customer_disambiguation.NAME] = customer_disambiguation.TIER
    for task, tier in tiers.items():
        if config.tasks.get(task, TaskSettings()).enabled:
            yield task, tier


def _way(config: LlmConfig, task: str, tier: str) -> tuple[str, str, str]:
    provider = provider_of(config, task)
    if provider == EXTRACTIVE:
        return provider, "", ""
    return provider, tier_of(config, task, tier), chosen_model(config, task, tier) or ""


def _vectors(config: LlmConfig) -> tuple[str, str, str] | None:
    """Whose vectors search compares; None: those of the model on this machine, or none."""
    name = config.active_provider
    model = "" if name == EXTRACTIVE else config.provider(name).models.embedding
    return (name, EMBEDDING, model) if model else None


def _of_model(use: Use, service: Service) -> Iterator[SetupProblem]:
    what = f"{', '.join(use.tasks)} by {use.provider}"
    where = model_setting(use.provider, use.tier)
    if not use.model:
        yield SetupProblem(
            use.provider,
            what,
            f"{use.provider} has no model for the tier {use.tier!r}",
            f"set {where}, for example {service.facts.example_model!r}",
        )
    for other, pattern in _MODELS_OF.items():
        if other != use.provider and pattern.match(use.model):
            yield SetupProblem(
                use.provider,
                what,
                f"{use.model!r} is a model of {other}",
                f"name a model of {use.provider} in {where}, or set the provider to {other!r}",
            )


def _of_service(service: Service) -> Iterator[SetupProblem]:
    for lack in lacks(service):
        yield SetupProblem(service.name, service.name, lack.text, lack.advice)
    if not service.is_on_this_machine and (missing := missing_packages()):
        yield SetupProblem(
            service.name,
            service.name,
            f"text may not leave this machine unredacted, and {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not installed",
            INSTALL,
        )


def is_redacted(settings: Settings, use: Use) -> bool:
    """Whether names and addresses are taken out before text goes this way."""
    config = settings.llm_config
    return config.redact == "always" or not service_of(settings, use.provider).is_on_this_machine
