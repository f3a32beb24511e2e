"""The rule linker: identifier, exact name, normalised name, score with margin, else a question.

The rules and their figures are those of the linking reference (sections 1-3): a name links only
when exactly one customer owns it, a score only when it beats the second customer clearly.
"""

from collections.abc import Iterable, Sequence

from sdc_core.linking.base import Customer, LinkQuery, LinkResult, Method
from sdc_core.linking.contacts import find_contact
from sdc_core.linking.evidence import Verdict, ambiguous, linked, record, unlinked
from sdc_core.linking.guards import objection
from sdc_core.linking.normalize import Name, casefold_key, normalize, shown
from sdc_core.linking.word_index import Candidate, ListedName, WordIndex
from sdc_core.settings import Settings


class RuleLinker:
    """Links by fixed rules; each distinct text is judged once."""

    version = "rules-1"

    def __init__(
        self, customers: Sequence[Customer], settings: Settings, *, fingerprint: str
    ) -> None:
        """Index the customers; `fingerprint` names this state of the list in the evidence."""
        self._customers = {customer.id: customer for customer in customers}
        self._fingerprint = fingerprint
        self._ignored = frozenset(map(casefold_key, settings.linking.ignored_companies))
        self._index = WordIndex(self._customers.values(), self._ignored)
        self._threshold = settings.processing_defaults.customer_linking_fuzzy_match_threshold
        self._margin = settings.processing_defaults.customer_linking_margin
        self._floor = settings.linking.ambiguous_floor
        self._limit = max(2, settings.linking.max_candidates)
        self._judged: dict[str, Verdict] = {}
        self._results: dict[LinkQuery, LinkResult] = {}
        self._contact_owners = _contact_owners(self._customers.values())

    def link(self, query: LinkQuery) -> LinkResult:
        """Decide one query."""
        return self.link_many([query])[0]

    def link_many(self, queries: Sequence[LinkQuery]) -> list[LinkResult]:
        """Decide many, in their order; all new texts are scored together."""
        new = {query for query in queries if query not in self._results}
        named = {query.company or "" for query in new if self._identified(query) is None}
        self._judge(sorted(named - self._judged.keys()))
        self._results |= {query: self._result(query) for query in new}
        return [self._results[query] for query in queries]

    def _result(self, query: LinkQuery) -> LinkResult:
        verdict = self._identified(query) or self._judged[query.company or ""]
        contact = None
        if verdict.customer is not None:
            contact = find_contact(
                verdict.customer,
                query.contact,
                query.contact_id,
                threshold=self._threshold,
                margin=self._margin,
            )
        evidence = record(
            verdict, query, contact, version=self.version, fingerprint=self._fingerprint
        )
        return LinkResult(verdict.customer, contact, evidence)

    def _identified(self, query: LinkQuery) -> Verdict | None:
        if query.customer_id is not None:
            customer = self._customers.get(query.customer_id)
            if customer is None:
                return ambiguous(f"customer id {query.customer_id} is not in the customer list")
            return linked(Method.IDENTIFIER, customer, f"the source names customer {customer.id}")
        owners = self._contact_owners.get(query.contact_id or 0, [])
        if len(owners) == 1:
            reason = f"the source names contact {query.contact_id} of customer {owners[0].id}"
            return linked(Method.IDENTIFIER, owners[0], reason)
        return None

    def _judge(self, texts: Sequence[str]) -> None:
        names = {text: normalize(text) for text in texts}
        settled = {text: self._by_name(text, name) for text, name in names.items()}
        left = [text for text in texts if settled[text] is None]
        found = self._index.closest([names[text] for text in left], self._limit)
        scored = {
            text: self._by_score(shown(text), names[text], candidates)
            for text, candidates in zip(left, found, strict=True)
        }
        self._judged |= {text: settled[text] or scored[text] for text in texts}

    def _by_name(self, text: str, name: Name) -> Verdict | None:
        if name.is_placeholder or name.key in self._ignored:
            given = f"'{shown(text)}' names no customer" if name.key else "no company is given"
            return unlinked(given)
        return self._same_key(shown(text), name) or self._same_core(shown(text), name)

    def _same_key(self, text: str, name: Name) -> Verdict | None:
        same = self._index.same_key(name)
        alike = [x for x in self._index.same_core(name) if not objection(name, x.name)]
        owners = {listed.customer.id: listed for listed in [*same, *alike]}
        if len(owners) > 1:
            return self._shared(text, list(owners.values()))
        if not same:
            return None
        reason = f"'{text}' is exactly a name of one customer"
        return linked(Method.EXACT, same[0].customer, reason, matched_name=same[0].text)

    def _same_core(self, text: str, name: Name) -> Verdict | None:
        same = [x for x in self._index.same_core(name) if not objection(name, x.name)]
        if len(same) != 1:
            return None
        reason = f"'{text}' is '{same[0].text}' but for case, punctuation and legal form"
        return linked(Method.EXACT, same[0].customer, reason, matched_name=same[0].text)

    def _shared(self, text: str, owners: list[ListedName]) -> Verdict:
        ordered = sorted(owners, key=lambda listed: listed.customer.id)[: self._limit]
        candidates = tuple(Candidate(listed, 100.0, 100.0).brief() for listed in ordered)
        return ambiguous(f"{len(owners)} customers carry the name '{text}'", candidates)

    def _by_score(self, text: str, name: Name, found: list[Candidate]) -> Verdict:
        candidates = tuple(candidate.brief() for candidate in found)
        if not found or found[0].score < self._floor:
            return unlinked(self._distance(text, found), candidates)
        doubts = self._doubts(name, found)
        closest = f"'{text}' is closest to '{found[0].listed.text}' ({found[0].score:.0f})"
        if doubts:
            return ambiguous("; ".join([closest, *doubts]), candidates)
        return linked(
            Method.SCORE,
            found[0].listed.customer,
            f"{closest}, {_lead(found)}",
            score=candidates[0].score,
            matched_name=candidates[0].name,
            candidates=candidates,
        )

    def _doubts(self, name: Name, found: list[Candidate]) -> list[str]:
        """Why the best candidate is not linked; none where it may be."""
        best, rival = found[0], found[1] if len(found) > 1 else None
        doubts = []
        if best.score < self._threshold:
            doubts.append(f"below the threshold of {self._threshold:g}")
        elif best.letters < self._threshold:
            doubts.append("words are left out or in another order")
        if rival and best.score - rival.score < self._margin:
            near = f"'{rival.listed.text}' ({rival.score:.0f})"
            doubts.append(f"{near} is within the margin of {self._margin:g}")
        if reason := objection(name, best.listed.name):
            doubts.append(reason)
        return doubts

    def _distance(self, text: str, found: list[Candidate]) -> str:
        if not found:
            return f"no customer to compare '{text}' with"
        closest = f"'{found[0].listed.text}' ({found[0].score:.0f})"
        return f"nothing is close to '{text}'; the closest is {closest}, below {self._floor}"


def _lead(found: list[Candidate]) -> str:
    if len(found) == 1:
        return "the only customer"
    return f"{found[0].score - found[1].score:.0f} ahead of '{found[1].listed.text}'"


def _contact_owners(customers: Iterable[Customer]) -> dict[int, list[Customer]]:
    owners: dict[int, list[Customer]] = {}
    for customer in customers:
        for contact_id in {contact.id for contact in customer.contacts}:
            owners.setdefault(contact_id, []).append(customer)
    return owners
