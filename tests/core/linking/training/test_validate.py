"""What is reached on texts not seen: probabilities, the best customer, precision and its reach."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip(
    "scipy", reason="training needs scipy, of the extras `train` and `test`; it is not installed"
)

from sdc_core.linking.cascade.decide import Rule, Standing, ranked
from sdc_core.linking.evaluation.gold import Truth
from sdc_core.linking.match.model import Model
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.training.lists import NOBODY, Labelled, TrainingList
from sdc_core.linking.training.measured import MeasuredList
from sdc_core.linking.training.validate import Judged, _reach, figures, judge, take_fold
from tests.core.linking.lists import customers_named

# Log-odds are the one feature itself.
MODEL = Model(np.zeros(1), np.ones(1), np.ones(1), constant=0.0)


def measured_of(rows, truths, *, source="chicago_smb", folds=None):
    """`rows` of (text, customer, log-odds), by text; `truths` the customer that each text means."""
    texts = tuple(
        Labelled(
            normalize(f"text {i}"),
            customer,
            Truth(f"Q{i}", f"C{customer}" if customer else "", "variant", bool(customer)),
            (folds or [0] * len(truths))[i],
        )
        for i, customer in enumerate(truths)
    )
    training = TrainingList(source, tuple(customers_named("A", "B", "C")), (), texts, is_whole=True)
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return MeasuredList(
        training,
        np.array(columns[2], dtype=np.float64).reshape(-1, 1),
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.int64),
    )


def test_the_posterior_of_the_best_customer():
    judged = judge(MODEL, measured_of([(0, 1, 2.0), (0, 2, 1.0), (2, 3, -1.0)], [1, 2, NOBODY]))
    assert judged.best.tolist() == [1, -1, 3]
    assert judged.p.tolist() == pytest.approx(
        [exp(2) / (1 + exp(2) + exp(1)), 0, exp(-1) / (1 + exp(-1))]
    )


ODDS = st.lists(st.lists(st.integers(-48, 48).map(lambda x: x / 8), max_size=5), max_size=4).filter(
    any
)


@given(ODDS)
def test_what_is_trained_for_is_what_links(odds):
    """The same probabilities as those of `decide.ranked`, by which a Session is linked."""
    rows = [(text, i, own) for text, line in enumerate(odds) for i, own in enumerate(line, start=1)]
    judged = judge(MODEL, measured_of(rows, [1] * len(odds)))
    for text, line in enumerate(odds):
        standings = [Standing(i, "", own) for i, own in enumerate(line, start=1)]
        best = ranked(standings, Rule()).standings[:1]
        assert judged.best[text] == (best[0].customer_id if best else -1)
        assert judged.p[text] == pytest.approx(best[0].p if best else 0)


def test_a_list_that_no_text_comes_near():
    judged = judge(MODEL, measured_of([], [1, NOBODY]))
    assert (judged.best.tolist(), judged.p.tolist()) == ([-1, -1], [0, 0])


def test_customers_of_equal_odds_are_taken_by_id():
    rows = [(0, 3, 2.0), (0, 2, 2.0)]
    assert judge(MODEL, measured_of(rows, [3])).best.tolist() == [2]
    assert judge(MODEL, measured_of(rows[::-1], [3])).best.tolist() == [2]


def test_a_fold_is_taken_over_alone():
    measured = measured_of([(0, 1, 2.0), (1, 2, 2.0)], [1, 2], folds=[0, 1])
    into = Judged.blank(measured)
    take_fold(into, judge(MODEL, measured), 1)
    assert (into.best.tolist(), into.p[0]) == ([-1, 2], 0)
    take_fold(into, judge(MODEL, measured), 0)
    assert into.best.tolist() == [1, 2]


# p, right, linkable; in no order.
RANKED = [(0.5, 0, 1), (0.9, 1, 1), (0.7, 0, 0), (0.8, 1, 1), (0.6, 1, 1), (0.0, 0, 1)]


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        # Of the five linkable: two above the first wrong one, three of four at .6, which is .75.
        (1.0, "0.400 at p 0.800"),
        (0.75, "0.600 at p 0.600"),
        (0.76, "0.400 at p 0.800"),
        (0.5, "0.600 at p 0.500"),
    ],
)
def test_the_most_that_is_linked_at_a_precision(precision, expected):
    p, right, linkable = (np.array(column) for column in zip(*RANKED, strict=True))
    assert _reach(p.astype(float), right > 0, linkable > 0, precision) == expected


def test_texts_of_one_probability_are_linked_together_or_not_at_all():
    p = np.array([0.9, 0.9, 0.9])
    right = np.array([True, True, False])
    assert _reach(p, right, right, 1.0) == "none"
    assert _reach(p, right, right, 0.6) == "1.000 at p 0.900"


def test_what_comes_near_nobody_is_never_linked():
    assert _reach(np.zeros(2), np.array([True, True]), np.array([True, True]), 0.5) == "none"


def test_right_links_of_texts_that_do_not_support_them_count_for_precision_alone():
    p, right = np.array([0.9, 0.8]), np.array([True, True])
    assert _reach(p, right, np.array([True, False]), 1.0) == "1.000 at p 0.800"


def test_a_line_for_each_goal_that_has_a_list():
    measured = measured_of([(0, 1, 4.0), (1, 2, 3.0), (2, 3, 3.0)], [1, 2, NOBODY])
    (line,) = figures([judge(MODEL, measured)])
    assert line.split()[:3] == ["chicago_smb", "all", "n="]
    # 1 / (1 + exp(-4)) is .982, 1 / (1 + exp(-3)) is .953; of two texts at that, one is wrong.
    assert "P0.99: 0.500 at p 0.982" in line
    assert line.endswith("sure 0.9624 true 0.6667 of 3")


def test_a_list_without_a_goal_has_no_line():
    measured = measured_of([(0, 1, 4.0)], [1], source="other")
    assert list(figures([judge(MODEL, measured)])) == []
