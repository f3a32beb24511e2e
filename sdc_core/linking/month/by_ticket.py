"""Tickets that a note or a connection names: what they prove where the source itself does not.

A ticket that exists is its customer's. Where the source names nobody, or leaves open which of some
customers is meant and the ticket is of one of these, it links; where the source names somebody
else, one of the two is wrong, and a person must look.
"""

from collections.abc import Sequence

from pydantic import JsonValue

from sdc_core.linking.base import Decision, Method
from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.month.proposals.hard import Hard, rival
from sdc_core.linking.month.proposals.propose import Known
from sdc_core.linking.month.proposals.tickets import HARD, Called, TicketIndex, mentions, reason_of
from sdc_core.linking.names.normalize import casefold_key, normalize
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import Session
from sdc_core.settings import Settings


def said_by_tickets(text: str, tickets: TicketIndex, known: Known, *, is_note: bool) -> Hard:
    """The one customer of all tickets that a text names; notes have numbers of their own."""
    found = {
        (owner, reason_of(mention))
        for mention in mentions(text, known.hosts)
        for owner in tickets.owners(mention)
        if mention.called in HARD
        if not (is_note and mention.called != Called.PAGE and mention.number in tickets.of_notes)
    }
    owners = {owner for owner, _ in found}
    owner = owners.pop() if len(owners) == 1 else None
    return Hard(
        owner if owner in known.names else None, "; ".join(sorted(reason for _, reason in found))
    )


def may_decide(
    session: Session, said: Hard, hits: Sequence[CustomerHit], settings: Settings
) -> bool:
    """Whether a ticket settles what the linker left open."""
    details = _details(session)
    is_open = session.context.customer_id is None and details["method"] != Method.LEDGER
    if not is_open or said.customer_id is None or rival(said.customer_id, hits) is not None:
        return False
    return not names_somebody(session, settings) or said.customer_id in _meant(details)


def names_somebody(session: Session, settings: Settings) -> bool:
    """Whether the source names a customer, known or not, or the linker found one."""
    name = normalize(session.context.source_customer_name)
    ignored = map(casefold_key, settings.linking.ignored_companies)
    is_named = not name.is_placeholder and name.key not in ignored
    return is_named or session.context.customer_id is not None


def _meant(details: dict[str, JsonValue]) -> set[JsonValue]:
    """Customers that an open question is about."""
    candidates = details["candidates"]
    if details["decision"] != Decision.AMBIGUOUS or not isinstance(candidates, list):
        return set()
    return {found["customer_id"] for found in candidates if isinstance(found, dict)}


def _details(session: Session) -> dict[str, JsonValue]:
    log = session.meta.processing_log
    return next(entry.details for entry in log if entry.processor_name == PROCESSOR)
