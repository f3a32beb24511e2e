"""Which candidate becomes the title: a sum of weighted features.

The weights are fitted by `python -m sdc_core.llm.extractive.training`.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sdc_core.llm.extractive.candidates import Candidate

WEIGHTS_FILE = Path(__file__).parent / "weights" / "titles.json"


def best_candidate(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate of the highest score; of equal ones the first."""
    weights = _weights()
    return max(candidates, key=lambda one: score_of(one.features, weights), default=None)


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the weighted features; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


@cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    return weights  # a file that is missing is a broken installation: let it be seen
