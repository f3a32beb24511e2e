"""The checks of `sdc doctor` on language models: each in use is really asked, with no text."""

from collections.abc import Iterator
from functools import lru_cache, partial

from sdc_assets.cli.findings import Finding, State
from sdc_core.embeddings.embedder import asked_once
from sdc_core.errors import LlmError
from sdc_core.llm import make_provider
from sdc_core.llm.providers.probe import PROBE_TEXT
from sdc_core.llm.providers.service import service_of
from sdc_core.llm.setup import EMBEDDING, Use, is_redacted, setup_problems, uses
from sdc_core.settings import Settings

ABOUT = "models"
LOCAL = "extractive: local, needs no key, no text leaves"
UNTIL_THEN = "until it is mended, Sessions keep their local titles and wait for the rest"
UNTIL_THEN_WORDS = "until it is mended, `sdc search` finds new Sessions by words alone"


def models(settings: Settings) -> Iterator[Finding]:
    """Which task goes where, and whether that works."""
    problems = setup_problems(settings)
    for problem in problems:
        yield Finding(State.FAIL, ABOUT, f"{problem.about}: {problem.text}", problem.advice)
    spoiled = {problem.provider for problem in problems}
    check = lru_cache(partial(_trouble, settings))  # one model may do the tasks of several tiers
    for use in uses(settings):
        if use.is_local:
            yield Finding(State.OK, ABOUT, f"{_tasks(use)}: {LOCAL}")
        elif use.provider not in spoiled:
            trouble = check(use.provider, use.model, is_for_vectors=use.tier == EMBEDDING)
            yield _told(settings, use, trouble)


def _trouble(settings: Settings, provider: str, model: str, *, is_for_vectors: bool) -> str:
    """What the model itself has to say for it; empty where it answers."""
    try:
        if is_for_vectors:
            make_provider(asked_once(settings, provider), provider).embed(model, [PROBE_TEXT])
        else:
            make_provider(settings, provider).check(model)
    except LlmError as error:
        return str(error)
    return ""


def _told(settings: Settings, use: Use, trouble: str) -> Finding:
    if trouble:
        until_then = UNTIL_THEN_WORDS if use.tier == EMBEDDING else UNTIL_THEN
        return Finding(State.FAIL, ABOUT, f"{_tasks(use)}: {trouble}", until_then)
    is_here = service_of(settings, use.provider).is_on_this_machine
    place = "on this machine" if is_here else "elsewhere"
    seen = "redacted text" if is_redacted(settings, use) else "text as it is, without credentials"
    way = f"{use.provider}:{use.model} ({use.tier})"
    return Finding(State.OK, ABOUT, f"{_tasks(use)}: {way} answers; {place}, sees {seen}")


def _tasks(use: Use) -> str:
    return ", ".join(use.tasks)
