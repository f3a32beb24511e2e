"""What the cascade found for one query, as a verdict, and the record that is kept of it."""

from dataclasses import dataclass
from typing import Any

from sdc_core.linking.base import (
    CandidateScore,
    Customer,
    Decision,
    Evidence,
    Hit,
    LinkQuery,
    LlmAnswer,
    Method,
)
from sdc_core.linking.cascade.parts import Explanation
from sdc_core.linking.contacts.find import FoundContact
from sdc_core.linking.names.normalize import shown

RECORDED_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one step; `candidates` are the customers considered, best first.

    Attributes:
        p: Probability of the best candidate; None where none was computed.
        p_none: Probability that it is no customer of the list.
        hits: The evidence for the best candidate.
    """

    method: Method
    decision: Decision
    reason: str
    customer: Customer | None = None
    score: float | None = None
    margin: float | None = None
    matched_name: str | None = None
    candidates: tuple[CandidateScore, ...] = ()
    p: float | None = None
    p_none: float | None = None
    hits: tuple[Hit, ...] = ()
    why: Explanation | None = None
    llm: LlmAnswer | None = None
    llm_pending: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made the record: the code, the weights, the customer list."""

    linker_version: str
    customers_fingerprint: str
    model_hash: str | None = None


def linked(
    method: Method,
    customer: Customer,
    reason: str,
    *,
    matched_name: str | None = None,
    hits: tuple[Hit, ...] = (),
) -> Verdict:
    """A certain link; that the customer is disabled is said."""
    name = matched_name or shown(customer.name)
    return Verdict(
        method,
        Decision.LINKED,
        reason + disabled_note(customer),
        customer=customer,
        score=100.0,
        matched_name=matched_name,
        candidates=(certain(customer.id, name),),
        hits=hits,
    )


def certain(customer_id: int, name: str) -> CandidateScore:
    """A candidate that nothing was weighed for: its name is the text, or it is identified."""
    return CandidateScore(customer_id=customer_id, name=name, score=100.0)


def weighed(method: Method, customer: Customer, reason: str, **found: Any) -> Verdict:
    """A link that was weighed; `found` are fields of the verdict."""
    said = reason + disabled_note(customer)
    return Verdict(method, Decision.LINKED, said, customer=customer, **found)


def ambiguous(reason: str, *, method: Method = Method.NONE, **found: Any) -> Verdict:
    """An open question for a person; `found` are fields of the verdict."""
    return Verdict(method, Decision.AMBIGUOUS, f"{reason}: needs review", **found)


def unlinked(reason: str, **found: Any) -> Verdict:
    """No customer comes close, or the text names nobody; `found` are fields of the verdict."""
    return Verdict(Method.NONE, Decision.UNLINKED, reason, **found)


def disabled_note(customer: Customer) -> str:
    """What is added to the reason of a link to a customer that Syncro has disabled."""
    return "; the customer is disabled in Syncro" if customer.disabled else ""


def record(
    verdict: Verdict, query: LinkQuery, contact: FoundContact | None, stamp: Stamp
) -> Evidence:
    """The evidence that the Session keeps; figures are rounded here and nowhere before."""
    why = verdict.why
    named = f"; contact '{shown(contact.contact.name)}', found {contact.how}" if contact else ""
    return Evidence(
        linker_version=stamp.linker_version,
        customers_fingerprint=stamp.customers_fingerprint,
        model_hash=stamp.model_hash,
        method=verdict.method,
        decision=verdict.decision,
        query=_asked(query),
        customer_id=verdict.customer.id if verdict.customer else None,
        score=_rounded(verdict.score, 2),
        runner_up=verdict.candidates[1] if len(verdict.candidates) > 1 else None,
        margin=_rounded(verdict.margin, 2),
        matched_name=verdict.matched_name,
        candidates=list(verdict.candidates[:RECORDED_CANDIDATES]),
        p_not_in_list=_rounded(verdict.p_none, 4),
        aligned=list(why.aligned) if why else [],
        unmatched_query=list(why.unmatched_query) if why else [],
        unmatched_name=list(why.unmatched_name) if why else [],
        numbers=why.numbers if why else None,
        contributions=list(why.contributions) if why else [],
        evidence=list(verdict.hits),
        llm=verdict.llm,
        llm_pending=verdict.llm_pending,
        reason=verdict.reason + named,
    )


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _asked(query: LinkQuery) -> dict[str, Any]:
    asked = {
        "source_system": query.source_system,
        "company": shown(query.company) or None,
        "contact": shown(query.contact) or None,
        "customer_id": query.customer_id,
        "contact_id": query.contact_id,
    }
    return {key: value for key, value in asked.items() if value is not None}
