"""Where a ScreenConnect Session names its customer's machines and people (reference, section 5).

The report also names the technician (`ParticipantName`, `SessionHost`) and an address of the
network that many customers share: neither is looked at.
"""

from collections.abc import Iterator

from sdc_core.models import Session, SessionSegment
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, distinct, text_of
from sdc_core.sources.text import folded

SUPPORT = "Support"
# Custom properties under their configured names; all others are free text of the technicians.
EMAIL = "end_user_email"
LOGINS = frozenset({"guest_user", "login", "user", "user_name"})
TICKETS = frozenset({"ticket", "ticket_number"})
_NO_TEXT = frozenset({"customer_name", "contact_name", "device_type", EMAIL})
_UNNAMED = tuple(f"custom_{number}" for number in range(1, 9))
# Domains that Windows itself gives machines and accounts (learn.microsoft.com: NetJoinStatus,
# well-known SIDs, Microsoft Entra join).
_OF_WINDOWS = frozenset({
    "workgroup", "mshome", "azuread", "microsoftaccount", "nt authority", "nt service",
    "font driver host", "window manager", "builtin", "local", "localdomain",
})  # fmt: skip


def evidence_of(session: Session, settings: Settings) -> SessionEvidence:
    """Machines, logins, the address of the end user, and what technicians wrote into properties.

    An entry of type Support has no machine's name: there people write a person, a company or what
    it is about.
    """
    segments = session.segments
    named = {*settings.screenconnect.custom_properties.values(), *_UNNAMED}
    texts = _values(segments, named - _NO_TEXT - LOGINS - TICKETS)
    tickets = (f"ticket {number}" for number in distinct(_values(segments, TICKETS & named)))
    access = (_said(s, "machine") for s in segments if _said(s, "session_type") != SUPPORT)
    return SessionEvidence(
        emails=distinct(_said(segment, EMAIL) for segment in segments),
        machines=distinct([*access, *_guests(segments)]),
        users=distinct([*_values(segments, LOGINS & named), *_logged_on(segments)]),
        text=text_of(distinct([*_support(segments), *texts, *tickets])),
    )


def _support(segments: list[SessionSegment]) -> Iterator[object]:
    return (_said(s, "machine") for s in segments if _said(s, "session_type") == SUPPORT)


def _guests(segments: list[SessionSegment]) -> Iterator[object]:
    """What the machine calls itself, and the network that it belongs to."""
    for segment in segments:
        yield _said(segment, "guest_machine")
        yield _domain(segment, "guest_machine_domain")


def _logged_on(segments: list[SessionSegment]) -> Iterator[str]:
    """Who was logged on, with the domain where a company may have named it."""
    for segment in segments:
        user, domain = _said(segment, "logged_on_user"), _domain(segment, "logged_on_domain")
        if isinstance(user, str):
            yield f"{domain}\\{user}" if domain and "\\" not in user else user


def _domain(segment: SessionSegment, name: str) -> str | None:
    said = _said(segment, name)
    return said if isinstance(said, str) and folded(said) not in _OF_WINDOWS else None


def _values(segments: list[SessionSegment], names: frozenset[str] | set[str]) -> Iterator[object]:
    return (_said(segment, name) for name in sorted(names) for segment in segments)


def _said(segment: SessionSegment, name: str) -> object:
    return getattr(segment.metadata, name, None)
