"""The checks of `sdc doctor` on language models: each in use is really asked, with no text."""

from collections.abc import Iterator

from sdc_assets.cli.findings import Finding, State
from sdc_core.errors import LlmError
from sdc_core.llm import make_provider
from sdc_core.llm.setup import Use, is_redacted, setup_problems, uses
from sdc_core.settings import Settings

ABOUT = "models"
LOCAL = "extractive: local, needs no key, no text leaves"
UNTIL_THEN = "until it is mended, Sessions keep their local titles and wait for the rest"


def models(settings: Settings) -> Iterator[Finding]:
    """Which task goes where, and whether that works."""
    problems = setup_problems(settings)
    for problem in problems:
        yield Finding(State.FAIL, ABOUT, f"{problem.about}: {problem.text}", problem.advice)
    spoiled = {problem.provider for problem in problems}
    for use in uses(settings):
        if use.is_local:
            yield Finding(State.OK, ABOUT, f"{_tasks(use)}: {LOCAL}")
        elif use.provider not in spoiled:
            yield _asked(settings, use)


def _asked(settings: Settings, use: Use) -> Finding:
    provider = make_provider(settings, use.provider)
    try:
        provider.check(use.model)
    except LlmError as error:
        return Finding(State.FAIL, ABOUT, f"{_tasks(use)}: {error}", UNTIL_THEN)
    place = "on this machine" if provider.is_on_this_machine else "elsewhere"
    seen = "redacted text" if is_redacted(settings, use) else "text as it is, without credentials"
    way = f"{use.provider}:{use.model} ({use.tier})"
    return Finding(State.OK, ABOUT, f"{_tasks(use)}: {way} answers; {place}, sees {seen}")


def _tasks(use: Use) -> str:
    return ", ".join(use.tasks)
