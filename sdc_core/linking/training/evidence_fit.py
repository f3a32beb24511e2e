"""Fit the figures of `training.evidence`: those under which the true customers are most probable.

A conditional logit with "none of them" as in `training.fit`, but every figure is held near that of
`values.kinds`, and never above it. Needs scipy (extra `train`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from sdc_core.linking.candidates.rows import Floats, Ints, Matrix
from sdc_core.linking.evidence.kinds import KINDS
from sdc_core.linking.evidence.weights import FIGURES
from sdc_core.linking.training.evidence_rows import Figures, Place, Row

# How far, in log-odds, a figure may lie from that of `KINDS` before much must speak for it.
SPREAD = 1.5
# Which hits count and which makes the start hang on the figures; both settle in so many rounds.
_ROUNDS = 4
_PLACES = 1

CAPS: Figures = {(kind.name, figure): getattr(kind, figure) for kind in KINDS for figure in FIGURES}
_PLACE: dict[Place, int] = {place: column for column, place in enumerate(CAPS)}


def fit_rounds(rows_with: Callable[[Figures], Iterable[Row]]) -> Figures:
    """The figures, rounded to what counts.

    Args:
        rows_with: The rows as they are under given figures.
    """
    figures = CAPS
    for _ in range(_ROUNDS):
        figures = fit(list(rows_with(figures)))
    return {place: round(value, _PLACES) for place, value in figures.items()}


def fit(rows: Sequence[Row]) -> Figures:
    """The figures for rows that stay as they are."""
    caps = np.array(list(CAPS.values()))
    bounds = [(0.0 if figure == "base" else None, cap) for (_, figure), cap in CAPS.items()]
    found = minimize(_Problem.of(rows), caps, jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(CAPS, found.x.tolist(), strict=True))


@dataclass(frozen=True)
class _Problem:
    """Loss and gradient at a point; a query without a true row means nobody of the list."""

    added: Matrix
    known: Floats
    is_true: Floats
    text: Ints
    texts: int
    near: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "_Problem":
        added = np.zeros((len(rows), len(CAPS)))
        for row, one in zip(added, rows, strict=True):
            row[[_PLACE[place] for place in one.figures]] = 1.0
        numbers, text = np.unique([row.text for row in rows], return_inverse=True)
        return cls(
            added,
            np.array([row.known for row in rows]),
            np.array([row.is_true for row in rows], dtype=np.float64),
            text,
            len(numbers),
            np.array(list(CAPS.values())),
        )

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        odds = self.known + self.added @ point
        top = np.zeros(self.texts)
        np.maximum.at(top, self.text, odds)
        grown = np.exp(odds - top[self.text])
        total = np.exp(-top) + np.bincount(self.text, grown, self.texts)
        off = (point - self.near) / SPREAD
        loss = np.sum(np.log(total) + top) - self.is_true @ odds + off @ off / 2
        return float(loss), self.added.T @ (grown / total[self.text] - self.is_true) + off / SPREAD
