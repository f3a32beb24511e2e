"""Titles and summaries without a model and without a network: chosen sentences of the Session.

Every word comes from the Session's own text; only a Session without text (remote connections) gets
a title made of its facts. Cue words, position and shared words choose; see `ranking`.
"""

from sdc_core.ids import digest_json
from sdc_core.llm.base import Insight
from sdc_core.llm.extractive.facts import factual_summary, factual_title, machines_of
from sdc_core.llm.extractive.meaning import weighed
from sdc_core.llm.extractive.problem_cues import REQUEST, VAGUE
from sdc_core.llm.extractive.ranking import Ranked, content_words
from sdc_core.llm.extractive.reading import reading_of
from sdc_core.llm.extractive.sentences import (
    Role,
    Sentence,
    clean,
    has_subject,
    one_line,
    role_of,
)
from sdc_core.llm.extractive.summaries import best_action, best_problem, summary_of
from sdc_core.llm.extractive.titles import (
    best_title,
    cue_weight,
    starts_with_pronoun,
    strip_fillers,
    title_from,
    under_topic,
)
from sdc_core.models import Session

VERSION = "extractive-v2"
_CLEAR_FAULT = 1.0
_CLEAR_PROBLEM = 0.9
_ENOUGH_TO_FIND = 12
_WEAK_PROBLEM = 0.4
_TELLING_SUBJECT_WORDS = 3
_LONG_SUBJECT_WORDS = 4


class ExtractiveGenerator:
    """The default generator: local, free, deterministic.

    Args:
        with_embeddings: Let the small embedding model weigh the sentences too (extra
            `embeddings`). It gained nothing on written Sessions and takes ten times as long, so
            that words alone are the default: docs/decisions/0043.
    """

    def __init__(self, *, with_embeddings: bool = False) -> None:
        self._with_embeddings = with_embeddings
        self.name = f"{VERSION}+minilm" if with_embeddings else VERSION

    def digest_of(self, session: Session) -> str:
        """Digest of texts, roles and types; times only where the insight is made of facts."""
        texts = [
            [segment.type, role, segment.content]
            for segment in session.segments
            if (role := role_of(segment)) not in {None, Role.ASSISTANT}
        ]
        facts = [machines_of(session), len(session.segments)]
        minutes = None if texts else session.insights.session_duration_minutes
        subject = session.insights.source_title if has_subject(session) or not texts else None
        return digest_json([self.name, subject, texts, facts, minutes])

    def write(self, session: Session) -> Insight:
        """The title and summary; None for what the Session gives no ground for."""
        reading = reading_of(session)
        subject, ranked = reading.subject, reading.ranked
        if self._with_embeddings:
            ranked = weighed(ranked)
        if not ranked and not subject:
            return self._from_facts(session)
        return Insight(_title(subject, ranked) or None, summary_of(ranked), self.name)

    def _from_facts(self, session: Session) -> Insight:
        fallback = one_line(clean(session.insights.source_title or ""))
        title = factual_title(session) or (title_from(fallback) if fallback else None)
        return Insight(title or None, factual_summary(session), self.name)


def _title(subject: Sentence | None, ranked: list[Ranked]) -> str:
    """The title of the telling sentence; what it is about comes from near it, if need be."""
    chosen = _title_sentence(subject, ranked)
    texts = [one.sentence.text for one in ranked]
    before = texts[: texts.index(chosen.text)][-1:] if chosen.text in texts else []
    title = title_from(chosen.text)
    begin = max(0, chosen.text.casefold().find(title.casefold()[:_ENOUGH_TO_FIND]))
    meant = before if starts_with_pronoun(title) else []
    near = [chosen.text[:begin], *([subject.text] if subject else []), *meant]
    return under_topic(title, near)


def _title_sentence(subject: Sentence | None, ranked: list[Ranked]) -> Sentence:
    """The subject where it names the problem, else the sentence that does."""
    best = best_problem(ranked)
    if subject and (not best or _is_telling(subject) or not _is_better(best, subject)):
        return subject
    action = best_action(ranked, None)
    if best and (best.problem >= _WEAK_PROBLEM or not action):
        return best.sentence
    chosen = action or best
    assert chosen is not None  # there is a subject or at least one sentence
    return chosen.sentence


def _is_telling(subject: Sentence) -> bool:
    words = content_words(strip_fillers(subject.text))
    return cue_weight(subject.text) >= REQUEST and len(words) >= _TELLING_SUBJECT_WORDS


def _score(sentence: Sentence) -> float:
    return best_title(sentence.text).score


def _is_better(best: Ranked, subject: Sentence) -> bool:
    words, weight = content_words(strip_fillers(subject.text)), cue_weight(subject.text)
    if len(words) < _TELLING_SUBJECT_WORDS:
        is_vague = len(words) <= 1 or weight <= VAGUE or _score(best.sentence) > _score(subject)
        return is_vague and best.problem >= _WEAK_PROBLEM
    if weight == 0 and len(words) >= _LONG_SUBJECT_WORDS:
        return best.cue >= _CLEAR_FAULT and best.problem >= _CLEAR_PROBLEM
    return best.cue > weight and best.problem >= _CLEAR_PROBLEM
