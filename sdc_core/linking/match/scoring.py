"""A text against all names of a list: the customers near it, each with its log-odds.

Index, measures, features and model in one; what else is known of a query is weighed elsewhere.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sdc_core.linking.base import AlignedToken, Contribution, Numbers
from sdc_core.linking.candidates.index import CandidateIndex, Pairs
from sdc_core.linking.candidates.rows import Floats
from sdc_core.linking.match.alignment import align
from sdc_core.linking.match.features import feature_matrix
from sdc_core.linking.match.measures import Usage
from sdc_core.linking.match.pairs import Measured, measure_pairs
from sdc_core.linking.match.sides import Side
from sdc_core.linking.match.weights_file import Weights
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.rarity import Background, Rarity

CANDIDATES = 12
# Names so much farther away than the nearest are never meant: without them a third of the work is
# saved, and one true customer in 1,500 is lost.
_NEAR_ENOUGH = 0.4
_CHUNK = 2_000
# The last bits of a matrix product hang on how many rows it has, and on the machine; a text is to
# score the same alone and among others, and customers of equal odds are to be ordered by id.
_PLACES = 6


class ScoredName(NamedTuple):
    """The best name of one customer for a text.

    Attributes:
        log_odds: That the text means this customer against "not in this list", by name alone and
            before the other customers are looked at.
    """

    listed: ListedName
    log_odds: float


class Explanation(NamedTuple):
    """How a text was compared with a name, token by token and feature by feature."""

    aligned: list[AlignedToken]
    unmatched_query: list[str]
    unmatched_name: list[str]
    numbers: Numbers | None
    contributions: list[Contribution]


class NameMeasurer:
    """All names of a list, ready to be compared with; the order of the list never counts."""

    def __init__(
        self,
        listed: Sequence[ListedName],
        background: Background,
        usage: Usage,
        *,
        customers: int,
        index: CandidateIndex | None = None,
    ) -> None:
        """Index the names.

        Args:
            listed: Names and aliases.
            background: Makes words of every second company light.
            usage: How such names are written.
            customers: How many customers the list has, also those without a name.
            index: Over the same names, where there is one.
        """
        self.listed = listed
        self.rarity = Rarity([one.name for one in listed], background)
        self.usage = usage
        self._count = customers
        self._index = index or CandidateIndex(listed)
        self._customers = np.array([one.customer_id for one in listed], dtype=np.int64)
        self._sides = _Sides(listed, self.rarity, usage.name)

    def measure(self, names: Sequence[Name]) -> Measured:
        """What the features are made of, for the customers near each text."""
        return measure_pairs(
            [Side.of(name, self.rarity, self.usage.query) for name in names],
            self._sides,
            self._customers,
            _near_enough(self._index.nearest(names, CANDIDATES), len(names)),
            self.usage.alike,
            count=self._count,
        )


class NameScorer:
    """A list of names with the model that judges them."""

    def __init__(
        self,
        listed: Sequence[ListedName],
        weights: Weights,
        *,
        customers: int,
        index: CandidateIndex | None = None,
    ) -> None:
        """Over these names; see `NameMeasurer`."""
        self._model = weights.model
        self._measurer = NameMeasurer(
            listed, weights.background, weights.usage, customers=customers, index=index
        )
        self._listed = listed
        self._rarity = self._measurer.rarity

    def score(self, names: Sequence[Name]) -> list[tuple[ScoredName, ...]]:
        """For each text the customers near it, best first, one entry for each customer."""
        scored: list[tuple[ScoredName, ...]] = []
        for start in range(0, len(names), _CHUNK):
            scored += self._score(names[start : start + _CHUNK])
        return scored

    def explain(self, compared: Sequence[tuple[Name, ListedName]]) -> list[Explanation]:
        """How each text was compared with one of the names; much faster together than alone."""
        measured = self._measurer.measure([name for name, _ in compared])
        matrix = feature_matrix(measured)
        names = [self._listed[place] for place in measured.place.tolist()]
        places = [(listed.customer_id, listed.text) for listed in names]
        row_of = {
            key: row for row, key in enumerate(zip(measured.query.tolist(), places, strict=True))
        }
        rows = [
            row_of.get((n, (listed.customer_id, listed.text)))
            for n, (_, listed) in enumerate(compared)
        ]
        parts = iter(self._model.contributions(matrix[[row for row in rows if row is not None]]))
        return [
            self._explanation(name, listed, next(parts) if row is not None else {})
            for (name, listed), row in zip(compared, rows, strict=True)
        ]

    def _explanation(
        self, name: Name, listed: ListedName, parts: Mapping[str, float]
    ) -> Explanation:
        usage = self._measurer.usage
        query = Side.of(name, self._rarity, usage.query)
        other = Side.of(listed.name, self._rarity, usage.name)
        aligned = align(query.tokens, other.tokens, usage.alike)
        return Explanation(
            aligned=[
                AlignedToken(
                    query=aligned.query[match.query],
                    name=aligned.name[match.name],
                    similarity=round(match.similarity, 3),
                    weight=round(
                        min(
                            self._rarity.weight(aligned.query[match.query]),
                            self._rarity.weight(aligned.name[match.name]),
                        ),
                        3,
                    ),
                )
                for match in sorted(aligned.matches)
            ],
            unmatched_query=[aligned.query[place] for place in aligned.left_query],
            unmatched_name=[aligned.name[place] for place in aligned.left_name],
            numbers=_numbers(name, listed.name),
            contributions=[
                Contribution(feature=group, log_odds=round(added, 2))
                for group, added in sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0]))
                if round(added, 2)
            ],
        )

    def _score(self, names: Sequence[Name]) -> list[tuple[ScoredName, ...]]:
        measured = self._measurer.measure(names)
        odds = np.round(self._model.log_odds(feature_matrix(measured)), _PLACES)
        return self._ranked(measured, odds, len(names))

    def _ranked(self, measured: Measured, odds: Floats, count: int) -> list[tuple[ScoredName, ...]]:
        order = np.lexsort((measured.customer, -odds, measured.query))
        rows = [
            ScoredName(self._listed[place], value)
            for place, value in zip(
                measured.place[order].tolist(), odds[order].tolist(), strict=True
            )
        ]
        ends = np.searchsorted(measured.query[order], np.arange(count + 1))
        return [tuple(rows[ends[i] : ends[i + 1]]) for i in range(count)]


class _Sides(Sequence[Side]):
    """The listed names as they are compared, each made when it is first met."""

    def __init__(self, listed: Sequence[ListedName], rarity: Rarity, omission: Omission) -> None:
        self._listed = listed
        self._rarity = rarity
        self._omission = omission
        self._made: dict[int, Side] = {}

    def __len__(self) -> int:
        return len(self._listed)

    def __getitem__(self, place: int) -> Side:  # type: ignore[override]
        made = self._made.get(place)
        if made is None:
            name = self._listed[place].name
            made = self._made[place] = Side.of(name, self._rarity, self._omission)
        return made


def _near_enough(pairs: Pairs, texts: int) -> Pairs:
    """Without names that are far behind the nearest; what only initials brought stays."""
    nearest = np.zeros(texts)
    np.maximum.at(nearest, pairs.query, pairs.cosine)
    near = (pairs.cosine >= _NEAR_ENOUGH * nearest[pairs.query]) | (pairs.cosine == 0)
    return Pairs(pairs.query[near], pairs.listed[near], pairs.cosine[near])


def _numbers(query: Name, name: Name) -> Numbers | None:
    if not query.numbers and not name.numbers:
        return None
    if query.numbers == name.numbers:
        state = "same"
    elif query.numbers > name.numbers:
        state = "more in the text"
    elif query.numbers < name.numbers:
        state = "more in the name"
    else:
        state = "different"
    return Numbers(query=sorted(query.numbers), name=sorted(name.numbers), state=state)
