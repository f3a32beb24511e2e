"""The names of a customer list, indexed: who owns a name, and which names come closest to a text.

The score is that of the linking reference (section 4): the cosine over character 3-grams and whole
tokens, each weighted by how rare it is in the list. Equal scores are ordered by customer id, then
text, so the order of the list never counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sdc_core.linking.grams import GramSets
from sdc_core.linking.normalize import Name
from sdc_core.linking.rows import Floats, Ints, Rows

# A gram weighs g = ln((n + 1) / (names that hold it + .5)); what most names hold finds nobody.
LEAST_WEIGHT = 0.5
# But in a list of a few names no gram is rare: what so few names hold costs nothing and stays.
ALWAYS_USED = 12
# Initials of so many letters stand for a name ("jpm"); a text of so many letters may be initials.
INITIALS = range(3, 7)
# Cells of the table (queries x names) that is summed at a time; it should stay in the cache.
_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name or alias in the list, with the customer that owns it."""

    name: Name
    text: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Queries beside the listed names that may be meant.

    One row per (query, listed name), sorted by query, then -cosine, then customer id, then text.

    Attributes:
        query: Place of the query in what was asked.
        listed: Place of the name in the list that was indexed.
        cosine: 0-1; 0 where only the initials agree.
    """

    query: np.ndarray[tuple[int], np.dtype[np.int32]]
    listed: np.ndarray[tuple[int], np.dtype[np.int32]]
    cosine: Floats


class CandidateIndex:
    """All names that a text may mean; order of the list and repetitions never count."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        """Index the names; `Pairs.listed` are places in this sequence."""
        self.listed = listed
        self._distinct = _distinct(listed)
        names = [listed[place].name for place in self._distinct]
        self._places = np.array(self._distinct, dtype=np.int64)
        self._customers = np.array([listed[p].customer_id for p in self._distinct], dtype=np.int64)
        self._sets = GramSets.of([name.core for name in names])
        self._squares = _squares(self._sets)
        self._norms = _norms(self._sets.rows, self._squares)
        self._postings = self._sets.rows.turned(self._sets.size)
        self._by_key = _places_by([name.key for name in names])
        self._by_core = _places_by([name.plain for name in names])
        self._by_initials = _places_by([name.initials for name in names])
        self._by_short = _places_by([name.squeezed for name in names])

    def owners_of_key(self, name: Name) -> list[ListedName]:
        """One name of each customer that is spelt exactly so, but for case and spaces."""
        return self._owners(self._by_key.get(name.key, []))

    def owners_of_core(self, name: Name) -> list[ListedName]:
        """One name of each customer that is the same after normalisation."""
        return self._owners(self._by_core.get(name.plain, []))

    def nearest(self, names: Sequence[Name], customers: int = 12) -> Pairs:
        """The names closest to each text, until so many different customers are seen."""
        sets = GramSets.of([name.core for name in names])
        ids = sets.ids_in(self._sets)
        weights = np.append(self._squares, _square(len(self._places), 0))[ids]
        norms = _norms(sets.rows, weights)
        known = ids[sets.rows.values] < self._sets.size
        found = []
        for query, name in enumerate(names):
            row = slice(sets.rows.starts[query], sets.rows.starts[query + 1])
            grams = ids[sets.rows.values[row]][known[row]]
            found.append(self._nearest(name, grams, norms[query], customers))
        lengths = np.array([len(places) for places, _ in found], dtype=np.int64)
        queries = np.repeat(np.arange(len(names), dtype=np.int32), lengths)
        if not found:
            return Pairs(queries, queries, np.empty(0))
        places = np.concatenate([places for places, _ in found])
        return Pairs(
            queries,
            self._places[places].astype(np.int32),
            np.concatenate([cosines for _, cosines in found]),
        )

    def _nearest(self, name: Name, grams: Ints, norm: float, customers: int) -> tuple[Ints, Floats]:
        taken = self._postings.take(grams)
        weights = np.repeat(self._squares[grams], taken.lengths)
        sums = np.bincount(taken.values, weights, minlength=len(self._places))
        places = np.flatnonzero(sums > 0)
        cosines = sums[places] / (self._norms[places] * norm)
        order = np.lexsort((places, -cosines))
        places, cosines = places[order], cosines[order]
        seen = _distinct_so_far(self._customers[places])
        end = int(np.searchsorted(seen, customers)) + 1
        places, cosines = places[:end], cosines[:end]
        more = np.setdiff1d(np.array(self._by_abbreviation(name), dtype=np.int64), places)
        if len(more):
            places = np.concatenate((places, more))
            cosines = np.concatenate(
                (cosines, sums[more] / np.maximum(self._norms[more] * norm, 1e-9))
            )
            order = np.lexsort((places, -cosines))
            places, cosines = places[order], cosines[order]
        return places, cosines

    def _by_abbreviation(self, name: Name) -> list[int]:
        found: list[int] = []
        if len(name.squeezed) in INITIALS:
            found += self._by_initials.get(name.squeezed, [])
        if len(name.initials) in INITIALS:
            found += self._by_short.get(name.initials, [])
        return found

    def _owners(self, places: Sequence[int]) -> list[ListedName]:
        owners: dict[int, ListedName] = {}
        for place in places:
            listed = self.listed[self._distinct[place]]
            owners.setdefault(listed.customer_id, listed)
        return list(owners.values())


def _distinct(listed: Sequence[ListedName]) -> list[int]:
    """Places of the names by customer id and text, each (customer, text) once."""
    first: dict[tuple[int, str], int] = {}
    for place, one in enumerate(listed):
        first.setdefault((one.customer_id, one.text), place)
    return [first[one] for one in sorted(first)]


def _square(names: int, holders: Ints | int) -> Floats:
    weight = np.log((names + 1) / (np.asarray(holders) + 0.5))
    used = (weight > LEAST_WEIGHT) | (np.asarray(holders) <= ALWAYS_USED)
    return np.where(used, weight * weight, 0.0)


def _squares(sets: GramSets) -> Floats:
    return _square(len(sets.rows), np.bincount(sets.rows.values, minlength=sets.size))


def _norms(rows: Rows, squares: Floats) -> Floats:
    return np.sqrt(np.bincount(rows.numbers(), squares[rows.values], minlength=len(rows)))


def _places_by(texts: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    return places


def _distinct_so_far(customers: Ints) -> Ints:
    """For each row how many different customers are seen up to it."""
    is_first = np.zeros(len(customers), dtype=np.int64)
    is_first[np.unique(customers, return_index=True)[1]] = 1
    return np.cumsum(is_first)
