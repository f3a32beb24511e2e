"""What each kind of evidence is worth: counted on labelled queries where that was possible."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from sdc_core.linking.base import Hit
from sdc_core.linking.values.kinds import KINDS

WEIGHTS_FILE = "evidence.json"

Figure = Literal["base", "alone", "beside"]
FIGURES: tuple[Figure, ...] = ("base", "alone", "beside")


def base_weights() -> dict[str, float]:
    """What a hit of each kind adds, where one customer has the value; before any setting."""
    return {kind: figures["base"] for kind, figures in _weights().items()}


def start_of(hits: Iterable[Hit], *, is_company_given: bool) -> float:
    """Log-odds, before its hits, of a customer that nothing but them points to.

    So low that the hit which stands best by itself gives what was counted of such hits. A name and
    the evidence beside it are two witnesses, and far stronger together than the evidence alone.

    Args:
        hits: At least one hit of that customer.
        is_company_given: Whether the query names a company: it is then another one.
    """
    figure: Figure = "beside" if is_company_given else "alone"
    weights = _weights()
    return max(weights[hit.kind][figure] - weights[hit.kind]["base"] for hit in hits)


@cache
def _weights() -> Mapping[str, Mapping[Figure, float]]:
    place = files("sdc_core.linking") / "weights" / WEIGHTS_FILE
    counted = json.loads(place.read_text(encoding="utf-8"))["weights"] if place.is_file() else {}
    return {
        kind.name: {
            figure: counted.get(kind.name, {}).get(figure, getattr(kind, figure))
            for figure in FIGURES
        }
        for kind in KINDS
    }
