"""Fit the conditional logit: the weights under which what is true was most probable.

Minimises the mean negative log-likelihood of the true customer, or of "none", plus a penalty on the
weights, by L-BFGS. Needs scipy (extra `train`); no run of SDC does.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from sdc_core.linking.candidates.rows import Floats, Ints, Matrix
from sdc_core.linking.match.model import LIMIT, Model

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
    """How much the linear part may say: penalty on the square of each weight, steps of L-BFGS."""

    penalty: float = 3e-4
    iterations: int = 150


def fit(rows: Rows, form: Form) -> tuple[Model, float]:
    """The linear model, and the mean negative log-likelihood that it leaves."""
    mean = rows.matrix.mean(axis=0)
    scale = np.maximum(rows.matrix.std(axis=0), _LEAST_SCALE)
    standard = np.clip((rows.matrix - mean) / scale, -LIMIT, LIMIT).astype(np.float32)
    found = minimize(
        _Loss(rows, standard, form.penalty),
        np.zeros(standard.shape[1] + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": form.iterations},
    )
    return Model(mean, scale, found.x[:-1], float(found.x[-1])), float(found.fun)


class Posterior:
    """P of each row, and of "none" of each text, from log-odds."""

    def __init__(self, rows: Rows) -> None:
        self._text, self._texts = rows.text, rows.texts
        starts = np.concatenate(([True], rows.text[1:] != rows.text[:-1]))
        self._starts = np.flatnonzero(starts)

    def __call__(self, odds: Floats) -> tuple[Floats, Floats]:
        """0-1; they add up to 1 for each text."""
        text = self._text
        top = np.zeros(self._texts)
        top[text[self._starts]] = np.maximum(0.0, np.maximum.reduceat(odds, self._starts))
        weight, none = np.exp(odds - top[text]), np.exp(-top)
        total = none + np.bincount(text, weights=weight, minlength=self._texts)
        return weight / total[text], none / total


class _Loss:
    """Loss and gradient at a point: the weights, then the constant."""

    def __init__(self, rows: Rows, standard: np.ndarray, penalty: float) -> None:
        self._rows, self._standard, self._penalty = rows, standard, penalty
        self._posterior = Posterior(rows)
        has_true = np.bincount(rows.text, weights=rows.is_true, minlength=rows.texts) > 0
        self._is_none = ~has_true

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        rows, weights = self._rows, point[:-1]
        odds = (self._standard @ weights.astype(np.float32)).astype(np.float64) + point[-1]
        p, p_none = self._posterior(odds)
        loss = -np.log(np.maximum(p[rows.is_true > 0], _LEAST_P)).sum()
        loss -= np.log(np.maximum(p_none[self._is_none], _LEAST_P)).sum()
        error = (p - rows.is_true) / rows.texts
        slope = self._standard.T @ error.astype(np.float32) + 2 * self._penalty * weights
        gradient = np.append(slope, error.sum()).astype(np.float64)
        return loss / rows.texts + self._penalty * weights @ weights, gradient
