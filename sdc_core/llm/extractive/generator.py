"""Titles and summaries without a model and without a network: chosen sentences of the Session.

Every word comes from the Session's own text; only a Session without text (remote connections) gets
a title made of its facts. Cue words, position and shared words choose; see `ranking`.
"""

from sdc_core.ids import digest_json
from sdc_core.llm.base import Insight
from sdc_core.llm.extractive.candidates import candidates_of
from sdc_core.llm.extractive.choice import best_candidate
from sdc_core.llm.extractive.facts import factual_summary, factual_title, machines_of
from sdc_core.llm.extractive.meaning import weighed
from sdc_core.llm.extractive.reading import reading_of
from sdc_core.llm.extractive.sentences import (
    Role,
    clean,
    has_subject,
    one_line,
    role_of,
)
from sdc_core.llm.extractive.summaries import summary_of
from sdc_core.llm.extractive.titles import title_from
from sdc_core.models import Session

VERSION = "extractive-v2"


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
        best = best_candidate(candidates_of(reading.sentences, subject, ranked))
        title = best.text if best else ""
        problem = best.ranked if best and best.ranked in ranked else None
        return Insight(title or None, summary_of(ranked, problem), self.name)

    def _from_facts(self, session: Session) -> Insight:
        fallback = one_line(clean(session.insights.source_title or ""))
        title = factual_title(session) or (title_from(fallback) if fallback else None)
        return Insight(title or None, factual_summary(session), self.name)
