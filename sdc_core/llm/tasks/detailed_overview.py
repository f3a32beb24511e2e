"""`detailed_overview`: what happened, step by step in the order of time."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from sdc_core.llm.extractive.overview import MAX_STEP_LENGTH, MAX_STEPS, steps_of
from sdc_core.llm.guards.answers import Bounds
from sdc_core.llm.guards.heard import heard
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.checked import checked
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.llm.tasks.sources import is_no_note
from sdc_core.models import Session

_STEP = Bounds(characters=MAX_STEP_LENGTH)


class Overview(Answer):
    """Steps, the first one first."""

    steps: tuple[str, ...]


def _local(session: Session) -> Overview | None:
    steps = steps_of(heard(session))
    return Overview(steps=tuple(steps)) if steps else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Overview)
    plain = (plain_line(step, characters=MAX_STEP_LENGTH) for step in answer.steps[:MAX_STEPS])
    steps = [step for step in plain if step]
    if not steps:
        return
    numbered = (f"{number}. {step}" for number, step in enumerate(steps, start=1))
    session.insights.generated_summaries["detailed_overview"] = "\n".join(numbered)
    session.insights.structured_llm_results["detailed_overview"] = {"steps": list(steps)}


def _texts(answer: BaseModel) -> Iterator[tuple[str, Bounds]]:
    assert isinstance(answer, Overview)
    yield from ((step, _STEP) for step in answer.steps)


_check = checked("detailed_overview", _texts)


def _problem(answer: BaseModel, texts: Sequence[str]) -> str | None:
    assert isinstance(answer, Overview)
    if not 1 <= len(answer.steps) <= MAX_STEPS:
        return f"it must give 1 to {MAX_STEPS} steps"
    return _check(answer, texts)


TASK = Task(
    name="detailed_overview",
    step="llm_detailed_overview",
    answer=Overview,
    prompt=prompt_on("detailed_overview"),
    local=_local,
    write=_write,
    applies=is_no_note,
    tier="general",
    max_tokens=900,
    problem=_problem,
)
