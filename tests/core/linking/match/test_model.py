"""The formula of the model, its file form, and what it says of its parts."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sdc_core.linking.match.features import FEATURES
from sdc_core.linking.match.model import LIMIT, NAMES, Model
from tests.core.linking.made_weights import LINEAR, made_model

ROWS = arrays(np.float64, (3, len(NAMES)), elements=st.floats(-20, 20, width=32))


def log_odds_by_hand(model, row):
    """`w . x + b` of the standardised and bounded features, and the two trees, in plain Python."""
    x = [
        max(-LIMIT, min(LIMIT, (value - mean) / scale))
        for value, mean, scale in zip(row, model.mean, model.scale, strict=True)
    ]
    linear = sum(w * v for w, v in zip(model.linear, x, strict=True))
    return linear + model.constant + 2 * leaf_by_hand(row)


def leaf_by_hand(row):
    """What `TREE` adds, as its questions read."""
    if row[NAMES.index("letters")] <= 0.5:
        return -0.5
    return 1.0 if row[NAMES.index("matched_both")] > 0.25 else 0.25


@given(ROWS)
def test_the_formula(matrix):
    model = made_model(scale=2.0)
    by_hand = [log_odds_by_hand(model, row) for row in matrix.tolist()]
    assert model.log_odds(matrix).tolist() == pytest.approx(by_hand)


def test_without_trees_it_is_a_straight_line():
    model = made_model(trees=0)
    row = np.full((1, len(NAMES)), 1.25)
    assert model.log_odds(row)[0] == pytest.approx(sum(LINEAR.values()) - 4)


def test_one_number_far_outside_does_not_decide_alone():
    model = made_model(trees=0)
    row = np.full((2, len(NAMES)), 0.25)
    row[:, NAMES.index("letters")] = (1e3, 1e9)
    assert model.log_odds(row).tolist() == [pytest.approx(-4 + LIMIT * LINEAR["letters"])] * 2


def test_no_row_no_odds():
    assert made_model().log_odds(np.empty((0, len(NAMES)))).tolist() == []


@given(ROWS)
def test_the_parts_add_up_to_the_difference_from_a_usual_pair(matrix):
    model = made_model(scale=2.0)
    usual = model.log_odds(model.mean[None, :])[0]
    for parts, odds in zip(model.contributions(matrix), model.log_odds(matrix), strict=True):
        assert sum(parts.values()) == pytest.approx(odds - usual, abs=1e-9)
        assert set(parts) == {feature.group for feature in FEATURES} | {"together"}


def test_a_feature_speaks_for_its_group_alone():
    model = made_model()
    row = model.mean.copy()
    row[NAMES.index("numbers_differ")] += 1
    [parts] = model.contributions(row[None, :])
    assert parts.pop("numbers") == pytest.approx(
        model.log_odds(row[None, :])[0] - model.log_odds(model.mean[None, :])[0]
    )
    assert all(part == pytest.approx(0, abs=1e-12) for part in parts.values())


def test_without_trees_nothing_is_said_together():
    row = np.linspace(-1, 1, len(NAMES))
    assert made_model(trees=0).contributions(row[None, :])[0]["together"] == pytest.approx(
        0, abs=1e-9
    )


@pytest.mark.parametrize("trees", [0, 1, 4])
def test_the_file_form_keeps_what_counts(trees):
    model = made_model(trees=trees)
    again = Model.from_json(json.loads(json.dumps(model.to_json())))
    rows = np.linspace(-2, 2, 5 * len(NAMES)).reshape(5, -1)
    assert again.log_odds(rows).tolist() == pytest.approx(model.log_odds(rows).tolist(), abs=1e-3)
    assert again.to_json() == model.to_json()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[:-1],
        lambda rows: rows[::-1],
        lambda rows: [*rows[:-1], {**rows[-1], "name": "made_up"}],
        lambda rows: [*rows, rows[0]],
    ],
    ids=["one missing", "another order", "another name", "one twice"],
)
def test_weights_for_other_features_are_refused(change):
    numbers = made_model().to_json()
    numbers["features"] = change(numbers["features"])
    with pytest.raises(ValueError, match="do not fit this version: train them again"):
        Model.from_json(numbers)
