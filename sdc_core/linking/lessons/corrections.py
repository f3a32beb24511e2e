"""What the correction of one Session says of its company text (decision 0030).

Only where the text is what the Session was linked by: a correction of what a mail address or
Syncro's own id decided says nothing of the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sdc_core.linking.base import Customer, Method
from sdc_core.linking.lessons.lesson import Lesson, Says, names_somebody, owners_of
from sdc_core.models import ProcessingStatus, Session

_BY_TEXT = frozenset({Method.LEDGER, Method.EXACT, Method.SCORE, Method.LLM, Method.NONE})
# Who leaves a customer in place and one of these beside it is not sure.
_UNSURE = frozenset({
    ProcessingStatus.NEEDS_LINKING, ProcessingStatus.NEEDS_REVIEW, ProcessingStatus.NO_MATCH_FOUND,
})  # fmt: skip


def lesson_of(
    session: Session,
    was: int | None,
    changes: Mapping[str, Any],
    customers: Sequence[Customer],
) -> Lesson | None:
    """The lesson of one correction, `open` where it is about this Session alone.

    Args:
        session: As the person left it.
        was: Its customer before.
        changes: New values by field, as the ledger keeps them.
        customers: The list as it is now.

    Returns:
        None where the edit leaves open or untouched whose work it is.
    """
    said, text = _said(session, was, changes), session.context.source_customer_name
    if said is None:
        return None
    if text is None or not names_somebody(text) or not _is_by_text(session):
        return Lesson(says=Says.OPEN)
    return said.model_copy(update={"owners": owners_of(text, customers)})


def _said(session: Session, was: int | None, changes: Mapping[str, Any]) -> Lesson | None:
    status = session.meta.processing_status if "processing_status" in changes else None
    customer = changes.get("customer", {"id": was, "name": None})
    if customer["id"] is None and status is ProcessingStatus.NO_MATCH_FOUND:
        return Lesson(says=Says.NOBODY, was=was)
    if status in _UNSURE:
        return Lesson(says=Says.OPEN)
    if customer["id"] == was:
        return None
    if customer["id"] is None:
        return Lesson(says=Says.NEVER, id=was)
    return Lesson(says=Says.CUSTOMER, id=customer["id"], name=customer["name"], was=was)


def _is_by_text(session: Session) -> bool:
    """Whether the linker looked at the text and at nothing else that decided."""
    from sdc_core.linking.sessions import PROCESSOR  # noqa: PLC0415 - sources know hand edits

    if session.context.source_customer_id is not None:
        return False
    methods = [
        entry.details.get("method")
        for entry in session.meta.processing_log
        if entry.processor_name == PROCESSOR
    ]
    return bool(methods) and methods[-1] in _BY_TEXT
