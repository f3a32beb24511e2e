"""What each kind of evidence is worth: counted on labelled queries where that was possible."""

import json
from functools import cache
from importlib.resources import files

from sdc_core.linking.values.kinds import KINDS

WEIGHTS_FILE = "evidence.json"


def base_weights() -> dict[str, float]:
    """The base log-odds of every kind, before any setting."""
    return {kind.name: kind.base for kind in KINDS} | _counted()


@cache
def _counted() -> dict[str, float]:
    place = files("sdc_core.linking") / "weights" / WEIGHTS_FILE
    if not place.is_file():
        return {}
    weights: dict[str, float] = json.loads(place.read_text(encoding="utf-8"))["weights"]
    return weights
