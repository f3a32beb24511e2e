"""The weights as they are shipped: one JSON file for companies, one for persons.

`training` writes them, with where they come from; nothing else changes them.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from sdc_core.ids import digest_bytes
from sdc_core.linking.measures import Omissions
from sdc_core.linking.model import Model
from sdc_core.linking.omission import Omission
from sdc_core.linking.rarity import Background

Kind = Literal["companies", "persons"]
_PACKAGE = "sdc_core.linking"
_HASH_LENGTH = 12


@dataclass(frozen=True)
class Weights:
    """What was learned of one kind of names.

    Attributes:
        shift: Added to the logit of a probability to make the score, on whose scale 95 is the
            default operating point.
        model_hash: First 12 hex digits of the SHA-256 of the file.
    """

    model: Model
    omissions: Omissions
    background: Background
    shift: float
    model_hash: str

    @classmethod
    def from_bytes(cls, content: bytes, background: Background) -> "Weights":
        """Of the file's form."""
        numbers = json.loads(content)
        return cls(
            model=Model.from_json(numbers["model"]),
            omissions=Omissions(
                _omission(numbers["omission"]["query"], background),
                _omission(numbers["omission"]["name"], background),
            ),
            background=background,
            shift=numbers["shift"],
            model_hash=digest_bytes(content)[:_HASH_LENGTH],
        )


@lru_cache(maxsize=2)
def load_weights(kind: Kind = "companies") -> Weights:
    """The shipped weights, read once."""
    return Weights.from_bytes(_read(f"{kind}.json"), load_background(kind))


@lru_cache(maxsize=2)
def load_background(kind: Kind = "companies") -> Background:
    """How many names of the background hold each token."""
    numbers = json.loads(_read(f"background_{kind}.json"))
    return Background(numbers["names"], numbers["counts"])


def _read(name: str) -> bytes:
    return (files(_PACKAGE) / "weights" / name).read_bytes()


def _omission(numbers: dict[str, Any], background: Background) -> Omission:
    return Omission(numbers["tokens"], numbers["kinds"], numbers["overall"], background)
