"""`summary`: problem and resolution in two or three sentences."""

from collections.abc import Iterator

from pydantic import BaseModel

from sdc_core.llm.guards.answers import Bounds
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.checked import checked
from sdc_core.llm.tasks.local_texts import local_texts
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.llm.tasks.sources import is_no_note
from sdc_core.models import Session

BOUNDS = Bounds(characters=600, least_words=3)


class Summary(Answer):
    """One paragraph."""

    summary: str


def write_summary(session: Session, summary: str) -> None:
    """Fill `generated_summaries['summary']`, whoever wrote it."""
    if line := plain_line(summary, characters=BOUNDS.characters):
        session.insights.generated_summaries["summary"] = line


def _local(session: Session) -> Summary | None:
    summary = local_texts(session).summary
    return Summary(summary=summary) if summary else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Summary)
    write_summary(session, answer.summary)


def _texts(answer: BaseModel) -> Iterator[tuple[str, Bounds]]:
    assert isinstance(answer, Summary)
    yield answer.summary, BOUNDS


TASK = Task(
    name="summary",
    step="llm_summary",
    answer=Summary,
    prompt=prompt_on("summary"),
    local=_local,
    write=_write,
    applies=is_no_note,
    tier="general",
    max_tokens=400,
    problem=checked("summary", _texts),
)
