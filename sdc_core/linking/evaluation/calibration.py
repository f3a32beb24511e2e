"""Whether a link said to be 93 % sure is right 93 times in 100, bin by bin."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from sdc_core.linking.evaluation.figures import Judged

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Queries whose best candidate has a probability of at least `low` (and less than the next).

    Attributes:
        predicted: The mean probability.
        observed: The share whose best candidate is the true customer.
    """

    low: float
    queries: int
    predicted: float
    observed: float

    @property
    def error(self) -> float:
        """How far the two are apart."""
        return abs(self.predicted - self.observed)


def calibration(judged: Sequence[Judged]) -> list[Bin]:
    """The bins that hold queries, the surest first."""
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for prediction, truth in judged:
        if prediction.probability is not None and prediction.best_id:
            at = min(int(prediction.probability * BINS), BINS - 1)
            is_right = prediction.best_id == truth.true_id
            sorted_in.setdefault(at, []).append((prediction.probability, is_right))
    return [_bin(at / BINS, found) for at, found in sorted(sorted_in.items(), reverse=True)]


def _bin(low: float, found: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(low, len(found), fmean(p for p, _ in found), fmean(right for _, right in found))
