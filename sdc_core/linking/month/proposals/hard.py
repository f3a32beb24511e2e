"""Hard evidence in a chat: what Syncro itself numbers, or an address that one customer has.

A wrong link bills the wrong customer, so two customers, or another one that the text speaks of more
than of this one, make an open question of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.month.proposals.propose import Chat, Known
from sdc_core.linking.month.proposals.tickets import (
    HARD,
    TicketIndex,
    customers_in,
    mentions,
    reason_of,
)

MAIL = "mail"
NAMED_ELSEWHERE = 3.0
"""Log-odds by which another customer must be ahead in the text to hold a link back: a full name, or
a contact's, is enough (`values.kinds`)."""


@dataclass(frozen=True)
class Hard:
    """What the text proves, or why it proves nothing.

    Attributes:
        customer_id: The one customer; None where there is none, or more than one.
        reason: What it rests on; of nothing found it is empty.
    """

    customer_id: int | None
    reason: str = ""


def hard_evidence(chat: Chat, tickets: TicketIndex, known: Known) -> Hard:
    """The one customer that the text of a chat proves."""
    if not chat.query.text:
        return Hard(None)
    found = list(dict.fromkeys(_found(chat.query.text, chat.hits, tickets, known)))
    owners = {customer_id for customer_id, _ in found}
    reasons = "; ".join(reason for _, reason in found)
    if len(owners) != 1:
        return Hard(None, f"{reasons}, of {len(owners)} customers" if owners else "")
    owner = owners.pop()
    other = rival(owner, chat.hits)
    if other is not None:
        name = known.names.get(other, str(other))
        return Hard(None, f"{reasons} of {known.names[owner]}, but speaks of {name}")
    return Hard(owner, reasons)


def _found(
    text: str, hits: Sequence[CustomerHit], tickets: TicketIndex, known: Known
) -> Iterator[tuple[int, str]]:
    for mention in mentions(text, known.hosts):
        owners = tickets.owners(mention)
        if mention.called in HARD:
            yield from ((c, reason_of(mention)) for c in sorted(owners) if c in known.names)
    for customer_id in sorted(customers_in(text, known.hosts)):
        if customer_id in known.names:
            yield customer_id, "the text names its page in Syncro"
    for customer_id, hit in hits:
        if hit.kind == MAIL and hit.shared_by == 1:
            yield customer_id, "the text holds a contact's address"


def rival(owner: int, hits: Sequence[CustomerHit]) -> int | None:
    """Another customer that the text speaks of clearly more."""
    said: dict[int, float] = defaultdict(float)
    for customer_id, hit in hits:
        said[customer_id] += hit.log_odds
    own = said.pop(owner, 0.0)
    ahead = [(log_odds - own, -other) for other, log_odds in said.items()]
    return -max(ahead)[1] if ahead and max(ahead)[0] >= NAMED_ELSEWHERE else None
