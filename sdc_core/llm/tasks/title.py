"""`title`: what was wrong or asked for, in at most ten words."""

from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.local_texts import local_texts
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.models import Session


class Title(Answer):
    """One line."""

    title: str


def _local(session: Session) -> Title | None:
    title = local_texts(session).title
    return Title(title=title) if title else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Title)
    session.insights.llm_generated_title = answer.title


TASK = Task(
    name="title",
    step="llm_title",
    answer=Title,
    prompt=prompt_on("title"),
    local=_local,
    write=_write,
    applies=lambda _: True,
    max_tokens=100,
)
