"""The cascade by probability: exact with one owner, then name and evidence weighed together.

The order of steps is that of the linking reference (section 3); ledger and Syncro's own ids come
before it, in `cascade`. Customers of one name are told apart by evidence only.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sdc_core.linking.base import CandidateScore, Customer, Hit, Method
from sdc_core.linking.candidates.index import CandidateIndex
from sdc_core.linking.cascade import wording
from sdc_core.linking.cascade.apart import Apart
from sdc_core.linking.cascade.band import MAX_CHOICES, Answer, Band, Choice
from sdc_core.linking.cascade.comparisons import Comparisons
from sdc_core.linking.cascade.decide import Outcome, Rule, Standing, decide, margin_of, ranked, tied
from sdc_core.linking.cascade.exact import exact_owners, namesakes
from sdc_core.linking.cascade.parts import Hits, ScoredName, Scorer
from sdc_core.linking.cascade.record import Verdict, ambiguous, certain, linked, unlinked, weighed
from sdc_core.linking.cascade.short_form import is_short_form
from sdc_core.linking.cascade.sole import sole_owner
from sdc_core.linking.cascade.steps import Asked, CascadeLinker
from sdc_core.linking.cascade.weighing import (
    PROOF,
    Case,
    Weighed,
    brief,
    contradiction,
    has_evidence,
    inseparable,
    meant_rather,
    proved,
    standings,
)
from sdc_core.linking.contacts.find import Closest
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import shown
from sdc_core.settings import Settings


class PosteriorLinker(CascadeLinker):
    """Links what is probable enough and far enough ahead of the second customer."""

    version = "posterior-1"

    def __init__(
        self,
        customers: Iterable[Customer],
        settings: Settings,
        *,
        fingerprint: str,
        scorer: Scorer,
        hits: Hits,
        rule: Rule,
        model_hash: str | None = None,
        learned: Learned | None = None,
        index: CandidateIndex | None = None,
        closest: Closest | None = None,
        band: Band | None = None,
        apart: Apart | None = None,
    ) -> None:
        """Put the parts together; `scorer` and `index` are over the same names."""
        super().__init__(
            customers,
            settings,
            fingerprint=fingerprint,
            model_hash=model_hash,
            learned=learned,
            index=index,
            closest=closest,
        )
        self._scorer = scorer
        self._hits = hits
        self._rule = rule
        self._band = band or Band()
        self._apart = apart or Apart()
        self._scored: dict[str, Sequence[ScoredName]] = {}
        self._compared = Comparisons(scorer)

    def judge(self, asked: Sequence[Asked]) -> list[Verdict]:
        """One verdict for each query; new texts are scored together, and asked in their order."""
        cases = [self._case(a) for a in asked]
        settled = [self._by_identity(case) for case in cases]
        left = [case for case, verdict in zip(cases, settled, strict=True) if verdict is None]
        self._score(left)
        weighed_cases = [self._weigh(case) for case in left]
        self._ask(weighed_cases)
        self._explain(weighed_cases)
        judged = iter([self._verdict(one) for one in weighed_cases])
        return [next(judged) if verdict is None else verdict for verdict in settled]

    def forget(self) -> None:
        """Drop what is remembered of texts, but for what the language model answered."""
        super().forget()
        self._scored.clear()
        self._compared.forget()

    def _case(self, asked: Asked) -> Case:
        query, company = asked.query, asked.company
        never = self.learned.never(query.source_system, company.raw)
        nameless = company.names_nobody
        owners = {} if nameless else exact_owners(self.index, company.name, never)
        if not has_evidence(query):
            return Case(asked, never, owners, None, {})
        hits: dict[int, tuple[Hit, ...]] = {}
        for customer_id, hit in self._hits.hits(query):
            if customer_id not in never:
                hits[customer_id] = (*hits.get(customer_id, ()), hit)
        mail_owner = self.identifiers.owner_of_mail(query)
        return Case(asked, never, owners, None if mail_owner in never else mail_owner, hits)

    def _by_identity(self, case: Case) -> Verdict | None:
        """What a contact's mail address or a name of one owner settles."""
        mail_owner, owners = case.mail_owner, case.owners
        if mail_owner is not None and (case.company.names_nobody or mail_owner in owners):
            return self._by_mail(case, mail_owner)
        if mail_owner is not None and owners:
            name = next(iter(owners.values())).text
            return self._conflict(case, wording.exactly(case.company, name), case.named, mail_owner)
        listed = sole_owner(self.index, case.company.name, owners, case.never)
        if listed and not self._apart.objection(case.company.name, listed.name, None):
            return self._exact(case, listed)
        return None

    def _exact(self, case: Case, listed: ListedName) -> Verdict:
        customer_id = listed.customer_id
        reason = wording.exactly(case.company, listed.text)
        other = contradiction(case.hits, customer_id)
        if other is not None:
            return self._conflict(case, reason, case.named, other)
        hits = case.hits.get(customer_id, ())
        customer = self.customers[customer_id]
        return linked(Method.EXACT, customer, reason, matched_name=listed.text, hits=hits)

    def _by_mail(self, case: Case, customer_id: int) -> Verdict:
        hits = case.hits.get(customer_id, ())
        reason = "the mail address belongs to a contact of this customer alone"
        other = None if customer_id in case.owners else proved(case.hits, customer_id)
        if other is not None:
            own = certain(customer_id, shown(self.customers[customer_id].name))
            return self._conflict(case, reason, [own], other)
        return linked(Method.IDENTIFIER, self.customers[customer_id], reason, hits=hits)

    def _conflict(
        self, case: Case, reason: str, named: Iterable[CandidateScore], other: int
    ) -> Verdict:
        """A name that says one customer, and evidence that says another."""
        hits, says = case.hits.get(other, ()), shown(self.customers[other].name)
        candidates = (*list(named)[: self.limit - 1], certain(other, says))
        evidence = wording.signs(hits) or wording.KIND_WORDS["mail"]
        return ambiguous(
            f"{reason}, but the evidence ({evidence}) points to '{says}'",
            candidates=candidates,
            matched_name=candidates[0].name,
            hits=hits,
        )

    def _score(self, cases: Iterable[Case]) -> None:
        names = {
            case.company.raw: case.company.name
            for case in cases
            if not case.company.names_nobody and case.company.raw not in self._scored
        }
        if names:
            self._scored.update(zip(names, self._scorer.score(list(names.values())), strict=True))

    def _weigh(self, case: Case) -> Weighed:
        scored = self._scored.get(case.company.raw, ())
        found = standings(case, scored, self.customers, self._rule)
        if len(case.owners) > 1:
            found = tied(found, case.owners)
        if not found:
            return Weighed(case, ranked((), self._rule))
        best = max(found, key=lambda s: (s.log_odds, -s.customer_id))
        group = namesakes(self.index, best.listed, case.never) if best.listed else {}
        if len(group) > 1:
            found = tied(found, group)
        ranking = ranked(found, self._rule)
        return Weighed(case, ranking, inseparable(ranking.standings, group), scored)

    def _ask(self, weighed_cases: Iterable[Weighed]) -> None:
        """Ask the language model in the order of the texts, so that a budget falls the same way."""
        open_texts = {
            one.case.company.text: self._choices(one)
            for one in weighed_cases
            if self._is_question(one)
        }
        for text, choices in sorted(open_texts.items()):
            self._band.ask(text, choices)

    def _is_question(self, one: Weighed) -> bool:
        is_tie = bool(one.namesakes) or len(one.case.owners) > 1
        if one.case.company.names_nobody or is_tie or one.case.mail_owner is not None:
            return False
        return decide(one.ranking, self._rule) is Outcome.OPEN

    def _answer(self, one: Weighed) -> Answer | None:
        if not self._is_question(one):
            return None
        return self._band.ask(one.case.company.text, self._choices(one))

    def _choices(self, one: Weighed) -> list[Choice]:
        nearest = one.scored[: min(self.limit, MAX_CHOICES)]
        return [Choice(x.listed.customer_id, x.listed.text) for x in nearest]

    def _verdict(self, one: Weighed) -> Verdict:
        case, best = one.case, one.best
        outcome = decide(one.ranking, self._rule)
        if case.mail_owner is not None:
            return self._with_mail(one, best, case.mail_owner)
        if best is None:
            reason = wording.nobody(case.company, is_list_empty=not self.index.listed)
            return unlinked(reason, p_none=one.ranking.p_none)
        if one.namesakes and (outcome is not Outcome.FAR or best.customer_id in case.owners):
            count = len(one.namesakes) + 1
            return self._open(one, wording.shared_name(case.company, best, count))
        if outcome is Outcome.CLEAR:
            return self._link(one, best)
        if outcome is Outcome.OPEN or (
            best.listed and is_short_form(case.company.name, best.listed.name)
        ):
            return self._in_band(one, best)
        return unlinked(wording.too_far(case.company, best), **self._found(one))

    def _with_mail(self, one: Weighed, best: Standing | None, customer_id: int) -> Verdict:
        """A mail address identifies, unless the name says somebody else."""
        if best is None or best.customer_id == customer_id:
            return self._by_mail(one.case, customer_id)
        closest = wording.closest(one.case.company, best)
        return self._conflict(one.case, closest, [brief(best)], customer_id)

    def _link(self, one: Weighed, best: Standing) -> Verdict:
        if objection := self._objection(one, best):
            return self._open(one, f"{wording.closest(one.case.company, best)}, but {objection}")
        by_name = best.listed and self._rule.points(best.by_name) >= self._rule.threshold
        reason = wording.clear(one.case.company, one.ranking)
        method = Method.SCORE if by_name else Method.EVIDENCE
        return weighed(method, self.customers[best.customer_id], reason, **self._found(one))

    def _in_band(self, one: Weighed, best: Standing) -> Verdict:
        parts = [wording.closest(one.case.company, best), *wording.doubts(one.ranking, self._rule)]
        answer, chosen = self._answer(one), self._answered(one)
        if answer is None:
            return self._open(one, "; ".join(parts))
        reason = "; ".join([*parts, answer.reason])
        objection = self._objection(one, chosen) if chosen else None
        if chosen is None or objection or not self._may_choose(one, chosen):
            reason = f"{reason}, but {objection}" if objection else reason
            return self._open(one, reason, llm=answer.llm, llm_pending=answer.is_pending)
        customer = self.customers[chosen.customer_id]
        found = self._found(one, first=chosen)
        return weighed(Method.LLM, customer, reason, llm=answer.llm, **found)

    def _answered(self, one: Weighed) -> Standing | None:
        """The customer that the language model chose."""
        chosen = answer.customer_id if (answer := self._answer(one)) else None
        return next((s for s in one.ranking.standings if s.customer_id == chosen), None)

    def _may_choose(self, one: Weighed, chosen: Standing) -> bool:
        """Whether neither a namesake nor the evidence says otherwise."""
        if chosen.listed is None or contradiction(one.case.hits, chosen.customer_id) is not None:
            return False
        group = namesakes(self.index, chosen.listed, one.case.never)
        return not inseparable([chosen, *one.ranking.standings], group)

    def _objection(self, one: Weighed, standing: Standing) -> str | None:
        """What keeps the text from the name, unless an address or number proves the customer."""
        if standing.listed is None or any(hit.kind in PROOF for hit in standing.hits):
            return None
        if other := meant_rather(one, standing):
            return other
        company, listed, facts = one.case.company, standing.listed, len(standing.hits)
        explained = self._compared.of(company, listed)
        return self._apart.objection(company.name, listed.name, explained, witnesses=facts)

    def _open(self, one: Weighed, reason: str, **more: Any) -> Verdict:
        return ambiguous(reason, **self._found(one), **more)

    def _found(self, one: Weighed, *, first: Standing | None = None) -> dict[str, Any]:
        """The fields of the verdict that say what was considered."""
        best = first or one.ranking.standings[0]
        ordered = [best, *(s for s in one.ranking.standings if s is not best)]
        return {
            "score": best.score,
            "matched_name": best.name if best.listed else None,
            "candidates": tuple(brief(s) for s in ordered[: self.limit]),
            "margin": margin_of(one.ranking, self._rule),
            "p": best.p,
            "p_none": one.ranking.p_none,
            "hits": best.hits,
            "why": self._compared.of(one.case.company, best.listed) if best.listed else None,
        }

    def _explain(self, weighed_cases: Iterable[Weighed]) -> None:
        """Compare the texts that are linked or open with their best names, all together."""
        self._compared.make(
            (one.case.company, standing.listed)
            for one in weighed_cases
            if decide(one.ranking, self._rule) is not Outcome.FAR
            for standing in (one.best, self._answered(one))
            if standing and standing.listed
        )
