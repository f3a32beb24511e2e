"""Which Sessions a task is for."""

from sdc_core.models import Session, SourceSystem


def is_note(session: Session) -> bool:
    """One item of notes.json: one task writes all that is written for it."""
    return session.meta.source_system == SourceSystem.NOTES_JSON


def is_no_note(session: Session) -> bool:
    """Any other Session: each text is written by a task of its own."""
    return not is_note(session)


def has_customer(session: Session) -> bool:
    """Somebody could get an invoice for it."""
    return session.context.customer_id is not None
