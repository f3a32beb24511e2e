"""What values in a text point to: names, addresses, numbers that customers are known by."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import exp, log

from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.evidence.kinds import KINDS
from sdc_core.linking.month.proposals.clue import Clue, Kind

_FACT_OF = {kind.name: kind.fact for kind in KINDS}
# As a customer that only evidence found starts (linking reference, section 6): -.35 ln(N).
_PRIOR = -0.35
# The fact that a kind of hit rests on (`values.kinds`) -> kind of clue, what a person reads.
FACTS = {
    "address": (Kind.ADDRESS, "the text holds an address of it"),
    "phone": (Kind.ADDRESS, "the text holds a phone number of it"),
    "person": (Kind.CONTACT, "the text names a contact of it"),
    "machine": (Kind.MACHINE, "the text names a machine called after it"),
    "mention": (Kind.CUSTOMER, "the text names it"),
}


def named(hits: Sequence[CustomerHit], customers: int) -> Iterator[Clue]:
    """A clue per customer and fact; the customers named share what is certain."""
    by_customer: dict[int, list[CustomerHit]] = defaultdict(list)
    for found in hits:
        by_customer[found.customer_id].append(found)
    start = _PRIOR * log(max(customers, 2))
    odds = {c: exp(start + sum(h.hit.log_odds for h in own)) for c, own in by_customer.items()}
    total = 1 + sum(odds.values())
    for customer_id, own in by_customer.items():
        gains = [max(found.hit.log_odds, 0.0) for found in own]
        for found, gain in zip(own, gains, strict=True):
            kind, reason = FACTS[_FACT_OF[found.hit.kind]]
            # Split so that all clues of the customer together make its probability again.
            part = gain / sum(gains) if sum(gains) else 0.0
            p = 1 - (1 - odds[customer_id] / total) ** part
            yield Clue(customer_id, kind, p, _shared(reason, found.hit.shared_by))


def _shared(reason: str, owners: int) -> str:
    return reason if owners == 1 else f"{reason}, as it does {owners - 1} others"
