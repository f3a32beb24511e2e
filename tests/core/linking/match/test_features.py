"""The table of features against the reference (section 5), on small names."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.match.features import BASE, BENT, FEATURES, PRODUCTS, feature_matrix
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.rarity import Rarity
from tests.core.linking.pairs_of import BACKGROUND, listed_of, measured_of

NAMES = [feature.name for feature in FEATURES]


def features_of(text, name, *others):
    """The features of the customer of `name`, by their name."""
    measured = measured_of([(1, name), *((2 + i, other) for i, other in enumerate(others))], text)
    (row,) = np.flatnonzero(measured.customer == 1)
    return dict(zip(NAMES, feature_matrix(measured)[row].tolist(), strict=True))


def weights_of(*names):
    return Rarity([one.name for one in listed_of([(1, name) for name in names])], BACKGROUND).weight


def test_each_feature_stands_once_in_the_order_of_the_table():
    assert len(set(NAMES)) == len(NAMES)
    assert (*BASE, *BENT, *PRODUCTS) == FEATURES
    assert feature_matrix(measured_of([(1, "Acme")], "acme")).shape == (1, len(FEATURES))
    assert feature_matrix(measured_of([(1, "Acme")], "zulu")).shape == (0, len(FEATURES))


def test_the_same_name():
    found = features_of("ACME Tools", "Acme Tools")
    for name in ("cosine", "matched_query", "matched_name", "matched_both", "matched_product"):
        assert found[name] == pytest.approx(1), name
    for name in ("letters", "letters_from_start", "same_letters", "same_words", "same_text"):
        assert found[name] == 1, name
    assert (found["first_word"], found["worst_match"], found["in_order"]) == (1, 1, 1)
    assert [found[name] for name in ("left_query", "left_name", "lost_query", "slips")] == [0] * 4


def test_shares_are_by_rarity_and_not_by_count():
    weight = weights_of("Acme Tools North")
    found = features_of("Acme Restaurant", "Acme Tools North")
    query = weight("acme") / (weight("acme") + weight("restaurant"))
    name = weight("acme") / (weight("acme") + weight("tools") + weight("north"))
    assert found["matched_query"] == pytest.approx(query)
    assert found["matched_name"] == pytest.approx(name)
    assert found["matched_both"] == pytest.approx(min(query, name))
    assert found["matched_product"] == pytest.approx(query * name)
    assert found["more_in_name"] == pytest.approx(query * (1 - name))
    assert found["more_in_query"] == pytest.approx(name * (1 - query))
    assert found["heaviest_left_query"] == pytest.approx(weight("restaurant"))
    assert found["heaviest_left_name"] == pytest.approx(weight("north"))
    assert found["shared_rarity"] == found["rarest"] == pytest.approx(weight("acme"))


def test_squeezed_letters():
    # Indel of "seaside" and "seasides": 2 * 7 common letters of 7 + 8.
    assert features_of("Sea Side", "Seasides")["letters"] == pytest.approx(14 / 15)
    assert features_of("Sea Side", "Seaside")["same_letters"] == 1
    assert features_of("Sea Side", "Seaside")["joined"] == 1


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Acme 2", "Acme 3", {"numbers_differ": 1, "number_in_query": 1, "number_in_name": 1}),
        ("Acme 2", "Acme Two", {"numbers_differ": 0, "number_agrees": 1}),
        ("Acme 2", "Acme", {"number_in_query": 1, "number_in_name": 0}),
        ("Acme Inc", "Acme LLC", {"legal_differ": 1, "legal_agrees": 0, "legal_in_query": 1}),
        ("Acme", "Acme LLC", {"legal_differ": 0, "legal_in_query": 0, "legal_in_name": 1}),
        ("Granite Leg", "Granite Legal Group", {"cut": 1}),
        ("NMC", "Northwest Medical Center", {"initials": 1, "one_word": 1, "one_word_name": 0}),
        ("Acme (North)", "Acme North", {"brackets": 1}),
        ("Acme (North)", "Acme", {"brackets": -0.5}),
        ("Acme", "Acme (North)", {"brackets": -0.25}),
        ("Acme Acme", "Acme", {"tokens_query": 1, "repeated_query": 1}),
    ],
)
def test_examples(text, name, expected):
    found = features_of(text, name)
    assert {key: found[key] for key in expected} == expected


def test_rivals():
    alone = features_of("Acme Tools", "Acme Tools")
    beside = features_of("Acme Tools", "Acme Tools", "Acme Tools", "Acme Restaurant")
    assert (alone["rivals"], alone["rank"]) == (0, 0)
    assert (beside["rivals"], beside["rank"], beside["ahead"]) == (1, 0, 0)
    others = ("Acme Tools", "Zulu Yoga", "Quill Dental", "Oxlip Bakery", "Granite Legal")
    behind = features_of("Acme Tools", "Acme Tools North", *others)
    assert (behind["rank"], behind["rivals"]) == (1, 1)
    assert behind["ahead"] < 0 < alone["ahead"]


def test_the_hinges_of_the_reference():
    hinges = {feature.name for feature in BENT}
    assert hinges == {
        f"{name}>{bend}"
        for name, bends in {
            "matched_both": (0.5, 0.7, 0.85, 0.95),
            "letters": (0.6, 0.8, 0.9, 0.97),
            "cosine": (0.5, 0.7, 0.85),
            "heaviest_left_query": (0.15, 0.3, 0.5),
            "heaviest_left_name": (0.15, 0.3, 0.5),
        }.items()
        for bend in bends
    }


PRODUCTS_BY_HAND = {
    "one_rare_word": lambda f: f["one_word"] * f["shared_rarity"],
    "rare_and_matched": lambda f: f["shared_rarity"] * f["matched_both"],
    "cut_name": lambda f: f["cut"] * f["matched_name"],
    "cut_query": lambda f: f["cut"] * f["matched_query"],
    "rarer_and_matched": lambda f: max(0, f["shared_rarity"] - 1) * f["matched_both"],
    "rarest_and_matched": lambda f: max(0, f["shared_rarity"] - 1.8) * f["matched_both"],
    "more_number_query": lambda f: f["number_in_query"] * f["matched_both"],
    "more_number_name": lambda f: f["number_in_name"] * f["matched_both"],
    "other_numbers": lambda f: f["numbers_differ"] * f["matched_both"],
    "one_same_word": lambda f: f["one_word"] * f["same_core"],
    "first_and_matched": lambda f: f["first_word"] * f["matched_both"],
}
WORDS = st.sampled_from(
    ["acme", "acne", "tools", "tolls", "north", "granite", "2", "#3", "llc", "(7)"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(st.lists(TEXTS, min_size=1, max_size=5), TEXTS)
def test_hinges_and_products_are_made_of_the_plain_features(listed, text):
    measured = measured_of(list(enumerate(listed, start=1)), text)
    for row in feature_matrix(measured).tolist():
        found = dict(zip(NAMES, row, strict=True))
        for feature in BENT:
            base, _, bend = feature.name.rpartition(">")
            assert found[feature.name] == pytest.approx(max(0, found[base] - float(bend)))
        for name, product in PRODUCTS_BY_HAND.items():
            assert found[name] == pytest.approx(product(found)), name


@given(st.lists(TEXTS | st.text(max_size=20), min_size=1, max_size=5), TEXTS | st.text(max_size=30))
def test_every_feature_is_a_number(listed, text):
    matrix = feature_matrix(measured_of(list(enumerate(listed, start=1)), text))
    assert np.isfinite(matrix).all()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 24 7",
        "LLC Inc.",
        "a" * 10_000,
        "acme " * 2_000,
        "\u202eacme\u202c",
        "\u05d0\u05d1\u05d2",
        "\U0001f600",
    ],
    ids=range(8),
)
def test_hostile_texts_on_both_sides(text):
    matrix = feature_matrix(measured_of([(1, text), (2, "Acme 2"), (3, "LLC")], text, "acme", "2"))
    assert np.isfinite(matrix).all()
    if normalize(text).core:
        assert 1 in measured_of([(1, text), (2, "Acme 2")], text).customer
