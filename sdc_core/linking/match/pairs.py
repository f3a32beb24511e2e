"""Texts beside the names that may be meant, measured: one best name for each customer.

From here on a customer is one competitor, whatever number of names it has: its name that makes the
best first impression stands for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz.distance import Indel, JaroWinkler
from rapidfuzz.process import cpdist

from sdc_core.linking.candidates.index import Pairs
from sdc_core.linking.candidates.rows import Floats, Ints, Matrix
from sdc_core.linking.match.alignment import Alike
from sdc_core.linking.match.measures import WORDS, Words, measure
from sdc_core.linking.match.sides import Side
from sdc_core.linking.match.traits import Traits

_EQUAL = 1e-9
# How near another customer's first impression, or its share of matched words, is a rival.
NEAR_IMPRESSION = 0.1
NEAR_COVERAGE = 0.02


@dataclass(frozen=True, slots=True)
class Letters:
    """How alike the squeezed texts are, 0-1.

    Attributes:
        indel: Normalised Indel similarity.
        winkler: Jaro-Winkler similarity.
    """

    indel: Floats
    winkler: Floats


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths of both sides.

    Attributes:
        letters_query: Letters of the squeezed text / 30, at most 1.
        tokens_query: Its tokens; `repeated_query` how many of them repeat another.
        decimals_query: How many prices it holds.
        customers: log10(customers in the list) - 3.
        candidates: Customers that come near / 12.
    """

    letters_query: Floats
    letters_name: Floats
    tokens_query: Floats
    tokens_name: Floats
    repeated_query: Floats
    decimals_query: Floats
    decimals_name: Floats
    legal_query: Floats
    legal_name: Floats
    customers: Floats
    candidates: Floats


@dataclass(frozen=True, slots=True)
class Rivals:
    """How a customer stands beside the others that the same text may mean.

    Attributes:
        impression: First impression less that of the best other customer.
        coverage: Matched share of the text less that of the best other customer.
        cosine: The same of the cosine.
        near: How many others make nearly as good an impression, or a better one.
        near_coverage: How many others match as much of the text.
        rank: How many others make a better impression.
        other_name: The impression of its second best name; 0 without one.
    """

    impression: Floats
    coverage: Floats
    cosine: Floats
    near: Floats
    near_coverage: Floats
    rank: Floats
    other_name: Floats


@dataclass(frozen=True, slots=True)
class Measured:
    """One row for each text and customer, by text; what the features are made of."""

    query: Ints
    place: Ints
    customer: Ints
    cosine: Floats
    words: Words
    traits: Traits
    letters: Letters
    sizes: Sizes
    rivals: Rivals

    def __len__(self) -> int:
        return len(self.query)


def measure_pairs(
    queries: Sequence[Side],
    listed: Sequence[Side],
    customers: Ints,
    pairs: Pairs,
    alike: Alike,
    *,
    count: int,
) -> Measured:
    """Measure the pairs and keep the best name of each customer.

    Args:
        queries: The texts.
        listed: The names, by their place in the list; only those in `pairs` are looked at.
        customers: The customer of each listed name, as any number.
        pairs: By text.
        alike: How alike two words are, 0-1.
        count: Customers in the list.
    """
    query, place = pairs.query.astype(np.int64), pairs.listed.astype(np.int64)
    asked = [queries[i] for i in query.tolist()]
    named = [listed[i] for i in place.tolist()]
    table = np.array(
        [measure(one, other, alike) for one, other in zip(asked, named, strict=True)],
        dtype=np.float64,
    ).reshape(len(query), WORDS + len(fields(Traits)))
    letters = _letters(asked, named)
    first = _first_impression(table, letters) if len(query) else np.empty(0)
    customer = customers[place]
    best, second = _best_names(query, customer, first)
    kept = query[best]
    columns = np.ascontiguousarray(table[best].T)
    words = Words(*columns[:WORDS])
    traits = Traits(*columns[WORDS:])
    return Measured(
        query=kept,
        place=place[best],
        customer=customer[best],
        cosine=pairs.cosine[best],
        words=words,
        traits=traits,
        letters=Letters(letters.indel[best], letters.winkler[best]),
        sizes=_sizes([asked[i] for i in best], [named[i] for i in best], kept, count),
        rivals=_rivals(kept, first[best], second, coverage(words)[0], pairs.cosine[best]),
    )


def coverage(words: Words) -> tuple[Floats, Floats]:
    """Matched share, 0-1, of the text and of the name."""
    return (
        np.minimum(1.0, words.matched_query / np.maximum(words.total_query, _EQUAL)),
        np.minimum(1.0, words.matched_name / np.maximum(words.total_name, _EQUAL)),
    )


def _letters(asked: Sequence[Side], named: Sequence[Side]) -> Letters:
    one = [side.name.squeezed for side in asked]
    other = [side.name.squeezed for side in named]
    return Letters(
        cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64),
        cpdist(one, other, scorer=JaroWinkler.normalized_similarity, dtype=np.float64),
    )


def _first_impression(table: Matrix, letters: Letters) -> Floats:
    """Which name of a customer is meant, if that customer is."""
    words, traits = Words(*table.T[:WORDS]), Traits(*table.T[WORDS:])
    query, name = coverage(words)
    impression: Floats = query * name + letters.indel + 3 * traits.same_core + 3 * traits.same_text
    return impression


def _best_names(query: Ints, customer: Ints, first: Floats) -> tuple[Ints, Floats]:
    """Rows of the best name of each (text, customer), and the impression of the second best."""
    order = np.lexsort((np.arange(len(query)), -first, customer, query))
    is_new = np.ones(len(query), dtype=np.bool_)
    is_new[1:] = (query[order][1:] != query[order][:-1]) | (
        customer[order][1:] != customer[order][:-1]
    )
    starts = np.flatnonzero(is_new)
    after = np.minimum(starts + 1, max(len(query) - 1, 0))
    has_second = (starts + 1 < len(query)) & ~is_new[after]
    second = np.where(has_second, first[order[after]], 0.0)
    return order[starts], second


def _sizes(asked: Sequence[Side], named: Sequence[Side], query: Ints, count: int) -> Sizes:
    found = np.bincount(query)[query] if len(query) else np.empty(0)
    return Sizes(
        letters_query=_column([min(1.0, len(s.name.squeezed) / 30) for s in asked]),
        letters_name=_column([min(1.0, len(s.name.squeezed) / 30) for s in named]),
        tokens_query=_column([len(s.tokens) for s in asked]),
        tokens_name=_column([len(s.tokens) for s in named]),
        repeated_query=_column([len(s.name.core) - len(s.tokens) for s in asked]),
        decimals_query=_column([s.name.decimals for s in asked]),
        decimals_name=_column([s.name.decimals for s in named]),
        legal_query=_column([bool(s.name.legal) for s in asked]),
        legal_name=_column([bool(s.name.legal) for s in named]),
        customers=np.full(len(query), np.log10(max(count, 10)) - 3),
        candidates=np.minimum(1.0, found / 12),
    )


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _rivals(query: Ints, first: Floats, second: Floats, matched: Floats, cosine: Floats) -> Rivals:
    grid = Grid.of(query)
    wide, matched_wide = grid.spread(first), grid.spread(matched)
    return Rivals(
        impression=first - grid.best_other(first),
        coverage=matched - grid.best_other(matched),
        cosine=cosine - grid.best_other(cosine),
        near=grid.count_from(wide, first - NEAR_IMPRESSION) - 1,
        near_coverage=grid.count_from(matched_wide, matched - NEAR_COVERAGE) - 1,
        rank=grid.count_from(wide, first + _EQUAL),
        other_name=second,
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one text side by side, so that all texts are compared at once."""

    row: Ints
    column: Ints
    shape: tuple[int, int]

    @classmethod
    def of(cls, query: Ints) -> "Grid":
        """Of rows that stand by text."""
        row = np.cumsum(np.concatenate(([0], query[1:] != query[:-1]))) if len(query) else query
        starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1]))) if len(row) else row
        column = np.arange(len(row)) - (starts[row] if len(row) else row)
        shape = (len(starts), int(column.max(initial=-1)) + 1)
        return cls(row, column, shape)

    def spread(self, values: Floats) -> Matrix:
        """One line for each text; -inf where it has fewer rows than others."""
        wide = np.full(self.shape, -np.inf)
        wide[self.row, self.column] = values
        return wide

    def best_other(self, values: Floats) -> Floats:
        """The highest value among the other rows of the text; 0 without another row."""
        if not len(values):
            return values
        wide = np.sort(np.hstack((self.spread(values), np.full((self.shape[0], 1), -np.inf))))
        top, second = wide[self.row, -1], wide[self.row, -2]
        other: Floats = np.where(values == top, second, top)
        return np.where(np.isinf(other), 0.0, other)

    def count_from(self, wide: Matrix, least: Floats) -> Floats:
        """How many rows of the text have at least this value."""
        if not len(least):
            return least
        counted: Floats = (wide[self.row] >= least[:, None]).sum(axis=1).astype(np.float64)
        return counted
