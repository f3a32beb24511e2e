"""`invoice_line`: what was done, in one sentence that a customer may read.

What must not reach a customer reaches no model either: of private notes, chats and a technician's
own notes only sentences are shown that tell of work, of everything only what is fit. Nor is shown
what a customer wrote: it says nothing of the work done, and must not write its own invoice.
"""

import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from sdc_core.llm.base import Prompt
from sdc_core.llm.extractive.cues import FUTURE
from sdc_core.llm.extractive.invoice import MAX_LINE, line_of, tells_work
from sdc_core.llm.extractive.sentences import Role, role_of, split
from sdc_core.llm.guards.answers import Bounds
from sdc_core.llm.guards.heard import heard
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.guards.unfit import is_fit
from sdc_core.llm.guards.visible import visible
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.checked import checked
from sdc_core.llm.tasks.conversation import conversation_of
from sdc_core.llm.tasks.prompt_files import prompt_file
from sdc_core.llm.tasks.sources import has_customer
from sdc_core.models import SegmentType, Session, SessionSegment

_BOUNDS = Bounds(characters=MAX_LINE, least_words=2)
_NEXT_SENTENCE = re.compile(r"[.!?]\s+\w")
# Nobody but the technician ever read these.
_OWN = frozenset(
    {
        SegmentType.PRIVATE_NOTE,
        SegmentType.CHAT_MESSAGE,
        SegmentType.TICKET_NOTE,
        SegmentType.TICKET_TODO,
        SegmentType.STANDALONE_TODO,
        SegmentType.LABOR,
    }
)


class InvoiceLine(Answer):
    """One sentence."""

    line: str


def _prompt(session: Session) -> Prompt | None:
    conversation = conversation_of(heard(session), _fit_part)
    if not conversation:
        return None
    return prompt_file("invoice_line").with_parts(("conversation", conversation))


def _fit_part(segment: SessionSegment) -> str:
    if role_of(segment) is not Role.WORK and segment.metadata.technician is None:
        return ""
    is_shown = tells_work if segment.type in _OWN else is_fit
    return " ".join(text for text in split(visible(segment.content)) if is_shown(text))


def _local(session: Session) -> InvoiceLine | None:
    line = line_of(heard(session))
    return InvoiceLine(line=line) if line else None


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, InvoiceLine)
    line = plain_line(answer.line, characters=MAX_LINE)
    if line and is_fit(line):
        session.insights.generated_summaries["invoice_line"] = line


def _texts(answer: BaseModel) -> Iterator[tuple[str, Bounds]]:
    assert isinstance(answer, InvoiceLine)
    yield answer.line, _BOUNDS


_check = checked("invoice_line", _texts)


def _problem(answer: BaseModel, texts: Sequence[str]) -> str | None:
    assert isinstance(answer, InvoiceLine)
    if problem := _check(answer, texts):
        return problem
    if not is_fit(answer.line):
        return "it holds what no customer shall read"
    if _NEXT_SENTENCE.search(answer.line):
        return "it has more than one sentence"
    return "it tells of what is still to be done" if FUTURE.search(answer.line) else None


TASK = Task(
    name="invoice_line",
    step="llm_invoice_line",
    answer=InvoiceLine,
    prompt=_prompt,
    local=_local,
    write=_write,
    applies=has_customer,
    max_tokens=120,
    problem=_problem,
)
