"""A Session without what speaks to a model: what local answers are chosen from."""

from sdc_core.llm.guards.orders import before_orders, is_order
from sdc_core.llm.guards.visible import visible
from sdc_core.models import Session, SessionSegment


def heard(session: Session) -> Session:
    """The Session itself; a copy where something in it orders a model about."""
    texts = {
        place: text for place, text in enumerate(map(_cut, session.segments)) if text is not None
    }
    is_bad_subject = is_order(visible(session.insights.source_title or ""))
    if not texts and not is_bad_subject:
        return session
    segments = [
        segment if place not in texts else segment.model_copy(update={"content": texts[place]})
        for place, segment in enumerate(session.segments)
    ]
    title = None if is_bad_subject else session.insights.source_title
    insights = session.insights.model_copy(update={"source_title": title})
    return session.model_copy(update={"segments": segments, "insights": insights})


def _cut(segment: SessionSegment) -> str | None:
    """The text before it begins to order; None where it never does."""
    text = visible(segment.content)
    return before_orders(text) if is_order(text) else None
