"""The weight of a token: idf(t) = max(.03, ln((T+1) / (df + .5)) / ln(T+1)), by hand."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.rarity import Background, Rarity

BACKGROUND = Background(96, {"plumbing": 20, "granite": 3})
NAMES = [
    normalize(text) for text in ("Acme Plumbing", "Apex Plumbing LLC", "Acme Acme Tiles", "Zulu")
]


def over(names=NAMES, background=BACKGROUND):
    return Rarity(list(names), background)


@pytest.mark.parametrize(
    ("token", "names_with_it"),
    # Of the list, and of the background: T is 4 + 96.
    [("plumbing", 2 + 20), ("granite", 0 + 3), ("acme", 2 + 0), ("zulu", 1 + 0)],
)
def test_the_formula_of_the_reference(token, names_with_it):
    assert over().weight(token) == pytest.approx(log(101 / (names_with_it + 0.5)) / log(101))


def test_a_token_twice_in_a_name_is_in_one_name():
    assert over().weight("acme") == pytest.approx(
        over().weight("apex") * log(101 / 2.5) / log(101 / 1.5)
    )


def test_legal_forms_and_stop_words_are_not_counted():
    assert over().weight("llc") == over().weight("never seen")


def test_a_word_of_every_name_keeps_a_little():
    everywhere = Background(1000, {"the": 1000})
    assert over([], everywhere).weight("the") == 0.03


def test_without_a_background_plumbing_looks_rare():
    assert over(background=Background(0, {})).weight("tiles") > over().weight("plumbing")


TOKENS = st.sampled_from(["acme", "plumbing", "granite", "zulu", "new"])


@given(st.lists(TOKENS, max_size=8), TOKENS, TOKENS, st.randoms())
def test_order_never_counts_and_rarer_is_never_lighter(listed, one, other, rng):
    names = [normalize(token) for token in listed]
    rarity, shuffled = over(names), over(rng.sample(names, len(names)))
    assert rarity.weight(one) == shuffled.weight(one)

    def count(token):
        return listed.count(token) + BACKGROUND.counts.get(token, 0)

    if count(one) < count(other):
        assert rarity.weight(one) > rarity.weight(other)


@given(st.text(max_size=20))
def test_every_token_has_a_weight(token):
    # A token that no name holds is a little above 1: ln(101 / .5) / ln(101).
    assert 0.03 <= over().weight(token) <= log(202) / log(101) + 1e-12
