"""Where a chat speaks of its customer: in what its technician wrote, and nowhere else.

What a model answered is no evidence: it repeats, and it invents.
"""

from sdc_core.models import Session
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, text_of
from sdc_core.sources.sillytavern.messages import Role

_PEOPLE = frozenset({Role.USER, Role.COMMENT})


def evidence_of(session: Session, settings: Settings) -> SessionEvidence:
    """The person's messages."""
    del settings
    said = (s.content for s in session.segments if getattr(s.metadata, "role", None) in _PEOPLE)
    return SessionEvidence(text=text_of(said))
