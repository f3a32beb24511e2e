"""The cosine of the index is the one that the reference defines, name by name."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.linking.candidates.cosines import CosineIndex

TOKENS = st.text("abc2\u05d0\U0001f4a9", min_size=1, max_size=5)
NAMES = st.lists(TOKENS, max_size=4).map(tuple)


def grams(name):
    cut = {f"^{token}$"[at : at + 3] for token in name for at in range(len(token))}
    return cut | {f"W:{token}" for token in name}


def by_definition(names, text):
    """Section 4 of the reference in plain sets; what few names hold is never skipped."""
    holders = Counter(gram for name in names for gram in grams(name))
    weights = {gram: math.log((len(names) + 1) / (count + 0.5)) for gram, count in holders.items()}
    unseen = math.log((len(names) + 1) / 0.5)

    def square(gram):
        weight = weights.get(gram, unseen)
        return weight**2 if weight > 0.5 or holders[gram] <= 1_000 else 0.0

    def norm(name):
        return math.sqrt(sum(map(square, grams(name))))

    for name in names:
        shared = sum(map(square, grams(name) & grams(text)))
        yield shared / norm(name) / norm(text) if shared else 0.0


def by_index(names, text):
    norms, sums = CosineIndex(names).compare([text])
    shared = next(sums).of(range(len(names)))
    return (shared / norms[0] if norms[0] else shared).tolist()


@given(st.lists(NAMES, min_size=1, max_size=40), NAMES)
def test_cosine_is_that_of_the_reference(names, text):
    assert by_index(names, text) == pytest.approx(list(by_definition(names, text)))


def test_what_most_names_hold_counts_for_nothing():
    names = [("acme", str(number)) for number in range(10, 1_200)]
    assert by_index(names, ("acme",)) == [0.0] * len(names)
    assert list(by_definition(names, ("acme",))) == [0.0] * len(names)


def test_in_a_short_list_of_one_name_it_still_counts():
    names = [("acme", str(number % 2)) for number in range(40)]
    assert min(by_index(names, ("acme",))) > 0


@settings(max_examples=20)
@given(st.lists(NAMES, min_size=1, max_size=30), NAMES, st.integers(1, 9), st.integers(1, 5))
def test_the_highest_are_the_highest(names, text, count, layers):
    index = CosineIndex(names)
    index._layers = layers
    sums = next(index.compare([text])[1])
    every = sums.of(range(len(names)))
    places, values, is_all = sums.highest(count)
    expected = sorted((value for value in every.tolist() if value > 0), reverse=True)
    assert sorted(values.tolist(), reverse=True)[:count] == expected[:count]
    assert every[places].tolist() == values.tolist()
    assert len(set(places.tolist())) == len(places)
    assert len(places) == len(expected) if is_all else len(places) >= count
