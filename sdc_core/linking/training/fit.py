"""Fit the conditional logit: the weights under which what is true was most probable.

Minimises the mean negative log-likelihood of the true customer, or of "none", plus a penalty on the
weights, by L-BFGS. Needs scipy (extra `train`); no run of SDC does.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from sdc_core.linking.model import LIMIT, Model
from sdc_core.linking.rows import Floats, Ints, Matrix

_LEAST_SCALE = 1e-6
_LEAST_P = 1e-300


@dataclass(frozen=True)
class Rows:
    """Pairs of a text and a customer; texts are numbered from 0 and stand together.

    Attributes:
        is_true: 1 where the customer is the one that is meant.
        texts: How many texts there are, also those that nobody comes near.
    """

    matrix: Matrix
    text: Ints
    is_true: Floats
    texts: int


@dataclass(frozen=True)
class Form:
    """How much the model may say.

    Attributes:
        units: Of the layer of tanh in each model; 0 for none.
        models: Fitted from different starts and averaged: where they disagree, none is trusted.
        penalty: On the square of each linear weight; `layer_penalty` on those of the layer.
    """

    units: int = 6
    models: int = 4
    penalty: float = 3e-4
    layer_penalty: float = 3e-3
    iterations: int = 150


def fit(rows: Rows, form: Form) -> tuple[Model, float]:
    """The model, an average of several, and the mean negative log-likelihood that they leave."""
    mean = rows.matrix.mean(axis=0)
    scale = np.maximum(rows.matrix.std(axis=0), _LEAST_SCALE)
    standard = np.clip((rows.matrix - mean) / scale, -LIMIT, LIMIT).astype(np.float32)
    problem = _Problem(rows, standard, form)
    found = [
        minimize(
            problem,
            problem.start(seed),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": form.iterations},
        )
        for seed in range(1, (form.models if form.units else 1) + 1)
    ]
    parts = [problem.parts(one.x) for one in found]
    model = Model(
        mean,
        scale,
        linear=np.mean([linear for linear, *_ in parts], axis=0),
        hidden=np.hstack([hidden for _, hidden, *_ in parts]),
        bias=np.concatenate([bias for _, _, bias, *_ in parts]),
        out=np.concatenate([out for *_, out, _ in parts]) / len(parts),
        constant=float(np.mean([constant for *_, constant in parts])),
    )
    return model, float(np.mean([one.fun for one in found]))


class _Problem:
    """Loss and gradient at a point."""

    def __init__(self, rows: Rows, standard: np.ndarray, form: Form) -> None:
        self._rows = rows
        self._standard = standard
        self._form = form
        features = standard.shape[1]
        sizes = [features, features * form.units, form.units, form.units, 1]
        self._ends = np.cumsum([0, *sizes])
        self._shape = (features, form.units)
        text = rows.text
        self._starts = np.flatnonzero(np.concatenate(([True], text[1:] != text[:-1])))
        has_true = np.bincount(text, weights=rows.is_true, minlength=rows.texts) > 0
        self._is_none = ~has_true

    def start(self, seed: int) -> Floats:
        """Small weights; a layer of zeros would never learn."""
        draw = np.random.default_rng(seed)
        point = np.zeros(self._ends[-1])
        features, units = self._shape
        if units:
            point[self._ends[1] : self._ends[2]] = draw.normal(
                0, 1 / np.sqrt(features), features * units
            )
            point[self._ends[3] : self._ends[4]] = draw.normal(0, 0.1, units)
        return point

    def parts(self, point: Floats) -> tuple[Floats, Matrix, Floats, Floats, float]:
        """Linear, hidden, bias, out, constant."""
        cut = [point[self._ends[i] : self._ends[i + 1]] for i in range(5)]
        return cut[0], cut[1].reshape(self._shape), cut[2], cut[3], cut[4][0]

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        """The loss and its gradient."""
        linear, hidden, bias, out, constant = self.parts(point)
        units = np.tanh(self._standard @ hidden.astype(np.float32) + bias.astype(np.float32))
        odds = (self._standard @ linear.astype(np.float32)).astype(np.float64)
        odds += units @ out.astype(np.float32) + constant
        p, p_none = self._posterior(odds)
        rows, form = self._rows, self._form
        loss = -np.log(np.maximum(p[rows.is_true > 0], _LEAST_P)).sum()
        loss -= np.log(np.maximum(p_none[self._is_none], _LEAST_P)).sum()
        penalty = form.penalty * linear @ linear
        penalty += form.layer_penalty * (np.sum(hidden * hidden) + out @ out)
        error = ((p - rows.is_true) / rows.texts).astype(np.float32)
        through = (error[:, None] * out.astype(np.float32)) * (1 - units * units)
        gradient = (
            self._standard.T @ error + 2 * form.penalty * linear,
            (self._standard.T @ through + 2 * form.layer_penalty * hidden).ravel(),
            through.sum(axis=0),
            units.T @ error + 2 * form.layer_penalty * out,
            [error.sum(dtype=np.float64)],
        )
        return loss / rows.texts + penalty, np.concatenate(gradient).astype(np.float64)

    def _posterior(self, odds: Floats) -> tuple[Floats, Floats]:
        """P of each row, and of "none" of each text."""
        text, texts = self._rows.text, self._rows.texts
        top = np.zeros(texts)
        top[text[self._starts]] = np.maximum(0.0, np.maximum.reduceat(odds, self._starts))
        weight, none = np.exp(odds - top[text]), np.exp(-top)
        total = none + np.bincount(text, weights=weight, minlength=texts)
        return weight / total[text], none / total
