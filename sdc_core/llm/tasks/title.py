"""`title`: what was wrong or asked for, in at most ten words."""

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

BOUNDS = Bounds(characters=80, words=10)


class Title(Answer):
    """One line."""

    title: str


def write_title(session: Session, title: str) -> None:
    """Fill `llm_generated_title`, whoever wrote it."""
    line = plain_line(title, characters=BOUNDS.characters, words=BOUNDS.words)
    session.insights.llm_generated_title = line or None


def _local(session: Session) -> Title | None:
    title = local_texts(session).title
    return Title(title=title) if title else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Title)
    write_title(session, answer.title)


def _texts(answer: BaseModel) -> Iterator[tuple[str, Bounds]]:
    assert isinstance(answer, Title)
    yield answer.title, BOUNDS


TASK = Task(
    name="title",
    step="llm_title",
    answer=Title,
    prompt=prompt_on("title"),
    local=_local,
    write=_write,
    applies=is_no_note,
    max_tokens=100,
    problem=checked("title", _texts),
)
