"""`categorize`: what kind of job it was, and the words that say so."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from sdc_core.llm.extractive.category import MAX_EVIDENCE, category_of
from sdc_core.llm.guards.facts import Record
from sdc_core.llm.guards.heard import heard
from sdc_core.llm.guards.orders import is_order
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.llm.tasks.sources import is_no_note
from sdc_core.models import Session

MAX_WORD_LENGTH = 60
CategoryName = Literal["Hardware", "Software", "Network", "Account", "How-To", "Other"]


class Categorized(Answer):
    """One of six, with words of the record that speak for it."""

    category: CategoryName
    evidence: tuple[str, ...]


def evidence_problem(answer: BaseModel, texts: Sequence[str]) -> str | None:
    """Evidence stands in the record, and is words: a category without a reason is a guess."""
    assert isinstance(answer, Categorized)
    if len(answer.evidence) > MAX_EVIDENCE:
        return f"it gives more than {MAX_EVIDENCE} pieces of evidence"
    if not answer.evidence and answer.category != "Other":
        return "it gives no evidence"
    if any(map(is_order, texts)):  # a category has no words that could be held against the record
        return "the record itself says what to answer"
    folded = Record(texts).folded
    if any(not word.strip() or word.casefold() not in folded for word in answer.evidence):
        return "its evidence does not stand in the record"
    too_long = any(len(word) > MAX_WORD_LENGTH for word in answer.evidence)
    return f"its evidence has more than {MAX_WORD_LENGTH} characters" if too_long else None


def _local(session: Session) -> Categorized | None:
    found = category_of(heard(session))
    if found is None:
        return None
    return Categorized.model_validate({"category": found.name, "evidence": found.evidence})


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, Categorized)
    session.insights.llm_generated_category = answer.category
    session.insights.structured_llm_results["categorize"] = {
        "category": answer.category,
        "evidence": [plain_line(word, characters=MAX_WORD_LENGTH) for word in answer.evidence],
    }


TASK = Task(
    name="categorize",
    step="llm_categorize",
    answer=Categorized,
    prompt=prompt_on("categorize"),
    local=_local,
    write=_write,
    applies=is_no_note,
    max_tokens=120,
    problem=evidence_problem,
)
