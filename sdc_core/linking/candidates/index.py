"""The names of a customer list, indexed: who owns a name, and which names come closest to a text.

Names come by their cosine (`cosines`), by the same letters without spaces, and by initials; the
linking reference, section 4, has the figures. Equal cosines are ordered by customer id, then text:
the order of the list never counts. Nothing is pruned: the names are those of a full comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sdc_core.linking.candidates.cosines import CosineIndex, Sums
from sdc_core.linking.candidates.rows import Floats, Ints
from sdc_core.linking.candidates.spellings import Spellings
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name

# Texts that are compared before their pairs are ordered; bounds the memory, changes no result.
_CHUNK = 2_000

_Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
_NONE = np.empty(0, dtype=np.int64)


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
    """Names found for one text: their places, their sums, and whether they stay in any case."""

    places: Ints
    sums: Floats
    stays: _Bools


class _Rows(NamedTuple):
    """The columns of `Pairs`, with the names by their place in the index."""

    query: Ints
    place: Ints
    cosine: Floats


class CandidateIndex:
    """All names that a text may mean; order of the list and repetitions never count."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        """Index the names; `Pairs.listed` are places in this sequence."""
        self.listed = listed
        self._places = _distinct(listed)
        names = [listed[place].name for place in self._places]
        self._customers = np.array([listed[p].customer_id for p in self._places], dtype=np.int64)
        self._cosines = CosineIndex([name.core for name in names])
        self._spellings = Spellings(names)

    def owners_of_key(self, name: Name) -> list[ListedName]:
        """One name of each customer that is spelt exactly so, but for case and spaces."""
        return self._owners(self._spellings.same_key(name))

    def owners_of_core(self, name: Name) -> list[ListedName]:
        """One name of each customer that is the same after normalisation."""
        return self._owners(self._spellings.same_core(name))

    def owners_of_letters(self, name: Name) -> list[ListedName]:
        """One name of each customer that is the same after normalisation, but for spaces."""
        return self._owners(self._spellings.same_letters(name))

    def nearest(self, names: Sequence[Name], customers: int = 12) -> Pairs:
        """The names closest to each text, until so many different customers are seen.

        Names that the text shares its letters with when run together, and names whose initials it
        gives or is given by, come besides; at most `customers` of each kind.
        """
        starts = range(0, len(names) if self._places else 0, _CHUNK)
        found = [self._near(names[start : start + _CHUNK], customers, start) for start in starts]
        places = np.concatenate([_NONE, *(rows.place for rows in found)])
        return Pairs(
            query=np.concatenate([_NONE, *(rows.query for rows in found)]).astype(np.int32),
            listed=np.array(self._places, dtype=np.int32)[places],
            cosine=np.concatenate([np.empty(0), *(rows.cosine for rows in found)]),
        )

    def _near(self, names: Sequence[Name], customers: int, start: int) -> _Rows:
        norms, sums = self._cosines.compare([name.core for name in names])
        found = [self._found(name, one, customers) for name, one in zip(names, sums, strict=True)]
        query = np.repeat(np.arange(len(names)), [len(one.places) for one in found])
        place = np.concatenate([one.places for one in found])
        shared = np.concatenate([one.sums for one in found])
        # A text without any gram shares nothing; rounding may leave a hair more than 1.
        cosine = np.minimum(shared / np.where(norms > 0, norms, 1)[query], 1)
        order = np.lexsort((place, -cosine, query))
        query, place, cosine = query[order], place[order], cosine[order]
        keep = self._seen_before(query, place) < customers
        keep |= np.concatenate([one.stays for one in found])[order]
        return _Rows(query[keep] + start, place[keep], cosine[keep])

    def _found(self, name: Name, sums: Sums, customers: int) -> _Found:
        places, values = self._highest(sums, customers)
        together = self._spellings.run_together(name, customers)
        more = sorted(set(together).difference(places.tolist())) if together else []
        if more:
            places = np.concatenate((places, np.array(more, dtype=np.int64)))
            values = np.concatenate((values, sums.of(more)))
        stays = np.isin(places, together) if together else np.zeros(len(places), dtype=np.bool_)
        return _Found(places, values, stays)

    def _highest(self, sums: Sums, customers: int) -> tuple[Ints, Floats]:
        """The highest names, as many as it takes to see so many customers, or all."""
        count = customers
        places, values, is_all = sums.highest(count)
        while not is_all and len(set(self._customers[places].tolist())) < customers:
            count *= 2
            places, values, is_all = sums.highest(count)
        return places, values

    def _seen_before(self, query: Ints, place: Ints) -> Ints:
        """For each row how many different customers stand above it among those of its query."""
        customer = self._customers[place]
        order = np.lexsort((customer, query))
        is_first = np.ones(len(query), dtype=np.int64)
        repeats = (np.diff(query[order]) == 0) & (np.diff(customer[order]) == 0)
        is_first[order[1:][repeats]] = 0
        before = np.cumsum(is_first) - is_first
        return before - before[np.searchsorted(query, query)]

    def _owners(self, places: Sequence[int]) -> list[ListedName]:
        owners: dict[int, ListedName] = {}
        for place in places:
            listed = self.listed[self._places[place]]
            owners.setdefault(listed.customer_id, listed)
        return list(owners.values())


def _distinct(listed: Sequence[ListedName]) -> list[int]:
    """Places of the names by customer id and text, each (customer, text) once."""
    rows = sorted((one.customer_id, one.text, place) for place, one in enumerate(listed))
    above = [(None, None), *rows]
    return [row[2] for row, last in zip(rows, above, strict=False) if row[:2] != last[:2]]
