"""A text against a list: best first, one entry for each customer, whatever stands around it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.match.features import feature_matrix
from sdc_core.linking.names.normalize import normalize
from tests.core.linking.made_weights import made_model, made_scorer
from tests.core.linking.pairs_of import listed_of, measured_of
from tests.core.linking.processes import printed

LIST = [
    (1, "Acme Tools"),
    (1, "Acme Heating LLC"),
    (2, "Acme Tool Shop"),
    (3, "Granite Legal Group"),
    (4, "Acme Tools 2"),
    (5, "Northwest Medical Center"),
    (6, "Acme Tools"),
]
ASKED = ("acme tools", "ACME TOOLS 2", "Granit Legal", "NMC", "acme heating", "zulu", "", "tools")


def scored(rows, *texts):
    """For each text the (customer, name, log-odds) in their order."""
    found = made_scorer(rows).score([normalize(text) for text in texts])
    return [
        [(one.listed.customer_id, one.listed.text, one.log_odds) for one in row] for row in found
    ]


def test_the_log_odds_are_those_of_the_model():
    measured = measured_of(LIST, *ASKED)
    odds = made_model().log_odds(feature_matrix(measured))
    expected = {
        (query, customer): pytest.approx(value, abs=1e-6)
        for query, customer, value in zip(
            measured.query.tolist(), measured.customer.tolist(), odds.tolist(), strict=True
        )
    }
    found = scored(LIST, *ASKED)
    assert {(q, row[0]): row[2] for q, rows in enumerate(found) for row in rows} == expected


def test_best_first_and_customers_of_equal_odds_by_id():
    rows = scored(LIST, "acme tools")[0]
    assert [row[0] for row in rows[:2]] == [1, 6]
    assert rows[0][2] == rows[1][2] > rows[2][2]


def test_the_name_that_is_meant_stands_for_its_customer():
    best = [rows[0][:2] for rows in scored(LIST, "acme tools 2", "acme heating", "NMC")]
    assert best == [(4, "Acme Tools 2"), (1, "Acme Heating LLC"), (5, "Northwest Medical Center")]


def test_odds_have_six_places():
    # What is left of them hangs on how many texts are scored together, and on the machine.
    odds = [row[2] for rows in scored(LIST, *ASKED) for row in rows]
    assert odds == [round(value, 6) for value in odds]


def test_who_comes_near_nobody_gets_nobody():
    assert scored(LIST, "zulu", "", "\U0001f600") == [[], [], []]
    assert scored([], "acme tools") == [[]]
    assert scored(LIST) == []


def test_names_far_behind_the_nearest_are_left_out():
    assert (3, "Granite Legal Group") in [row[:2] for row in scored(LIST, "legal tools")[0]]
    assert [row[0] for row in scored(LIST, "granite legal group tools")[0]] == [3]


def test_what_initials_bring_stays_beside_a_nearer_name():
    rows = scored([*LIST, (7, "NMC Diner")], "NMC")[0]
    assert {row[0] for row in rows} == {5, 7}


@pytest.mark.parametrize("chunk", [1, 3])
def test_parts_of_any_size_give_the_same(monkeypatch, chunk):
    whole = scored(LIST, *ASKED)
    monkeypatch.setattr("sdc_core.linking.match.scoring._CHUNK", chunk)
    assert scored(LIST, *ASKED) == whole


WORDS = st.sampled_from(
    [
        "acme",
        "acne",
        "tools",
        "tolls",
        "north",
        "granite",
        "2",
        "#3",
        "llc",
        "(7)",
        "shop",
        "n.m.c.",
    ]
)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=15)
LISTS = st.lists(st.tuples(st.integers(1, 6), TEXTS), max_size=12)


@given(LISTS, st.lists(TEXTS, max_size=4), st.randoms())
def test_the_order_of_the_list_never_counts(rows, texts, rng: random.Random):
    assert scored(rng.sample(rows, len(rows)), *texts) == scored(rows, *texts)


@given(LISTS, TEXTS, st.lists(TEXTS, max_size=5))
def test_a_text_scores_the_same_alone_and_among_others(rows, text, others):
    assert scored(rows, *others, text, *others)[len(others)] == scored(rows, text)[0]


@given(LISTS, st.lists(TEXTS, max_size=4))
def test_each_customer_once_in_falling_order(rows, texts):
    for found in scored(rows, *texts):
        assert found == sorted(found, key=lambda row: (-row[2], row[0]))
        assert len({row[0] for row in found}) == len(found)


def test_other_processes_score_the_same():
    code = (
        "from tests.core.linking.match.test_scoring import ASKED, LIST, scored\n"
        "print(scored(LIST, *ASKED))"
    )

    assert eval(printed(code, "1")) == eval(printed(code, "2")) == scored(LIST, *ASKED)


def explained(text, name, rows=LIST):
    (listed,) = [one for one in listed_of(rows) if one.text == name]
    return made_scorer(rows).explain([(normalize(text), listed)])[0]


def test_an_explanation_shows_what_stands_beside_what():
    found = explained("granit group", "Granite Legal Group")
    assert [(one.query, one.name, one.similarity) for one in found.aligned] == [
        ("granit", "granite", 0.96),
        ("group", "group", 1.0),
    ]
    assert all(0 < one.weight <= 1.1 for one in found.aligned)
    assert (found.unmatched_query, found.unmatched_name) == ([], ["legal"])


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("acme tools", "Acme Heating LLC", None),
        ("acme tools 2", "Acme Tools 2", "same"),
        ("acme tools 2 3", "Acme Tools 2", "more in the text"),
        ("acme tools", "Acme Tools 2", "more in the name"),
        ("acme tools 3", "Acme Tools 2", "different"),
    ],
)
def test_an_explanation_says_how_the_numbers_stand(text, name, state):
    numbers = explained(text, name).numbers
    assert (numbers and numbers.state) == state


def test_contributions_are_the_largest_first_and_add_up():
    text, name = "granit legal", "Granite Legal Group"
    added = [one.log_odds for one in explained(text, name).contributions]
    assert added == sorted(added, key=abs, reverse=True)
    model = made_model()
    usual = model.log_odds(model.mean[None, :])[0]
    odds = scored(LIST, text)[0][0][2]
    # Each is rounded to two places.
    assert sum(added) == pytest.approx(odds - usual, abs=0.01 * (len(added) + 1))


def test_a_name_that_does_not_come_near_is_explained_without_contributions():
    found = explained("zulu", "Granite Legal Group")
    assert found.contributions == []
    assert found.unmatched_query == ["zulu"]


def test_together_and_alone_are_explained_alike():
    listed = listed_of(LIST)[:4]
    compared = [(normalize(text), one) for text in ASKED for one in listed]
    scorer = made_scorer(LIST)
    assert scorer.explain(compared) == [scorer.explain([pair])[0] for pair in compared]
