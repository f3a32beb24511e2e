"""One query weighed: name and evidence brought together, customer by customer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from sdc_core.linking.base import CandidateScore, Customer, Hit, LinkQuery
from sdc_core.linking.cascade.decide import Ranking, Rule, Standing
from sdc_core.linking.cascade.parts import ScoredName
from sdc_core.linking.cascade.record import certain
from sdc_core.linking.cascade.steps import Asked, CompanyText
from sdc_core.linking.evidence.weights import against_text, start_of
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import shown

# Evidence that a person would take for proof, and how far it must lead before a name that is
# exactly a customer's is doubted: a mail or phone of one other customer does, a login does not.
HARD_KINDS = frozenset({"mail", "mail_domain", "phone"})
CONTRADICTS = 4.0
# Of these, what is one customer's alone: several customers may share a domain, as sites do.
PROOF = frozenset({"mail", "phone"})


@dataclass(frozen=True, slots=True)
class Case:
    """A query with all that is known of it before names are scored.

    Attributes:
        never: Customers that a person ruled out for the text.
        owners: Customers whose name the text is exactly.
        mail_owner: The customer whose contact has a mail address of the query.
        hits: The evidence by customer.
    """

    asked: Asked
    never: frozenset[int]
    owners: Mapping[int, ListedName]
    mail_owner: int | None
    hits: Mapping[int, tuple[Hit, ...]]

    @property
    def query(self) -> LinkQuery:
        """What was asked."""
        return self.asked.query

    @property
    def company(self) -> CompanyText:
        """Its company text."""
        return self.asked.company

    @property
    def named(self) -> list[CandidateScore]:
        """The owners as candidates that the text names."""
        return [certain(listed.customer_id, listed.text) for listed in self.owners.values()]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with its ranking.

    Attributes:
        namesakes: Customers that carry the best name too, and for which as much speaks; no name
            parts them from the best.
    """

    case: Case
    ranking: Ranking
    namesakes: tuple[Standing, ...] = ()
    scored: Sequence[ScoredName] = field(default=())

    @property
    def best(self) -> Standing | None:
        """The customer that is most probable."""
        return self.ranking.standings[0] if self.ranking.standings else None


def has_evidence(query: LinkQuery) -> bool:
    """Whether the query says anything beyond the name and Syncro's ids."""
    return bool(
        query.contact or query.emails or query.phones or query.machines or query.users or query.text
    )


def standings(
    case: Case, scored: Iterable[ScoredName], customers: Mapping[int, Customer], rule: Rule
) -> list[Standing]:
    """All customers that the text or the evidence points to, but for those ruled out."""
    size = len(customers)
    prior = rule.prior
    named = [
        _named(case, one, size, prior) for one in scored if one.listed.customer_id not in case.never
    ]
    if not case.hits:
        return named
    known = {s.customer_id for s in named}
    return named + [
        _by_evidence(case, id_, shown(customers[id_].name), size, prior)
        for id_ in case.hits
        if id_ not in known and id_ not in case.never
    ]


def _by_evidence(case: Case, customer_id: int, name: str, size: int, prior: float) -> Standing:
    own = _heard(case, case.hits[customer_id], None)
    return Standing(customer_id, name, _start(case, own, size) + prior, None, own, weight(own))


def by_name_alone(one: ScoredName, prior: float = 0.0) -> Standing:
    """A customer for which nothing beyond the name is known."""
    listed = one.listed
    return Standing(listed.customer_id, listed.text, one.log_odds + prior, listed)


def _named(case: Case, one: ScoredName, size: int, prior: float) -> Standing:
    listed, by_name = one.listed, one.log_odds
    own = case.hits.get(listed.customer_id, ())
    if not own:
        return by_name_alone(one, prior)
    own = _heard(case, own, by_name)
    # A name so unlike that it says less than none: the evidence is then all there is.
    by_name = max(by_name, _start(case, own, size)) + prior
    return Standing(listed.customer_id, listed.text, by_name, listed, own, weight(own))


def _heard(case: Case, own: tuple[Hit, ...], by_name: float | None) -> tuple[Hit, ...]:
    """The hits that count: fewer where the company text rather names somebody else."""
    is_likely = by_name is not None and by_name >= 0.0
    return own if is_likely or case.company.names_nobody else tuple(against_text(own))


def _start(case: Case, own: Iterable[Hit], size: int) -> float:
    return start_of(own, customers=size, is_company_given=not case.company.names_nobody)


def weight(hits: Iterable[Hit]) -> float:
    """What the hits of one customer add to its log-odds."""
    return fsum(hit.log_odds for hit in hits)


def contradiction(hits: Mapping[int, tuple[Hit, ...]], customer_id: int) -> int | None:
    """The customer that hard evidence points to instead of the one that the name says."""
    own = weight(hits.get(customer_id, ()))
    hard = [
        (weight(h for h in found if h.kind in HARD_KINDS), -id_)
        for id_, found in hits.items()
        if id_ != customer_id
    ]
    most, id_ = max(hard, default=(0.0, 0))
    return -id_ if most - own >= CONTRADICTS else None


def proved(hits: Mapping[int, tuple[Hit, ...]], other_than: int) -> int | None:
    """Another customer whose own number or address the query has, the one most proved."""
    proofs = [
        (weight(h for h in found if h.kind in PROOF), -id_)
        for id_, found in hits.items()
        if id_ != other_than
    ]
    most, id_ = max(proofs, default=(0.0, 0))
    return -id_ if most >= CONTRADICTS else None


def inseparable(
    standings: Sequence[Standing], group: Mapping[int, ListedName]
) -> tuple[Standing, ...]:
    """The others of the group for which as much speaks as for the first."""
    best = standings[0]
    return tuple(
        s
        for s in standings[1:]
        if s.customer_id in group
        and s.customer_id != best.customer_id
        and s.evidence >= best.evidence
    )


def meant_rather(one: Weighed, than: Standing) -> str | None:
    """Who is closer to the text than this customer, although nobody may link it; for a person."""
    if closer := _ruled_out(one, than):
        return f"a person ruled out '{closer}', which is closer"
    if one.case.owners and than.customer_id not in one.case.owners:
        return "the text is another customer's name exactly"
    return None


def _ruled_out(one: Weighed, than: Standing) -> str | None:
    """A name that the text is closer to, of a customer that a person ruled out for it.

    Whom a text is not says nothing of whom it is: the next best is not meant the more.
    """
    return next(
        (
            shown(scored.listed.text)
            for scored in one.scored
            if scored.listed.customer_id in one.case.never and scored.log_odds >= than.by_name
        ),
        None,
    )


def brief(standing: Standing) -> CandidateScore:
    """The form that the evidence keeps."""
    return CandidateScore(
        customer_id=standing.customer_id, name=standing.name, score=round(standing.score, 1)
    )
