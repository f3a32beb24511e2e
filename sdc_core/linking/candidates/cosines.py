"""The cosine of texts with all names of a list, over character 3-grams and whole tokens.

A gram weighs g = ln((n + 1) / (names that hold it + .5)); the cosine of two names is the sum of g^2
over the grams of both, divided by the roots of the sums over each (linking reference, section 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sdc_core.linking.candidates.grams import GramSets
from sdc_core.linking.candidates.rows import Floats, Ints, Rows

# A gram of less weight is skipped: most names hold it, so it finds nobody and costs the most.
_LEAST_WEIGHT = 0.5
# But what so few names hold costs nothing, and in a short list of like names there is nothing else.
_ALWAYS_USED = 1_000
# The sums of all names are folded into so many layers, at most, to find the highest ones.
_MAX_LAYERS = 64
_LAYER = 1024


@dataclass(frozen=True, slots=True)
class Sums:
    """What each name shares with one text, divided by the norm of the name; reused by the next.

    Attributes:
        table: The names in layers: name i stands in row i // width, column i % width.
    """

    table: np.ndarray[tuple[int, int], np.dtype[np.float64]]

    def of(self, places: Sequence[int]) -> Floats:
        """The sums of these names."""
        return self.table.ravel()[np.array(places, dtype=np.int64)]

    def highest(self, count: int) -> tuple[Ints, Floats, bool]:
        """The places and sums of at least the `count` highest above 0; whether these are all.

        The highest of each column are so many different names: where `count` of them reach a
        bound, the `count` highest names do, and only the columns that reach it need a look.
        """
        tops = self.table.max(axis=0)
        bound = np.partition(tops, -count)[-count] if len(tops) > count else 0.0
        columns = np.flatnonzero(tops >= bound) if bound > 0 else np.flatnonzero(tops)
        chosen = self.table[:, columns]
        layers, found = np.nonzero(chosen >= bound) if bound > 0 else np.nonzero(chosen)
        places = layers * self.table.shape[1] + columns[found]
        return places, chosen[layers, found], bound <= 0


class CosineIndex:
    """Posting lists of the grams of a list of names."""

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        """Index names, each given as its tokens."""
        self._count = len(names)
        self._sets = GramSets.of(names)
        rows = self._sets.rows
        self._squares = self._square(np.bincount(rows.values, minlength=self._sets.size))
        norms = _norms(rows, self._squares)
        self._postings = rows.turned(self._sets.size)
        # A name that holds only skipped grams has norm 0, and nothing is ever added to it.
        with np.errstate(divide="ignore", invalid="ignore"):
            self._shares = (
                np.repeat(self._squares, self._postings.lengths) / norms[self._postings.values]
            )
        self._layers = min(_MAX_LAYERS, max(1, self._count // _LAYER))

    def compare(self, texts: Sequence[tuple[str, ...]]) -> tuple[Floats, Iterator[Sums]]:
        """The norm of each text, and one by one its sums; sum / norm is the cosine."""
        sets = GramSets.of(texts)
        ids = sets.ids_in(self._sets)
        squares = np.append(self._squares, self._square(np.zeros(1, dtype=np.int64)))[ids]
        return _norms(sets.rows, squares), self._sums(sets.rows, ids, squares)

    def _sums(self, rows: Rows, ids: Ints, squares: Floats) -> Iterator[Sums]:
        is_used = (ids < self._sets.size) & (squares > 0)
        used = is_used[rows.values]
        counts = np.bincount(rows.numbers()[used], minlength=len(rows))
        grams = Rows.from_lengths(counts, ids[rows.values[used]])
        begin = self._postings.starts[grams.values].tolist()
        end = self._postings.starts[grams.values + 1].tolist()
        table = np.zeros((self._layers, -(-self._count // self._layers)))
        flat, names, shares = table.ravel(), self._postings.values, self._shares
        for first, last in pairwise(grams.starts.tolist()):
            flat.fill(0)
            slices = [slice(*pair) for pair in zip(begin[first:last], end[first:last], strict=True)]
            if slices:
                places = np.concatenate([names[one] for one in slices])
                np.add.at(flat, places, np.concatenate([shares[one] for one in slices]))
            yield Sums(table)

    def _square(self, holders: Ints) -> Floats:
        weights = np.log((self._count + 1) / (holders + 0.5))
        used = (weights > _LEAST_WEIGHT) | (holders <= _ALWAYS_USED)
        squares: Floats = np.where(used, weights * weights, 0.0)
        return squares


def _norms(rows: Rows, squares: Floats) -> Floats:
    norms: Floats = np.sqrt(np.bincount(rows.numbers(), squares[rows.values], minlength=len(rows)))
    return norms
