"""A Session as it is read without a model: split and weighed once for all tasks."""

from dataclasses import dataclass

from sdc_core.llm.extractive.ranking import Ranked, rank
from sdc_core.llm.extractive.sentences import Sentence, role_of, sentences_of, subject_of
from sdc_core.models import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a Session in order; `ranked` leaves out what the subject says already."""

    subject: Sentence | None
    sentences: list[Sentence]
    ranked: list[Ranked]


# Of the Session met last: its tasks are done one after the other.
_last: dict[tuple[object, ...], Reading] = {}


def reading_of(session: Session) -> Reading:
    """The reading of a Session; nobody changes it, it is shared."""
    texts = tuple((part.type, role_of(part), part.content) for part in session.segments)
    said = (session.insights.source_title, texts)
    known = _last.get(said)
    if known is None:
        subject, sentences = subject_of(session), sentences_of(session)
        known = Reading(subject, sentences, rank(sentences, subject))
        _last.clear()
        _last[said] = known
    return known
