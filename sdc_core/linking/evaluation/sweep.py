"""The same answers at other thresholds: what each would link, and the most it may reach.

A query is linked at a threshold if its best candidate scores so high and is far enough ahead of the
second. One that the linker leaves open although it is both (two customers of one name, numbers that
differ) stays open at any.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sdc_core.linking.base import Decision
from sdc_core.linking.evaluation.figures import Figures, Judged, figures_of
from sdc_core.linking.evaluation.predictions import Prediction

THRESHOLDS = (50.0, 60.0, 70.0, 80.0, 85.0, 90.0, 95.0, 97.0, 98.0, 99.0, 99.5)
PRECISIONS = (0.97, 0.98, 0.985, 0.99, 0.995, 1.0)


@dataclass(frozen=True)
class Knobs:
    """What the answers were made with."""

    threshold: float
    margin: float


@dataclass(frozen=True)
class At:
    """The figures at a threshold."""

    threshold: float
    figures: Figures


@dataclass(frozen=True)
class Reach:
    """The threshold that links most without falling below a precision; None where none holds it."""

    precision: float
    best: At | None


def at_threshold(judged: Sequence[Judged], threshold: float, *, own: Knobs) -> Figures:
    """The figures if the threshold stood there; `own` is what the answers were made with."""
    return figures_of([(_moved(p, threshold, own), t) for p, t in judged])


def sweep(judged: Sequence[Judged], *, own: Knobs) -> list[At]:
    """The figures at the usual thresholds."""
    return [At(value, at_threshold(judged, value, own=own)) for value in THRESHOLDS]


def reaches(judged: Sequence[Judged], *, own: Knobs) -> list[Reach]:
    """For each precision the threshold with most right links whose text supports them."""
    cuts = _cuts(judged, own)
    return [_reach(judged, cuts, precision, own) for precision in PRECISIONS]


@dataclass(frozen=True)
class _Cut:
    threshold: float
    linked: int
    correct: int
    linkable: int


def _cuts(judged: Sequence[Judged], own: Knobs) -> list[_Cut]:
    """What is linked from each score on; queries of one score stand or fall together."""
    usable = [(p, t) for p, t in judged if _may_link(p, own)]
    ranked = sorted(usable, key=lambda pair: -(pair[0].score or 0))
    cuts: list[_Cut] = []
    linked = correct = linkable = 0
    for score, group in groupby(ranked, key=lambda pair: pair[0].score or 0):
        for prediction, truth in group:
            is_right = bool(truth.true_id) and prediction.best_id == truth.true_id
            linked, correct = linked + 1, correct + is_right
            linkable += is_right and truth.is_linkable
        cuts.append(_Cut(score, linked, correct, linkable))
    return cuts


def _reach(judged: Sequence[Judged], cuts: Sequence[_Cut], precision: float, own: Knobs) -> Reach:
    good = [cut for cut in cuts if cut.correct >= precision * cut.linked]
    if not good:
        return Reach(precision, None)
    best = max(good, key=lambda cut: (cut.linkable, cut.correct, cut.threshold))
    return Reach(precision, At(best.threshold, at_threshold(judged, best.threshold, own=own)))


def _may_link(prediction: Prediction, own: Knobs) -> bool:
    if prediction.score is None or not prediction.best_id:
        return False
    if prediction.decision is Decision.LINKED:
        return True
    is_ahead = prediction.margin is None or prediction.margin >= own.margin
    return is_ahead and prediction.score < own.threshold


def _moved(prediction: Prediction, threshold: float, own: Knobs) -> Prediction:
    if _may_link(prediction, own) and (prediction.score or 0) >= threshold:
        return replace(prediction, decision=Decision.LINKED, predicted_id=prediction.best_id)
    if prediction.decision is Decision.LINKED:
        return replace(prediction, decision=Decision.AMBIGUOUS, predicted_id="")
    return prediction
