"""A list of persons: the name model with the weights of persons, and the same knobs.

The graph looks for a contact only inside the linked customer, among a few; here the whole list
stands for one customer's contacts, which is harder. A set does not say what its names are: where
hardly any has a legal form, a number or only one word, they are taken for persons'.
"""

from collections.abc import Sequence
from time import perf_counter

from sdc_core.linking.base import Customer, Decision
from sdc_core.linking.candidates.index import CandidateIndex
from sdc_core.linking.cascade.decide import (
    Outcome,
    Ranking,
    Rule,
    decide,
    margin_of,
    ranked,
    tied,
)
from sdc_core.linking.cascade.weighing import by_name_alone
from sdc_core.linking.evaluation.predictions import Answers, Prediction, Tell, silent
from sdc_core.linking.evaluation.sets import LinkingSet
from sdc_core.linking.match.scoring import NameScorer, ScoredName
from sdc_core.linking.match.weights_file import load_weights
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name, normalize, normalize_person, shown
from sdc_core.settings import Settings

METHOD = "score"
_FEWEST_TO_GUESS = 20
_PERSONS = 0.9
_WORDS = range(2, 6)
_REASONS = {
    Outcome.CLEAR: "clearly the closest person",
    Outcome.OPEN: "several persons, or one that is not close enough",
    Outcome.FAR: "nobody is close",
}
_DECISIONS = {
    Outcome.CLEAR: Decision.LINKED,
    Outcome.OPEN: Decision.AMBIGUOUS,
    Outcome.FAR: Decision.UNLINKED,
}


def are_persons(customers: Sequence[Customer]) -> bool:
    """Whether the names look like persons' names; of a few names it is not said."""
    names = [normalize(customer.name) for customer in customers if customer.name]
    if len(names) < _FEWEST_TO_GUESS:
        return False
    alike = sum(_is_like_a_person(name) for name in names)
    return alike >= _PERSONS * len(names)


def _is_like_a_person(name: Name) -> bool:
    return not (name.legal or name.numbers) and len(name.key.split()) in _WORDS


def predict_persons(asked: LinkingSet, settings: Settings, tell: Tell = silent) -> Answers:
    """Link every query of a list of persons; `tell` is told how many queries are done."""
    tell(0, len(asked.queries))
    started = perf_counter()
    names = PersonNames(asked, settings)
    built = perf_counter()
    predictions = names.ask(asked)
    return Answers(tuple(predictions), built - started, perf_counter() - built)


class PersonNames:
    """The names of a list, ready to be asked."""

    def __init__(self, asked: LinkingSet, settings: Settings) -> None:
        """Index all names and aliases."""
        weights = load_weights("persons")
        listed = list(_listed(asked.customers))
        self._ids = asked.ids
        self._index = CandidateIndex(listed)
        self._scorer = NameScorer(
            listed, weights, customers=len(asked.customers), index=self._index
        )
        self._rule = Rule.of(settings, weights.shift)
        self._limit = settings.linking.max_candidates

    def ask(self, asked: LinkingSet) -> list[Prediction]:
        """One answer per query, in their order."""
        names = [normalize_person(query.company) for _, query in asked.queries]
        scored = self._scorer.score(names)
        return [
            self._prediction(query_id, name, found)
            for (query_id, _), name, found in zip(asked.queries, names, scored, strict=True)
        ]

    def _prediction(self, query_id: str, name: Name, found: Sequence[ScoredName]) -> Prediction:
        ranking = self._ranking(name, found)
        outcome = decide(ranking, self._rule)
        ids = [self._ids[standing.customer_id] for standing in ranking.standings[: self._limit]]
        best = ranking.standings[0] if ranking.standings else None
        return Prediction(
            query_id=query_id,
            decision=_DECISIONS[outcome],
            predicted_id=ids[0] if outcome is Outcome.CLEAR else "",
            candidates=tuple(ids),
            best_id=ids[0] if ids else "",
            score=best.score if best else None,
            margin=margin_of(ranking, self._rule),
            probability=best.p if best else None,
            method=METHOD,
            reason=_REASONS[outcome],
        )

    def _ranking(self, name: Name, found: Sequence[ScoredName]) -> Ranking:
        """Persons of one name are equal: no name parts them."""
        if name.is_placeholder:
            return ranked([], self._rule)
        standings = [by_name_alone(one, self._rule.prior) for one in found]
        same = {one.customer_id: one for one in self._index.owners_of_core(name)}
        return ranked(tied(standings, same) if len(same) > 1 else standings, self._rule)


def _listed(customers: Sequence[Customer]) -> list[ListedName]:
    return [
        ListedName(normalize_person(text), shown(text), customer.id)
        for customer in customers
        for text in (customer.name or "", *customer.aliases)
        if not normalize_person(text).is_placeholder
    ]
