"""The names of a customer list, indexed: who owns a name, and which names come closest to a text.

Names come by their cosine (`cosines`), and by initials; the linking reference, section 4, has the
figures. Equal cosines are ordered by customer id, then text: the order of the list never counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sdc_core.linking.cosines import CosineIndex, Sums
from sdc_core.linking.normalize import Name
from sdc_core.linking.rows import Floats, Ints

# Initials of so many letters stand for a name ("jpm"); a text of so many letters may be initials.
INITIALS = range(3, 7)
_CHUNK = 2_000
_NONE = np.empty(0, dtype=np.int64)

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


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


class _Found(NamedTuple):
    query: Ints
    place: Ints
    cosine: Floats


class CandidateIndex:
    """All names that a text may mean; order of the list and repetitions never count."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        """Index the names; `Pairs.listed` are places in this sequence."""
        self.listed = listed
        self._distinct = _distinct(listed)
        names = [listed[place].name for place in self._distinct]
        owners = [listed[place].customer_id for place in self._distinct]
        self._customers = np.unique(np.array(owners, dtype=np.int64), return_inverse=True)[1]
        self._cosines = CosineIndex([name.core for name in names])
        self._by_key = _places_by([name.key for name in names])
        self._by_core = _places_by([name.plain for name in names])
        self._by_initials = _places_by_short([name.initials for name in names])
        self._by_squeezed = _places_by_short([name.squeezed for name in names])

    def owners_of_key(self, name: Name) -> list[ListedName]:
        """One name of each customer that is spelt exactly so, but for case and spaces."""
        return self._owners(self._by_key.get(name.key, []))

    def owners_of_core(self, name: Name) -> list[ListedName]:
        """One name of each customer that is the same after normalisation."""
        return self._owners(self._by_core.get(name.plain, []))

    def nearest(self, names: Sequence[Name], customers: int = 12) -> Pairs:
        """The names closest to each text, until so many different customers are seen."""
        found = [
            self._near(names[start : start + _CHUNK], customers, start)
            for start in range(0, len(names) if self._distinct else 0, _CHUNK)
        ]
        queries = np.concatenate([_NONE, *(rows.query for rows in found)])
        places = np.concatenate([_NONE, *(rows.place for rows in found)])
        cosines = np.concatenate([np.empty(0), *(rows.cosine for rows in found)])
        listed = np.array(self._distinct, dtype=np.int32)[places]
        return Pairs(queries.astype(np.int32), listed, cosines)

    def _near(self, names: Sequence[Name], customers: int, start: int) -> _Found:
        norms, sums = self._cosines.compare([name.core for name in names])
        found = [self._found(name, one, customers) for name, one in zip(names, sums, strict=True)]
        lengths = [len(places) for places, _, _ in found]
        query = np.repeat(np.arange(len(names)), lengths)
        place = np.concatenate([places for places, _, _ in found])
        cosine = np.minimum(
            np.concatenate([values for _, values, _ in found])
            / np.where(norms > 0, norms, 1)[query],
            1,
        )
        abbreviated = np.concatenate([marks for _, _, marks in found])
        order = np.lexsort((place, -cosine, query))
        query, place = query[order], place[order]
        keep = self._seen_before(query, place) < customers
        keep |= abbreviated[order]
        return _Found(query[keep] + start, place[keep], cosine[order][keep])

    def _found(self, name: Name, sums: Sums, customers: int) -> tuple[Ints, Floats, Bools]:
        """Places, sums, and whether the name is there for its initials."""
        places, values = self._highest(sums, customers)
        abbreviated = self._abbreviated(name, customers)
        if not abbreviated:
            return places, values, np.zeros(len(places), dtype=np.bool_)
        more = sorted(set(abbreviated).difference(places.tolist()))
        places = np.concatenate((places, np.array(more, dtype=np.int64)))
        return places, np.concatenate((values, sums.of(more))), np.isin(places, abbreviated)

    def _highest(self, sums: Sums, customers: int) -> tuple[Ints, Floats]:
        count = customers
        places, values, is_all = sums.highest(count)
        while not is_all and len(set(self._customers[places].tolist())) < customers:
            count *= 2
            places, values, is_all = sums.highest(count)
        return places, values

    def _abbreviated(self, name: Name, customers: int) -> list[int]:
        """Names that the text is the initials of, or that are the initials of the text.

        Initials of more names than customers are asked for say nothing.
        """
        found: list[int] = []
        if len(name.squeezed) in INITIALS:
            found += self._by_initials.get(name.squeezed, [])
        if len(name.initials) in INITIALS:
            found += self._by_squeezed.get(name.initials, [])
        return found if len(found) <= customers else []

    def _seen_before(self, query: Ints, place: Ints) -> Ints:
        """For each row how many different customers stand in the rows above of its query."""
        customer = self._customers[place]
        first = np.zeros(len(query), dtype=np.int64)
        first[np.unique(query * len(self._distinct) + customer, return_index=True)[1]] = 1
        before = np.cumsum(first) - first
        begin = np.searchsorted(query, query)
        return before - before[begin]

    def _owners(self, places: Sequence[int]) -> list[ListedName]:
        owners: dict[int, ListedName] = {}
        for place in places:
            listed = self.listed[self._distinct[place]]
            owners.setdefault(listed.customer_id, listed)
        return list(owners.values())


def _distinct(listed: Sequence[ListedName]) -> list[int]:
    """Places of the names by customer id and text, each (customer, text) once."""
    rows = sorted((one.customer_id, one.text, place) for place, one in enumerate(listed))
    return [
        row[2]
        for row, last in zip(rows, [(None, None), *rows], strict=False)
        if row[:2] != last[:2]
    ]


def _places_by(texts: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    return places


def _places_by_short(texts: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if len(text) in INITIALS:
            places.setdefault(text, []).append(place)
    return places
