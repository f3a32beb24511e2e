"""The category of a job without a model: by the words that it is told in."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from sdc_core.llm.extractive.category_words import OTHER, WORDS
from sdc_core.llm.extractive.problem_cues import cue_weight
from sdc_core.llm.extractive.reading import reading_of
from sdc_core.models import Session

MAX_EVIDENCE = 5
_SUBJECT_COUNTS = 3.0
_BEST_SENTENCE_COUNTS = 2.0
_FAULT_COUNTS = 1.0
_REST_COUNTS = 0.4
_PATTERNS = tuple(
    (
        category,
        worth,
        re.compile(rf"\b(?:{'|'.join(dedent(lines).strip().splitlines())})\b", re.IGNORECASE),
    )
    for category, worth, lines in WORDS
)
_ORDER = tuple(dict.fromkeys(category for category, _, _ in WORDS))


@dataclass(frozen=True, slots=True)
class Category:
    """A category and the words that speak for it, as they stand in the Session."""

    name: str
    evidence: tuple[str, ...]


def category_of(session: Session) -> Category | None:
    """The category; `Other` where no word speaks, None where nobody wrote anything."""
    texts = list(_weighted_texts(session))
    if not texts:
        return None
    scores: defaultdict[str, float] = defaultdict(float)
    evidence: dict[str, dict[str, str]] = {category: {} for category in _ORDER}
    for text, counts in texts:
        for category, worth, word in _words(text):
            if word.casefold() not in evidence[category]:  # said again it says no more
                evidence[category][word.casefold()] = word
                scores[category] += worth * counts
    if not scores:
        return Category(OTHER, ())
    best = max(scores, key=lambda name: (scores[name], -_ORDER.index(name)))
    return Category(best, tuple(evidence[best].values())[:MAX_EVIDENCE])


def _words(text: str) -> Iterator[tuple[str, float, str]]:
    for category, worth, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield category, worth, match[0]


def _weighted_texts(session: Session) -> Iterator[tuple[str, float]]:
    """The subject and the sentence that names the problem count most, then other faults."""
    reading = reading_of(session)
    if reading.subject:
        yield reading.subject.text, _SUBJECT_COUNTS
    best = max(reading.ranked, key=lambda r: r.problem, default=None)
    if best:
        yield best.sentence.text, _BEST_SENTENCE_COUNTS
    for one in reading.ranked:
        if one is not best:
            is_fault = cue_weight(one.sentence.text) >= 1 and not one.is_action
            yield one.sentence.text, _FAULT_COUNTS if is_fault else _REST_COUNTS
