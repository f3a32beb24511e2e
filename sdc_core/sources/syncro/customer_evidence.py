"""Where a Syncro ticket names people and machines of its customer, besides the customer's id.

The id decides; this only shows where the rest of the ticket speaks of somebody else. Addresses are
those that wrote to the technicians and those they wrote to.
"""

from collections.abc import Iterator

from sdc_core.models import SegmentType, Session
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, distinct, text_of


def evidence_of(session: Session, settings: Settings) -> SessionEvidence:
    """Addresses of mails, the creator where it is one, and all texts but those of the system."""
    del settings
    said = (s.content for s in session.segments if s.type != SegmentType.SYSTEM)
    text = text_of([session.insights.source_title, *said])
    return SessionEvidence(emails=distinct(_emails(session)), text=text)


def _emails(session: Session) -> Iterator[str | None]:
    for segment in session.segments:
        if segment.type == SegmentType.TICKET_CREATION and "@" in (segment.author or ""):
            yield segment.author
        yield getattr(segment.metadata, "email_sender", None)
        yield from getattr(segment.metadata, "email_recipients", None) or ()
