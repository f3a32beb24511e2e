"""One best name for each customer, and how the customers near a text stand to each other."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel, JaroWinkler

from sdc_core.linking.candidates.index import Pairs
from sdc_core.linking.match.pairs import (
    NEAR_COVERAGE,
    NEAR_IMPRESSION,
    Grid,
    coverage,
    measure_pairs,
)
from sdc_core.linking.match.sides import Side
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.rarity import Rarity
from sdc_core.linking.names.tokens import similarity
from tests.core.linking.pairs_of import BACKGROUND, OMISSION, listed_of, measured_of

LIST = [
    (1, "Acme Tools"),
    (1, "Acme Tools North LLC"),
    (2, "Acme Restaurant"),
    (2, "Acme Restaurent"),
    (3, "Acne Tools"),
    (4, "Quill 2"),
]


def rows_of(measured):
    """(place in the list, customer) of each text."""
    found = {}
    for query, place, customer in zip(
        measured.query.tolist(), measured.place.tolist(), measured.customer.tolist(), strict=True
    ):
        found.setdefault(query, []).append((place, customer))
    return found


def test_the_name_of_the_best_impression_stands_for_its_customer():
    found = rows_of(measured_of(LIST, "acme tools", "Acme Tools North", "acme restaurent"))
    assert (0, 1) in found[0]
    assert (1, 1) in found[1]
    assert (3, 2) in found[2]


def test_a_customer_stands_once_for_each_text():
    for rows in rows_of(measured_of(LIST, "acme", "acme tools restaurant", "quill")).values():
        customers = [customer for _, customer in rows]
        assert customers == sorted(set(customers))


def test_nobody_near_no_row():
    assert len(measured_of(LIST, "zzz", "")) == 0
    assert len(measured_of(LIST)) == 0
    assert len(measured_of([], "acme")) == 0


def test_sizes():
    m = measured_of([(1, "Acme Tools 1.25 LLC"), (2, "Zulu")], "Acme Tools Acme North")
    sizes = {field.name: float(getattr(m.sizes, field.name)[0]) for field in fields(m.sizes)}
    assert sizes["letters_query"] == pytest.approx(len("acmetoolsacmenorth") / 30)
    assert sizes["letters_name"] == pytest.approx(
        len(normalize("Acme Tools 1.25 LLC").squeezed) / 30
    )
    assert (sizes["tokens_query"], sizes["repeated_query"]) == (3, 1)
    assert (sizes["decimals_query"], sizes["decimals_name"]) == (0, 1)
    assert (sizes["legal_query"], sizes["legal_name"]) == (0, 1)
    # Below ten customers a list counts as one of ten; one customer of twelve is near.
    assert sizes["customers"] == pytest.approx(1 - 3)
    assert sizes["candidates"] == pytest.approx(1 / 12)


def test_long_texts_count_as_thirty_letters():
    m = measured_of([(1, "acme " * 20 + "granite")], "acme granite" + "x" * 300)
    assert m.sizes.letters_query.tolist() == [1.0]


NAMES = st.lists(
    st.sampled_from(["acme", "acne", "tools", "tolls", "north", "2", "llc"]), max_size=4
)
LISTS = st.lists(st.tuples(st.integers(1, 4), NAMES.map(" ".join)), min_size=1, max_size=9)
TEXTS = st.lists(NAMES.map(" ".join), max_size=4)


def all_pairs(listed, texts):
    """Every name beside every text, with a cosine made up from the places."""
    pairs = [(q, p, 1 / (1 + q + 2 * p)) for q in range(len(texts)) for p in range(len(listed))]
    columns = list(zip(*pairs, strict=True)) or [(), (), ()]
    return Pairs(
        np.array(columns[0], dtype=np.int32),
        np.array(columns[1], dtype=np.int32),
        np.array(columns[2], dtype=np.float64),
    )


def impression(row, query, name):
    """First impression as its docstrings say it: both shares, letters, and 3 for each equality."""
    one, other = query.name, name.name
    return (
        coverage(row)[0] * coverage(row)[1]
        + Indel.normalized_similarity(one.squeezed, other.squeezed)
        + 3 * (one.core == other.core)
        + 3 * (one.key == other.key)
    )


@given(LISTS, TEXTS)
def test_rows_and_rivals_are_what_their_docstrings_say(rows, texts):
    names = listed_of(rows)
    rarity = Rarity([one.name for one in names], BACKGROUND)
    queries = [Side.of(normalize(text), rarity, OMISSION) for text in texts]
    sides = [Side.of(one.name, rarity, OMISSION) for one in names]
    customers = np.array([one.customer_id for one in names], dtype=np.int64)

    def measured(owners, pairs):
        return measure_pairs(queries, sides, owners, pairs, similarity, count=50)

    pairs = all_pairs(names, texts)
    # Each name a customer of its own: every pair is kept, and its impression can be computed.
    apart = measured(np.arange(len(names)), pairs)
    shares = coverage(apart.words)[0].tolist()
    first = {}
    for row, (query, place) in enumerate(
        zip(apart.query.tolist(), apart.place.tolist(), strict=True)
    ):
        words = type(apart.words)(*(getattr(apart.words, f.name)[row] for f in fields(apart.words)))
        first[query, place] = (impression(words, queries[query], sides[place]), shares[row])
    found = measured(customers, pairs)
    kept = list(
        zip(found.query.tolist(), found.place.tolist(), found.customer.tolist(), strict=True)
    )
    assert len(kept) == len({(query, customer) for query, _, customer in kept})
    for row, (query, place, customer) in enumerate(kept):
        one, other = queries[query].name.squeezed, sides[place].name.squeezed
        assert found.letters.indel[row] == pytest.approx(Indel.normalized_similarity(one, other))
        assert found.letters.winkler[row] == pytest.approx(
            JaroWinkler.normalized_similarity(one, other)
        )
        own = sorted(
            (first[query, i][0] for i, x in enumerate(names) if x.customer_id == customer),
            reverse=True,
        )
        mine, share = first[query, place]
        assert mine == pytest.approx(own[0])
        assert found.rivals.other_name[row] == pytest.approx(own[1] if len(own) > 1 else 0)
        beside = [i for i, (q, _, c) in enumerate(kept) if q == query and c != customer]
        others = [first[query, kept[i][1]] for i in beside]
        assert found.rivals.impression[row] == pytest.approx(
            mine - max([o[0] for o in others], default=0)
        )
        assert found.rivals.coverage[row] == pytest.approx(
            share - max([o[1] for o in others], default=0)
        )
        cosines = [found.cosine[i] for i in beside]
        assert found.rivals.cosine[row] == pytest.approx(
            found.cosine[row] - max(cosines, default=0)
        )
        assert found.rivals.near[row] == sum(o[0] >= mine - NEAR_IMPRESSION for o in others)
        assert found.rivals.near_coverage[row] == sum(o[1] >= share - NEAR_COVERAGE for o in others)
        assert found.rivals.rank[row] == sum(o[0] > mine + 1e-9 for o in others)
        assert found.sizes.candidates[row] == pytest.approx(min(1, (1 + len(beside)) / 12))


VALUES = st.lists(
    st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5, 3.0]), min_size=1, max_size=5), max_size=5
)


@given(VALUES)
def test_the_grid_compares_the_rows_of_each_text(lines):
    query = np.array([3 * i for i, line in enumerate(lines) for _ in line], dtype=np.int64)
    values = np.array([value for line in lines for value in line], dtype=np.float64)
    grid = Grid.of(query)
    assert grid.shape == (len(lines), max(map(len, lines), default=0))
    wide = grid.spread(values)
    for line, spread in zip(lines, wide.tolist(), strict=True):
        assert spread == line + [-np.inf] * (len(spread) - len(line))
    best_other = [
        max(line[:i] + line[i + 1 :], default=0.0) for line in lines for i in range(len(line))
    ]
    assert grid.best_other(values).tolist() == best_other
    at_least = [sum(x >= value for x in line) for line in lines for value in line]
    assert grid.count_from(wide, values).tolist() == at_least
