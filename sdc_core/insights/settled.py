"""How one task ended for one Session, and how the Session remembers it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from sdc_core.llm.asking import State
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.models import ProcessingLogEntry, Session

LOCAL = "local"
"""Beside the states of a question: nobody was to be asked."""
# Whose title a Session has; of a note one task writes it with all else.
TITLES = frozenset({"title", "notes_json_analysis"})


class Standing(NamedTuple):
    """What many Sessions share, for counting; `asked` is the model, empty where none is."""

    task: str
    state: str
    asked: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """One task of one Session.

    Attributes:
        answer: What is written; None where nothing gave ground for an answer.
        generator: Who wrote that.
        asked: The model that is to write it, empty where none is.
        state: `local`, or that of the question.
        reason: Why the model's answer is not there.
        prompt: Name and version of the prompt.
        key: Under which the model's answer is remembered.
    """

    task: Task
    answer: Answer | None
    generator: str
    asked: str = ""
    state: str = LOCAL
    reason: str = ""
    prompt: str = ""
    key: str = ""

    @property
    def standing(self) -> Standing:
        """What is counted."""
        return Standing(self.task.name, self.state, self.asked, self.reason)


def write_into(session: Session, settled: Sequence[Settled], content: str, now: datetime) -> None:
    """Fill the fields of the Session; one entry of its log for each task.

    `insights.generator` is who wrote the title.
    """
    insights = session.insights
    for one in settled:
        before = insights.llm_generated_title
        if one.answer is not None:
            one.task.write(session, one.answer)
        if insights.generator is None or insights.llm_generated_title != before:
            insights.generator = one.generator
        session.meta.processing_log.append(_entry(one, content, now))


def counted(settled: Iterable[Settled]) -> Counter[Standing]:
    """How many Sessions stand how."""
    return Counter(one.standing for one in settled)


def _entry(settled: Settled, content: str, now: datetime) -> ProcessingLogEntry:
    details: dict[str, JsonValue] = {
        "prompt": settled.prompt,
        "state": settled.state,
        "reason": settled.reason,
        "key": settled.key,
    }
    return ProcessingLogEntry(
        processor_name=settled.task.step,
        processor_version=settled.generator,
        timestamp_utc=now,
        outcome=_sentence(settled),
        input_hash=content,
        details={name: value for name, value in details.items() if value},
    )


def _sentence(settled: Settled) -> str:
    what = settled.task.name.replace("_", " ")
    if settled.state == State.ANSWERED:
        return f"{what} written by {settled.generator}"
    local = (
        f"{what} written without a model"
        if settled.answer is not None
        else f"no {what}: nothing to go by"
    )
    if settled.state == LOCAL:
        return local
    asked = {State.WAITING: "is asked again later", State.FAILED: "gave no usable answer"}
    return f"{local}; {settled.asked} {asked[State(settled.state)]}: {settled.reason}"
