"""What a Session says of its customer beyond the company's name; each source says where it stands.

Only the customer's side counts: the technician's own machine, login and address say nothing of whom
the work was for. Addresses, numbers and machines that stand in free text are left in it: the linker
looks for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sdc_core.models import Session
from sdc_core.settings import Settings

TEXT_LENGTH = 20_000
"""Characters of free text looked at, over all segments: who and where stands at the beginning; what
follows are quoted mails and logs, and one pasted log must not cost as much as a month."""


@dataclass(frozen=True)
class SessionEvidence:
    """What may tell the customer, as the source wrote it, without repetition.

    Attributes:
        emails: Addresses of people at the customer.
        phones: Their numbers.
        machines: Names of the computers worked on.
        users: Logins on those computers.
        text: Free text about the work, at most `TEXT_LENGTH` characters.
    """

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    text: str = ""


def no_evidence(session: Session, settings: Settings) -> SessionEvidence:
    """Of a source that says nothing beyond the names."""
    del session, settings
    return SessionEvidence()


def distinct(texts: Iterable[object]) -> tuple[str, ...]:
    """Those that are texts with something in them, each once, in their order."""
    stripped = (text.strip() for text in texts if isinstance(text, str))
    return tuple(dict.fromkeys(text for text in stripped if text))


def text_of(texts: Iterable[object]) -> str:
    """Texts one below the other, cut at `TEXT_LENGTH`."""
    kept: list[str] = []
    left = TEXT_LENGTH
    for text in texts:
        if isinstance(text, str) and text and left > 0:
            kept.append(text[:left])
            left -= len(kept[-1]) + 1
    return "\n".join(kept)
