"""A Session as models, search and titles may see it: a secret said once is cut everywhere in it."""

from sdc_core.models import Session
from sdc_core.privacy.credentials import cut_together


def cut_session(session: Session) -> Session:
    """The same Session with credentials cut from subject and segments, all looked at together.

    Said with its word in one comment ("password is ..."), a secret stands without it in the next.

    Raises:
        RedactionError: It could not be done; nothing of the texts may be used.
    """
    title = session.insights.source_title
    texts = (title or "", *(segment.content for segment in session.segments))
    cut = cut_together(texts)
    if cut == texts:
        return session
    segments = [
        segment.model_copy(update={"content": text})
        for segment, text in zip(session.segments, cut[1:], strict=True)
    ]
    insights = session.insights.model_copy(update={"source_title": title and cut[0]})
    return session.model_copy(update={"insights": insights, "segments": segments})
