"""What the cascade found for one text, as a verdict, and the record that is kept of it."""

from dataclasses import dataclass
from typing import Any

from sdc_core.linking.base import (
    CandidateScore,
    Contact,
    Customer,
    Decision,
    Evidence,
    LinkQuery,
    Method,
)
from sdc_core.linking.normalize import shown


@dataclass(frozen=True)
class Verdict:
    """The outcome of one step; `candidates` are the customers considered, best first."""

    method: Method
    decision: Decision
    reason: str
    customer: Customer | None = None
    score: float | None = None
    matched_name: str | None = None
    candidates: tuple[CandidateScore, ...] = ()


def linked(
    method: Method,
    customer: Customer,
    reason: str,
    *,
    score: float = 100.0,
    matched_name: str | None = None,
    candidates: tuple[CandidateScore, ...] = (),
) -> Verdict:
    """A link; that the customer is disabled is said."""
    note = "; the customer is disabled in Syncro" if customer.disabled else ""
    own = CandidateScore(
        customer_id=customer.id, name=matched_name or shown(customer.name), score=score
    )
    return Verdict(
        method,
        Decision.LINKED,
        reason + note,
        customer=customer,
        score=score,
        matched_name=matched_name,
        candidates=candidates or (own,),
    )


def ambiguous(
    reason: str,
    candidates: tuple[CandidateScore, ...] = (),
) -> Verdict:
    """An open question for a person."""
    return Verdict(
        Method.NONE,
        Decision.AMBIGUOUS,
        f"{reason}: needs review",
        score=candidates[0].score if candidates else None,
        matched_name=candidates[0].name if candidates else None,
        candidates=candidates,
    )


def unlinked(reason: str, candidates: tuple[CandidateScore, ...] = ()) -> Verdict:
    """No customer comes close, or the text names nobody."""
    return Verdict(
        Method.NONE,
        Decision.UNLINKED,
        reason,
        score=candidates[0].score if candidates else None,
        matched_name=candidates[0].name if candidates else None,
        candidates=candidates,
    )


def record(
    verdict: Verdict, query: LinkQuery, contact: Contact | None, *, version: str, fingerprint: str
) -> Evidence:
    """The evidence that the Session keeps."""
    rival = verdict.candidates[1] if len(verdict.candidates) > 1 else None
    reason = verdict.reason
    if contact is not None:
        reason += f"; contact '{shown(contact.name)}'"
    return Evidence(
        linker_version=version,
        customers_fingerprint=fingerprint,
        method=verdict.method,
        decision=verdict.decision,
        query=_asked(query),
        customer_id=verdict.customer.id if verdict.customer else None,
        score=verdict.score,
        runner_up=rival,
        margin=_margin(verdict.score, rival),
        matched_name=verdict.matched_name,
        candidates=list(verdict.candidates),
        reason=reason,
    )


def _margin(score: float | None, rival: CandidateScore | None) -> float | None:
    return None if score is None or rival is None else round(score - rival.score, 1)


def _asked(query: LinkQuery) -> dict[str, Any]:
    asked = {
        "source_system": query.source_system,
        "company": shown(query.company) or None,
        "contact": shown(query.contact) or None,
        "customer_id": query.customer_id,
        "contact_id": query.contact_id,
    }
    return {key: value for key, value in asked.items() if value is not None}
