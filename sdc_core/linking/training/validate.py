"""What may be expected on texts that were not seen: each fold judged by weights of the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sdc_core.linking.candidates.rows import Floats, Ints
from sdc_core.linking.match.model import Model
from sdc_core.linking.training.lists import NOBODY
from sdc_core.linking.training.measured import MeasuredList

# The goals of the linking reference (section 8): set, customers (None: the whole list), precision.
GOALS = (
    ("chicago_smb", None, (0.985, 0.99, 0.995)),
    ("chicago_smb", 50, (0.99,)),
    ("chicago_smb", 100, (0.99,)),
    ("chicago_smb", 300, (0.99,)),
    ("chicago_smb", 1000, (0.985, 0.99, 0.995)),
    ("securities", None, (0.97, 0.98)),
    ("securities", 1000, (0.98,)),
    ("patstat", None, (1.0,)),
    ("persons", None, (0.97,)),
    ("persons", 30, (0.97,)),
)
SURE = 0.9


@dataclass(frozen=True)
class Judged:
    """The best customer of each text of one list.

    Attributes:
        p: Its probability; 0 where nobody comes near.
        best: The customer; -1 where nobody comes near.
    """

    measured: MeasuredList
    p: Floats
    best: Ints

    @classmethod
    def blank(cls, measured: MeasuredList) -> "Judged":
        """Nobody comes near."""
        count = len(measured.training.texts)
        return cls(measured, np.zeros(count), np.full(count, -1, dtype=np.int64))


def judge(model: Model, measured: MeasuredList) -> Judged:
    """All texts of a list."""
    if not len(measured.text):
        return Judged.blank(measured)
    odds, text = model.log_odds(measured.matrix), measured.text
    count = len(measured.training.texts)
    top = np.zeros(count)
    np.maximum.at(top, text, odds)
    weight = np.exp(odds - top[text])
    total = np.exp(-top) + np.bincount(text, weights=weight, minlength=count)
    p = weight / total[text]
    order = np.lexsort((measured.customer, -p, text))
    first = order[np.concatenate(([True], text[order][1:] != text[order][:-1]))]
    judged = Judged.blank(measured)
    judged.p[text[first]] = p[first]
    judged.best[text[first]] = measured.customer[first]
    return judged


def take_fold(into: Judged, judged: Judged, fold: int) -> None:
    """Copy what was judged of the texts of a fold."""
    texts = into.measured.training.folds == fold
    into.p[texts] = judged.p[texts]
    into.best[texts] = judged.best[texts]


def figures(judged: Sequence[Judged]) -> Iterator[str]:
    """A line for each goal: most linkable texts linked at a precision, and the calibration."""
    for source, customers, precisions in GOALS:
        found = [
            one
            for one in judged
            if one.measured.training.source == source
            and one.measured.training.is_whole == (customers is None)
            and customers in {None, len(one.measured.training.customers)}
        ]
        if found:
            yield f"{source:12} {customers or 'all':>5} {_line(found, precisions)}"


def _line(found: Sequence[Judged], precisions: Sequence[float]) -> str:
    p = np.concatenate([one.p for one in found])
    texts = [text for one in found for text in one.measured.training.texts]
    best = np.concatenate([one.best for one in found])
    right = np.array([text.customer != NOBODY for text in texts])
    right &= best == np.array([text.customer for text in texts])
    linkable = np.array([text.truth.is_linkable and text.customer != NOBODY for text in texts])
    reached = " ".join(
        f"P{precision:g}: {_reach(p, right, linkable, precision)}" for precision in precisions
    )
    sure = p >= SURE
    said, true = (p[sure].mean(), right[sure].mean()) if sure.any() else (0.0, 0.0)
    return f"n={len(texts):5} {reached}  sure {said:.4f} true {true:.4f} of {sure.sum()}"


def _reach(p: Floats, right: np.ndarray, linkable: np.ndarray, precision: float) -> str:
    order = np.argsort(-p, kind="stable")
    ranked = p[order]
    precise = np.cumsum(right[order]) / np.arange(1, len(p) + 1)
    is_cut = np.concatenate((ranked[1:] != ranked[:-1], [True]))
    good = np.flatnonzero((precise >= precision) & is_cut & (ranked > 0))
    if not len(good):
        return "none"
    linked = np.cumsum((right & linkable)[order])[good[-1]]
    return f"{linked / linkable.sum():.3f} at p {ranked[good[-1]]:.3f}"
