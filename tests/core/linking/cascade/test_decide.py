"""The arithmetic of the decision, against the formulas of the linking reference (section 6)."""

import math
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdc_core.linking.cascade.decide import Outcome, Rule, Standing, decide, margin_of, ranked, tied
from sdc_core.linking.names.listed import listed_names
from tests.core.linking.lists import customers_named


def standing(customer_id, by_name, evidence=0.0):
    return Standing(customer_id, f"c{customer_id}", by_name, None, (), evidence)


def of(*odds):
    return [standing(n, value) for n, value in enumerate(odds, start=1)]


def test_probability_is_the_odds_over_one_plus_all_odds():
    ranking = ranked(of(math.log(6), math.log(2)), Rule())
    assert [s.p for s in ranking.standings] == pytest.approx([6 / 9, 2 / 9])
    assert ranking.p_none == pytest.approx(1 / 9)


def test_name_and_evidence_add_up():
    ranking = ranked([standing(1, 1.0, 2.0), standing(2, 2.5)], Rule())
    assert [s.customer_id for s in ranking.standings] == [1, 2]
    assert ranking.standings[0].p == pytest.approx(math.exp(3) / (1 + math.exp(3) + math.exp(2.5)))


def test_without_candidates_it_is_none_of_them():
    ranking = ranked([], Rule())
    assert ranking.p_none == 1.0
    assert decide(ranking, Rule()) is Outcome.FAR


@given(st.lists(st.floats(-2000, 2000), max_size=12), st.randoms())
@example([95.0, 840.0, 840.0], random.Random(0))
def test_probabilities_sum_to_one_for_any_odds_in_any_order(odds, order):
    standings = of(*odds)
    ranking = ranked(standings, Rule())
    assert math.fsum([ranking.p_none, *(s.p for s in ranking.standings)]) == pytest.approx(1)
    assert all(0 <= s.score <= 100 for s in ranking.standings)
    order.shuffle(standings)
    assert ranked(standings, Rule()) == ranking


@given(st.floats(-30, 30), st.floats(-30, 30), st.floats(-3, 3))
def test_the_scale_keeps_the_order_of_probabilities(one, other, shift):
    first = ranked(of(one), Rule(shift=shift)).standings[0]
    second = ranked(of(other), Rule(shift=shift)).standings[0]
    low, high = sorted((first, second), key=lambda s: (s.p, s.score))
    assert low.score <= high.score + 1e-9  # both are rounded: beside each other by a hair


def test_the_shift_names_the_operating_point_95():
    logit = math.log(0.85 / 0.15)
    shift = math.log(0.95 / 0.05) - logit
    assert ranked(of(logit), Rule(shift=shift)).standings[0].score == pytest.approx(95)


def test_equal_odds_are_ordered_by_customer_id():
    ranking = ranked([standing(9, 1.0), standing(3, 1.0)], Rule())
    assert [s.customer_id for s in ranking.standings] == [3, 9]


class TestMargin:
    def test_each_is_judged_as_if_the_other_were_not_there(self):
        rule = Rule()
        margin = margin_of(ranked(of(3.0, 1.0), rule), rule)
        assert margin == pytest.approx(100 / (1 + math.exp(-3)) - 100 / (1 + math.exp(-1)))

    def test_evidence_for_the_first_counts_against_the_second(self):
        rule = Rule()
        assert margin_of(ranked([standing(1, 4.0, 9.0), standing(2, 4.0)], rule), rule) > 95
        assert margin_of(ranked([standing(1, 4.0, 9.0), standing(2, 4.0, 9.0)], rule), rule) == 0

    def test_there_is_none_without_a_second(self):
        assert margin_of(ranked(of(3.0), Rule()), Rule()) is None


class TestDecision:
    def test_threshold_is_compared_unrounded(self):
        ranking = ranked(of(3.0), Rule())
        score = ranking.standings[0].score
        assert decide(ranking, Rule(threshold=score)) is Outcome.CLEAR
        assert decide(ranking, Rule(threshold=score + 1e-9)) is Outcome.OPEN

    def test_margin_is_compared_unrounded(self):
        rule = Rule(threshold=50)
        ranking = ranked(of(5.0, 2.0), rule)
        margin = margin_of(ranking, rule)
        assert decide(ranking, Rule(threshold=50, margin=margin)) is Outcome.CLEAR
        assert decide(ranking, Rule(threshold=50, margin=margin + 1e-9)) is Outcome.OPEN

    def test_floor_is_the_probability_of_the_best_three(self):
        ranking = ranked(of(0.0, 0.0, 0.0, 0.0), Rule())
        assert decide(ranking, Rule(floor=60)) is Outcome.OPEN
        assert decide(ranking, Rule(floor=60.1)) is Outcome.FAR

    def test_a_smaller_share_in_the_list_lowers_all_odds(self):
        assert Rule(prior_in_list=0.5).prior == 0.0
        assert Rule(prior_in_list=0.2).prior == pytest.approx(-math.log(4))


class TestNamesakes:
    def test_those_that_the_scorer_left_out_stand_at_even_odds(self):
        first, second = listed_names(customers_named("Acme", "Acme"))
        found = tied([standing(1, 3.0), standing(3, 1.0)], {1: first, 2: second})
        assert {s.customer_id: s.by_name for s in found} == {1: 0.0, 2: 0.0, 3: 1.0}

    def test_they_share_the_better_score_and_keep_their_evidence(self):
        first, second = listed_names(customers_named("Acme", "Acme"))
        one = Standing(1, "Acme", 3.0, first, (), 2.0)
        two = Standing(2, "Acme", 1.0, second, (), 0.5)
        found = tied([one, two], {1: first, 2: second})
        assert [(s.by_name, s.evidence) for s in found] == [(3.0, 2.0), (3.0, 0.5)]
