"""The fit: its gradient against differences, and known weights found again."""

import numpy as np
import pytest

pytest.importorskip(
    "scipy", reason="training needs scipy, of the extras `train` and `test`; it is not installed"
)

from sdc_core.linking.match.model import LIMIT, Model
from sdc_core.linking.training.fit import Form, Rows, _Loss, fit

PLAIN = Form(penalty=0.0)
# The products are of four bytes; differences of the loss show that.
STEP, NEAR = 1e-2, 2e-3


def made_rows(texts, weights, constant, *, near=3, seed=1):
    """Texts with up to `near` customers; the true one, or nobody, drawn as the model says."""
    draw = np.random.default_rng(seed)
    matrix, text, is_true = [], [], []
    for number in range(texts):
        x = draw.normal(size=(int(draw.integers(0, near + 1)), len(weights)))
        weight = np.exp(x @ weights + constant)
        p = np.append(weight, 1.0) / (1.0 + weight.sum())
        chosen = draw.choice(len(p), p=p)
        matrix += list(x)
        text += [number] * len(x)
        is_true += [float(i == chosen) for i in range(len(x))]
    return Rows(np.array(matrix), np.array(text, dtype=np.int64), np.array(is_true), texts)


def loss_by_hand(model, rows):
    """Mean of -ln P of what is true: exp(L_i) / (1 + sum), in plain Python."""
    odds = model.log_odds(rows.matrix)
    losses = []
    for text in range(rows.texts):
        own = [i for i, number in enumerate(rows.text.tolist()) if number == text]
        total = 1 + sum(np.exp(odds[i]) for i in own)
        true = [np.exp(odds[i]) for i in own if rows.is_true[i]]
        losses.append(-np.log((true[0] if true else 1.0) / total))
    return float(np.mean(losses))


def loss_of(rows, penalty=0.0):
    standard = np.clip(
        (rows.matrix - rows.matrix.mean(axis=0)) / rows.matrix.std(axis=0), -LIMIT, LIMIT
    )
    return _Loss(rows, standard.astype(np.float32), penalty)


def test_the_gradient_is_that_of_the_loss():
    rows = made_rows(40, np.array([1.0, -2.0, 0.5, 0.0]), -0.5)
    loss = loss_of(rows, penalty=0.02)
    point = np.random.default_rng(3).normal(0, 0.5, 5)
    gradient = loss(point)[1]
    for place in range(len(point)):
        step = np.zeros(len(point))
        step[place] = STEP
        slope = (loss(point + step)[0] - loss(point - step)[0]) / (2 * STEP)
        assert gradient[place] == pytest.approx(slope, abs=NEAR), place


def test_the_loss_is_that_of_the_model():
    rows = made_rows(30, np.array([1.0, -2.0]), -0.5)
    point = np.random.default_rng(3).normal(0, 0.5, 3)
    mean, scale = rows.matrix.mean(axis=0), rows.matrix.std(axis=0)
    model = Model(mean, scale, point[:2], float(point[2]))
    assert loss_of(rows)(point)[0] == pytest.approx(loss_by_hand(model, rows), abs=1e-5)


def test_a_text_that_nobody_comes_near_costs_nothing():
    rows = made_rows(30, np.array([1.0]), 0.0)
    longer = Rows(rows.matrix, rows.text, rows.is_true, 60)
    point = np.array([0.7, 0.2])
    assert loss_of(longer)(point)[0] == pytest.approx(loss_of(rows)(point)[0] / 2)


def test_known_weights_are_found_again():
    weights, constant = np.array([2.0, -1.0, 0.0]), -1.0
    rows = made_rows(4000, weights, constant)
    model, loss = fit(rows, PLAIN)
    assert (model.linear / model.scale).tolist() == pytest.approx(weights.tolist(), abs=0.15)
    at_zero = model.log_odds(np.zeros((1, 3)))[0]
    assert at_zero == pytest.approx(constant, abs=0.15)
    assert loss == pytest.approx(loss_by_hand(model, rows), abs=1e-4)


def test_the_units_of_a_feature_never_count():
    rows = made_rows(400, np.array([2.0, -1.0]), -1.0)
    other = Rows(rows.matrix * np.array([1000.0, 0.01]) + 7, rows.text, rows.is_true, rows.texts)
    one, same = fit(rows, Form())[0], fit(other, Form())[0]
    assert same.log_odds(other.matrix) == pytest.approx(one.log_odds(rows.matrix), abs=1e-2)


def test_a_feature_that_never_differs_is_no_trouble():
    rows = made_rows(200, np.array([2.0, -1.0]), -1.0)
    constant = Rows(
        np.hstack((rows.matrix, np.full((len(rows.matrix), 1), 3.0))),
        rows.text,
        rows.is_true,
        rows.texts,
    )
    model, loss = fit(constant, Form())
    assert np.isfinite(loss)
    assert np.isfinite(model.log_odds(constant.matrix)).all()


def test_the_penalty_draws_weights_to_nothing():
    rows = made_rows(400, np.array([2.0, -1.0]), -1.0)
    sizes = [
        float(np.abs(fit(rows, Form(penalty=penalty))[0].linear).sum())
        for penalty in (0.0, 0.1, 10.0)
    ]
    assert sizes[0] > sizes[1] > sizes[2]


def test_the_same_rows_give_the_same_weights():
    rows = made_rows(150, np.array([2.0, -1.0]), -1.0)
    form = Form(iterations=20)
    (one, loss), (other, again) = fit(rows, form), fit(rows, form)
    assert loss == again
    assert one.log_odds(rows.matrix).tolist() == other.log_odds(rows.matrix).tolist()
