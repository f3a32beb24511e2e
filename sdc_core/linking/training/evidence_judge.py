"""What figures of evidence reach on queries that they were not fitted on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import exp

from sdc_core.linking.training.evidence_rows import Figures, Row

_BINS = (0.0, 0.3, 0.5, 0.7, 0.9)


def said_of(rows: Iterable[Row], figures: Figures) -> str:
    """One line for each bin of the probability of the best candidate."""
    best = list(_best(rows, figures))
    lines = [_bin([b for b in best if low <= b[0] < high], low) for low, high in _edges()]
    return "\n".join(lines)


def _best(rows: Iterable[Row], figures: Figures) -> Iterator[tuple[float, bool]]:
    for _, one in groupby(rows, key=lambda row: row.text):
        odds = [(exp(row.log_odds(figures)), row.is_true) for row in one]
        most, is_true = max(odds, key=lambda found: (found[0], not found[1]))
        yield most / (1.0 + sum(odd for odd, _ in odds)), is_true


def _edges() -> Iterator[tuple[float, float]]:
    return zip(_BINS, (*_BINS[1:], 2.0), strict=True)


def _bin(found: Sequence[tuple[float, bool]], low: float) -> str:
    count = max(len(found), 1)
    predicted, right = sum(p for p, _ in found) / count, sum(r for _, r in found)
    return f"p >= {low}: {len(found)} queries, predicted {predicted:.3f}, right {right / count:.3f}"
