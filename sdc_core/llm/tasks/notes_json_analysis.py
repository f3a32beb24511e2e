"""`notes_json_analysis`: all that is written for an item of notes.json, by one question."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from sdc_core.llm.extractive.category import category_of
from sdc_core.llm.extractive.category_words import OTHER
from sdc_core.llm.extractive.notes_analysis import (
    MAX_ITEM_LENGTH,
    MAX_KEYWORDS,
    MAX_OPEN_ITEMS,
    keywords_of,
    open_items_of,
)
from sdc_core.llm.guards.answers import Bounds
from sdc_core.llm.guards.heard import heard
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.llm.tasks.categorize import CategoryName
from sdc_core.llm.tasks.checked import checked
from sdc_core.llm.tasks.local_texts import local_texts
from sdc_core.llm.tasks.questions import prompt_on
from sdc_core.llm.tasks.sources import is_note
from sdc_core.llm.tasks.summary import BOUNDS as SUMMARY
from sdc_core.llm.tasks.summary import write_summary
from sdc_core.llm.tasks.title import BOUNDS as TITLE
from sdc_core.llm.tasks.title import write_title
from sdc_core.models import Session

MIN_KEYWORDS = 3
_KEYWORD = Bounds(characters=40, words=3, least_words=1)
_ITEM = Bounds(characters=MAX_ITEM_LENGTH)


class NotesAnalysis(Answer):
    """Title, category, summary, three to five keywords, what is still open."""

    title: str
    category: CategoryName
    summary: str
    keywords: tuple[str, ...]
    open_items: tuple[str, ...]


def _local(session: Session) -> NotesAnalysis | None:
    """A local one may have fewer keywords: a short note has no more words."""
    note = heard(session)
    texts, category = local_texts(note), category_of(note)
    if not texts.title:
        return None
    return NotesAnalysis.model_validate(
        {
            "title": texts.title,
            "category": category.name if category else OTHER,
            "summary": texts.summary or "",
            "keywords": keywords_of(note),
            "open_items": open_items_of(note),
        }
    )


def _write(session: Session, answer: Answer) -> None:
    assert isinstance(answer, NotesAnalysis)
    write_title(session, answer.title)
    write_summary(session, answer.summary)
    insights = session.insights
    insights.llm_generated_category = answer.category
    keywords = _plain(answer.keywords[:MAX_KEYWORDS], _KEYWORD)
    open_items = _plain(answer.open_items[:MAX_OPEN_ITEMS], _ITEM)
    insights.structured_llm_results["notes_json_analysis"] = {
        "title": insights.llm_generated_title,
        "category": answer.category,
        "summary": insights.generated_summaries.get("summary"),
        "keywords": list(keywords),
        "open_items": list(open_items),
    }
    lines = [insights.generated_summaries.get("summary", "")]
    lines += [f"Open: {item}" for item in open_items]
    lines += [f"Keywords: {', '.join(keywords)}"] if keywords else []
    insights.generated_summaries["notes_analysis"] = "\n".join(line for line in lines if line)


def _plain(texts: Sequence[str], bounds: Bounds) -> list[str]:
    lines = (plain_line(text, characters=bounds.characters, words=bounds.words) for text in texts)
    return [line for line in lines if line]


def _texts(answer: BaseModel) -> Iterator[tuple[str, Bounds]]:
    assert isinstance(answer, NotesAnalysis)
    yield answer.title, TITLE
    yield answer.summary, SUMMARY
    yield from ((keyword, _KEYWORD) for keyword in answer.keywords)
    yield from ((item, _ITEM) for item in answer.open_items)


_check = checked("notes_json_analysis", _texts)


def _problem(answer: BaseModel, texts: Sequence[str]) -> str | None:
    assert isinstance(answer, NotesAnalysis)
    if not MIN_KEYWORDS <= len(set(answer.keywords)) == len(answer.keywords) <= MAX_KEYWORDS:
        return f"it must give {MIN_KEYWORDS} to {MAX_KEYWORDS} different keywords"
    if len(answer.open_items) > MAX_OPEN_ITEMS:
        return f"it gives more than {MAX_OPEN_ITEMS} open items"
    return _check(answer, texts)


TASK = Task(
    name="notes_json_analysis",
    step="llm_notes_json_analysis",
    answer=NotesAnalysis,
    prompt=prompt_on("notes_json_analysis"),
    local=_local,
    write=_write,
    applies=is_note,
    tier="general",
    max_tokens=600,
    problem=_problem,
)
