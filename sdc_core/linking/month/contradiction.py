"""Sessions whose source names one customer while other evidence points to another.

The link may stand (a ticket is its customer's, whatever it says), but nobody should bill it unseen.
A flag costs a person a look, a link that is held back an answer: so less is asked here than of
`weighing.contradiction`, which makes a link an open question.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sdc_core.linking.base import CandidateScore, Hit
from sdc_core.linking.cascade.weighing import weight
from sdc_core.linking.cascade.wording import signs
from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.evidence.kinds import MENTIONED
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingLogEntry, Session

FLAG = "evidence_contradicts"
STRONG = 3.0
"""Log-odds by which another customer must lead: its initials in the name of a machine are enough
where nothing speaks for the customer that is named."""
_EXACT = 100.0


def flag_contradiction(
    session: Session, hits: Sequence[CustomerHit], names: Mapping[int, str]
) -> None:
    """Flag the Session and say so in its linking entry, where another customer leads by `STRONG`.

    Args:
        session: After linking; one that names nobody is left as it is.
        hits: What its query says beyond the name.
        names: Of all customers.
    """
    entry = next((e for e in session.meta.processing_log if e.processor_name == PROCESSOR), None)
    named = _named(session, entry) if entry is not None else frozenset[int]()
    if entry is None or not named:
        return
    by_customer = _by_customer(hits)
    other = _leader(by_customer, named)
    if other is None or other not in names:
        return
    _say(session, entry, names[other], f"the evidence ({signs(by_customer[other])})")
    entry.details["contradicted_by"] = {
        "customer_id": other,
        "name": names[other],
        "log_odds": round(weight(by_customer[other]), 2),
    }


def contradict(session: Session, other: int, names: Mapping[int, str], why: str) -> None:
    """Flag a Session whose text proves another customer than its source names.

    Args:
        session: After linking.
        other: The customer that is proved.
        names: Of all customers.
        why: What the text does.
    """
    for entry in session.meta.processing_log:
        if entry.processor_name == PROCESSOR:
            _say(session, entry, names[other], why)
            entry.details["contradicted_by"] = {"customer_id": other, "name": names[other]}


def _say(session: Session, entry: ProcessingLogEntry, name: str, why: str) -> None:
    session.meta.flags = sorted({*session.meta.flags, FLAG})
    reason = str(entry.details["reason"])
    said = f"; but {why} points to '{name}'"
    if f"'{name}'" not in reason and not entry.outcome.endswith(said):
        entry.details["reason"] = reason + said
        entry.outcome += said


def _named(session: Session, entry: ProcessingLogEntry) -> frozenset[int]:
    """Whom the source names: who is linked, or all whose name an open text is exactly."""
    if session.context.customer_id is not None:
        return frozenset({session.context.customer_id})
    candidates, matched = entry.details.get("candidates"), entry.details.get("matched_name")
    if not isinstance(candidates, list) or not isinstance(matched, str):
        return frozenset()
    read = [CandidateScore.model_validate(candidate) for candidate in candidates]
    core = normalize(matched).core
    exact = (candidate for candidate in read if candidate.score >= _EXACT)
    return frozenset(found.customer_id for found in exact if normalize(found.name).core == core)


def _leader(by_customer: Mapping[int, tuple[Hit, ...]], named: frozenset[int]) -> int | None:
    own = max(weight(by_customer.get(customer_id, ())) for customer_id in named)
    others = by_customer.keys() - named
    ahead = [(weight(by_customer[other]) - own, -other) for other in others]
    lead, other = max(ahead, default=(0.0, 0))
    return -other if lead >= STRONG else None


def _by_customer(hits: Sequence[CustomerHit]) -> dict[int, tuple[Hit, ...]]:
    found: dict[int, list[Hit]] = defaultdict(list)
    for customer_id, hit in hits:
        if hit.kind not in MENTIONED:  # a text may well speak of somebody else
            found[customer_id].append(hit)
    return {customer_id: tuple(own) for customer_id, own in found.items()}
