"""The customers' names, indexed: who owns a name, and which customers come closest to a text.

A name and the aliases of one customer are one competitor. Customers whose name is missing or names
nobody are left out. Equal scores are ordered by customer id, so the order of the list never counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from sdc_core.linking.base import CandidateScore, Customer
from sdc_core.linking.normalize import Name, normalize, shown

# Words left out or in another order count for less than the same letters: below any threshold of
# 95, so that they make candidates and rivals but no links.
REORDERED_WEIGHT = 0.94
# rapidfuzz fills the whole matrix; 4 bytes a cell, three matrices at a time.
_MAX_CELLS = 4_000_000

_Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True)
class ListedName:
    """One name or alias in the list, with the customer that owns it."""

    name: Name
    text: str
    customer: Customer


@dataclass(frozen=True)
class Candidate:
    """The best name of one customer for a text.

    Attributes:
        score: 0-100; the higher of `letters` and the weighted overlap of words.
        letters: 0-100; how alike the whole texts are, letter by letter and in order.
    """

    listed: ListedName
    score: float
    letters: float

    def brief(self) -> CandidateScore:
        """The form that the evidence keeps."""
        return CandidateScore(
            customer_id=self.listed.customer.id,
            name=self.listed.text,
            score=round(self.score, 1),
        )


class WordIndex:
    """All names of the customers that can be linked by name."""

    def __init__(
        self, customers: Iterable[Customer], ignored: frozenset[str] = frozenset()
    ) -> None:
        """Index the names; `ignored` are casefold keys that never name a customer."""
        self._names = list(_listed(customers, ignored))
        self._by_key = _owners((listed.name.key, listed) for listed in self._names)
        self._by_core = _owners((listed.name.plain, listed) for listed in self._names)
        owners = [listed.customer.id for listed in self._names]
        self._starts = [i for i, owner in enumerate(owners) if i == 0 or owners[i - 1] != owner]

    def same_key(self, name: Name) -> list[ListedName]:
        """One name of each customer that is spelt exactly so, but for case and spaces."""
        return self._by_key.get(name.key, [])

    def same_core(self, name: Name) -> list[ListedName]:
        """One name of each customer that is the same after normalisation."""
        return self._by_core.get(name.plain, [])

    def closest(self, names: Sequence[Name], limit: int) -> Iterator[list[Candidate]]:
        """For each text the closest customers, best first, at most `limit`."""
        if not self._names:
            yield from ([] for _ in names)
            return
        rows = max(1, _MAX_CELLS // len(self._names))
        for start in range(0, len(names), rows):
            yield from self._closest(names[start : start + rows], limit)

    def _closest(self, names: Sequence[Name], limit: int) -> Iterator[list[Candidate]]:
        letters = np.maximum(
            _matrix(fuzz.ratio, [n.plain for n in names], [x.name.plain for x in self._names]),
            _matrix(
                fuzz.ratio, [n.squeezed for n in names], [x.name.squeezed for x in self._names]
            ),
        )
        words = _matrix(
            fuzz.token_set_ratio, [n.plain for n in names], [x.name.plain for x in self._names]
        )
        scores = np.maximum(letters, words * np.float32(REORDERED_WEIGHT))
        best = np.maximum.reduceat(scores, self._starts, axis=1)
        for row, by_customer in enumerate(best):
            order = np.argsort(-by_customer, kind="stable")[:limit]
            yield [self._candidate(scores[row], letters[row], int(owner)) for owner in order]

    def _candidate(self, scores: _Floats, letters: _Floats, owner: int) -> Candidate:
        end = self._starts[owner + 1] if owner + 1 < len(self._starts) else len(self._names)
        place = self._starts[owner] + int(np.argmax(scores[self._starts[owner] : end]))
        return Candidate(self._names[place], float(scores[place]), float(letters[place]))


def _matrix(scorer: Callable[..., float], queries: list[str], names: list[str]) -> _Floats:
    matrix: _Floats = process.cdist(queries, names, scorer=scorer, dtype=np.float32)
    return matrix


def _listed(customers: Iterable[Customer], ignored: frozenset[str]) -> Iterator[ListedName]:
    for customer in sorted(customers, key=lambda c: c.id):
        texts = dict.fromkeys([customer.name or "", *sorted(customer.aliases)])
        for text in texts:
            name = normalize(text)
            if not name.is_placeholder and name.key not in ignored:
                yield ListedName(name, shown(text), customer)


def _owners(pairs: Iterable[tuple[str, ListedName]]) -> dict[str, list[ListedName]]:
    owners: dict[str, dict[int, ListedName]] = defaultdict(dict)
    for key, listed in pairs:
        owners[key].setdefault(listed.customer.id, listed)
    return {key: list(found.values()) for key, found in owners.items()}
