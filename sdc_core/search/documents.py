"""What search is told of a Session: what it is filtered by, and the words that find it.

The words go into an index that keeps no text (`index`), after credentials are cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sdc_core.llm.extractive.facts import machines_of
from sdc_core.llm.extractive.sentences import sentences_of
from sdc_core.models import Session
from sdc_core.privacy.credentials import cut_credentials
from sdc_core.privacy.sessions import cut_session
from sdc_core.store.manifest import file_name_of

MAX_LENGTH = 20_000
"""Characters of one Session that can be found; a chat of days says its problem before that."""


@dataclass(frozen=True, slots=True)
class Document:
    """One Session as search knows it.

    Attributes:
        day: Of its start, as `2025-01-31`; empty for an undated one.
        minutes: That it says were worked.
        file: Name of its finished file.
        title: Words of titles.
        names: Customer, contact, technicians, machines, numbers of tickets.
        text: Summary, notes, and what people wrote.
    """

    session_id: str
    day: str
    source: str
    customer_id: int | None
    customer: str
    minutes: int
    file: str
    title: str
    names: str
    text: str


def document_of(session: Session) -> Document:
    """The Session as search knows it."""
    session = cut_session(session)
    meta, context, start = session.meta, session.context, session.start_utc
    return Document(
        session_id=meta.session_id,
        day=start.date().isoformat() if start else "",
        source=meta.source_system,
        customer_id=context.customer_id,
        customer=context.customer_name or context.source_customer_name or "",
        minutes=session.insights.session_duration_minutes or 0,
        file=file_name_of(session),
        title=_words(_titles(session)),
        names=_words(_names(session)),
        text=_words(_texts(session)),
    )


def _titles(session: Session) -> Iterator[str | None]:
    yield session.insights.llm_generated_title
    yield session.insights.source_title


def _names(session: Session) -> Iterator[str | None]:
    context = session.context
    yield from (context.customer_name, context.source_customer_name)
    yield from (context.contact_name, context.source_contact_name)
    yield from context.links
    yield from session.meta.source_identifiers
    yield from machines_of(session)
    yield from (segment.author for segment in session.segments)
    yield from (segment.metadata.technician for segment in session.segments)


def _texts(session: Session) -> Iterator[str | None]:
    yield from session.insights.generated_summaries.values()
    yield session.insights.user_notes
    yield from (sentence.text for sentence in sentences_of(session))


def _words(texts: Iterator[str | None]) -> str:
    """Each text once, without credentials, bounded."""
    parts = dict.fromkeys(cut_credentials(text) for text in texts if text)
    return "\n".join(parts)[:MAX_LENGTH]
