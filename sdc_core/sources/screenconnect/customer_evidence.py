"""Where a ScreenConnect Session names its customer's machines and people (reference, section 5).

The report also names the technician (`ParticipantName`, `SessionHost`) and an address of the
network that many customers share: neither is looked at.
"""

from collections.abc import Iterator

from sdc_core.models import Session, SessionSegment
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, distinct, text_of

SUPPORT = "Support"
# Custom properties under their configured names; all others are free text of the technicians.
EMAIL = "end_user_email"
LOGINS = frozenset({"guest_user", "login", "user", "user_name"})
_NO_TEXT = frozenset({"customer_name", "contact_name", "device_type", EMAIL})
_UNNAMED = tuple(f"custom_{number}" for number in range(1, 9))


def evidence_of(session: Session, settings: Settings) -> SessionEvidence:
    """Machines, the address of the end user, and what technicians wrote into other properties.

    An entry of type Support has no machine's name: there people write a person, a company or what
    it is about.
    """
    segments = session.segments
    named = {*settings.screenconnect.custom_properties.values(), *_UNNAMED}
    text = text_of(distinct([*_support(segments), *_values(segments, named - _NO_TEXT - LOGINS)]))
    access = (_said(s, "machine") for s in segments if _said(s, "session_type") != SUPPORT)
    return SessionEvidence(
        emails=distinct(_said(segment, EMAIL) for segment in segments),
        machines=distinct(access),
        users=distinct(_values(segments, LOGINS & named)),
        text=text,
    )


def _support(segments: list[SessionSegment]) -> Iterator[object]:
    return (_said(s, "machine") for s in segments if _said(s, "session_type") == SUPPORT)


def _values(segments: list[SessionSegment], names: frozenset[str] | set[str]) -> Iterator[object]:
    return (_said(segment, name) for name in sorted(names) for segment in segments)


def _said(segment: SessionSegment, name: str) -> object:
    return getattr(segment.metadata, name, None)
