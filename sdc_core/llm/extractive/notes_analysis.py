"""What a technician's note holds without a model: keywords, and what is still open."""

from collections import Counter

from sdc_core.llm.extractive.cues import ACTION_VERBS, CHECKS
from sdc_core.llm.extractive.overview import as_sentence
from sdc_core.llm.extractive.ranking import content_words
from sdc_core.llm.extractive.reading import reading_of
from sdc_core.llm.extractive.sentences import Role, Sentence, role_of, split
from sdc_core.llm.extractive.titles import strip_fillers
from sdc_core.models import Session, SessionSegment
from sdc_core.privacy.credentials import SECRET

MAX_KEYWORDS = 5
MAX_OPEN_ITEMS = 10
MAX_ITEM_LENGTH = 200
_SHORTEST = 3
_IN_SUBJECT = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of every note; they find nothing.
_COMMON = _words(
    """issue issues problem problems request client customer user users today tomorrow yesterday
    monday tuesday wednesday thursday friday saturday sunday new old still also call called time
    done work worked working week day days minutes hour hours note notes ticket one two all good
    hey hope every back well help team both nothing quick way takes take keeps keep thing things
    something please thanks hello morning afternoon give given see seems make made like want wants
    follow-up start starting first last next today's everybody anybody nobody think know"""
)


def keywords_of(session: Session) -> list[str]:
    """The words said most often, those of the subject first; equal ones as they come."""
    reading = reading_of(session)
    said = [reading.subject.text] if reading.subject else []
    counts: Counter[str] = Counter()
    for weight, texts in ((_IN_SUBJECT, said), (1, [s.text for s in reading.sentences])):
        for text in texts:
            for word in content_words(strip_fillers(text.replace(SECRET, " "))):
                counts[word] += weight * _is_keyword(word)
    ranked = sorted((word for word in counts if counts[word]), key=lambda word: -counts[word])
    return ranked[:MAX_KEYWORDS]


def open_items_of(session: Session) -> list[str]:
    """To-dos that nobody ticked off, in order."""
    todos = (s for s in session.segments if role_of(s) is Role.TODO and not is_done(s))
    texts = dict.fromkeys(text for segment in todos for text in split(segment.content))
    sentences = (Sentence(text, Role.TODO, 0.0, is_question=False) for text in texts)
    return [as_sentence(sentence, MAX_ITEM_LENGTH) for sentence in sentences][:MAX_OPEN_ITEMS]


def is_done(segment: SessionSegment) -> bool:
    """Whether the source says that a to-do is done."""
    said = segment.metadata.model_extra or {}
    return bool(said.get("completed") or said.get("completed_at_utc"))


def _is_keyword(word: str) -> bool:
    return (
        len(word) >= _SHORTEST
        and any(character.isalpha() for character in word)
        and word not in _COMMON | ACTION_VERBS | CHECKS
    )
