"""What of a Session is turned into a vector; credentials are cut before anything else sees it."""

from sdc_core.ids import digest_json
from sdc_core.llm.extractive.sentences import one_line, sentences_of
from sdc_core.models import Session
from sdc_core.privacy.credentials import cut_credentials
from sdc_core.privacy.sessions import cut_session

TEXT_VERSION = "1"
"""Of the rule below: another one embeds all Sessions again."""
MAX_LENGTH = 2000
"""Characters; the model sees about 1,200, and a provider is paid by length."""


def embedding_text(session: Session) -> str:
    """Title, summary and what people wrote, bounded; empty where nobody wrote anything.

    A title made of facts alone ("Remote work on WKSTN-02") says nothing of what was meant: a
    Session without a written word has no text.
    """
    session = cut_session(session)
    said = [sentence.text for sentence in sentences_of(session)]
    insights = session.insights
    subject = insights.source_title if said else None
    parts = [subject, insights.llm_generated_title, *_summaries(session), *said]
    if not said:
        return ""
    lines = dict.fromkeys(one_line(cut_credentials(part)) for part in parts if part)
    return "\n".join(line for line in lines if line)[:MAX_LENGTH]


def text_digest(text: str) -> str:
    """Under which the vector of a text is kept."""
    return digest_json([TEXT_VERSION, text])


def _summaries(session: Session) -> list[str]:
    """The short one only: the others say the same at length."""
    summary = session.insights.generated_summaries.get("summary")
    return [summary] if summary else []
