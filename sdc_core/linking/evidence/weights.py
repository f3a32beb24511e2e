"""What each kind of evidence is worth: fitted on labelled queries where any showed it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log
from typing import Any, Literal

from sdc_core.linking.base import Hit
from sdc_core.linking.evidence.kinds import KINDS, MENTIONED

WEIGHTS_FILE = "evidence.json"
_KINDS = {kind.name: kind for kind in KINDS}

Figure = Literal["base", "alone", "beside"]
# In random parts of the counted list the log-odds that a hit is right are higher; at 100, 300,
# 1 000 and 3 088 customers: contact_name 1.9 .9 .2 .0, login 1.8 1.2 .2 .0, machine_prefix_5
# 3.5 2.1 1.4 1.3. That is .6 for each time that the list is e times shorter.
PER_LN = 0.6

FIGURES: tuple[Figure, ...] = ("base", "alone", "beside")


def base_weights() -> dict[str, float]:
    """What a hit of each kind adds, where one customer has the value; before any setting."""
    return {kind: figures["base"] for kind, figures in _weights().items()}


def start_of(hits: Iterable[Hit], *, customers: int, is_company_given: bool) -> float:
    """Log-odds, before its hits, of a customer that nothing but them points to.

    So low that the hit which stands best by itself gives what such hits are worth alone. A name and
    the evidence beside it are two witnesses, and far stronger together than the evidence alone.

    Args:
        hits: At least one hit of that customer.
        customers: How many are in the list: of fewer, fewer have a value by chance.
        is_company_given: Whether the query names a company: it is then another one.
    """
    figure: Figure = "beside" if is_company_given else "alone"
    shorter = PER_LN * log(_counted_customers() / max(customers, 1))
    return max(_alone(hit.kind, figure, shorter) - _weights()[hit.kind]["base"] for hit in hits)


def against_text(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits that count against a company text: of mentions one at most, where nothing else does.

    A text that speaks of somebody else names his people and his company in one breath.
    """
    seen = [hit for hit in hits if hit.kind not in MENTIONED]
    return seen or [max(hits, key=lambda hit: (hit.log_odds, hit.kind, hit.value_hash))]


def _alone(kind: str, figure: Figure, shorter: float) -> float:
    most: float = getattr(_KINDS[kind], figure)
    return min(_weights()[kind][figure] + shorter, most)


@cache
def _weights() -> Mapping[str, Mapping[Figure, float]]:
    counted = _file()["weights"]
    return {
        kind.name: {
            figure: counted.get(kind.name, {}).get(figure, getattr(kind, figure))
            for figure in FIGURES
        }
        for kind in KINDS
    }


def _counted_customers() -> int:
    customers: int = _file()["provenance"]["customers"]
    return customers


@cache
def _file() -> dict[str, Any]:
    place = files("sdc_core.linking") / "weights" / WEIGHTS_FILE
    content: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return content
