"""`summary`: problem and resolution in two or three sentences."""

from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.local_texts import local_texts
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.models import Session


class Summary(Answer):
    """One paragraph."""

    summary: str


def _local(session: Session) -> Summary | None:
    summary = local_texts(session).summary
    return Summary(summary=summary) if summary else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Summary)
    session.insights.generated_summaries["summary"] = answer.summary


TASK = Task(
    name="summary",
    step="llm_summary",
    answer=Summary,
    prompt=prompt_on("summary"),
    local=_local,
    write=_write,
    applies=lambda _: True,
    tier="general",
    max_tokens=400,
)
