"""The weights as they are shipped: one JSON file for companies, one for persons.

`training` writes them, with where they come from; nothing else changes them.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from sdc_core.ids import digest_bytes
from sdc_core.linking.match.alignment import Alike
from sdc_core.linking.match.measures import Usage
from sdc_core.linking.match.model import Model
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.persons import similarity_of_persons
from sdc_core.linking.names.rarity import Background
from sdc_core.linking.names.tokens import similarity

Kind = Literal["companies", "persons"]
ALIKE: dict[Kind, Alike] = {"companies": similarity, "persons": similarity_of_persons}
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
    usage: Usage
    background: Background
    shift: float
    model_hash: str

    @classmethod
    def from_bytes(cls, content: bytes, kind: Kind) -> "Weights":
        """Of the file's form."""
        numbers, background = json.loads(content), load_background(kind)
        return cls(
            model=Model.from_json(numbers["model"]),
            usage=Usage(
                _omission(numbers["omission"]["query"], background),
                _omission(numbers["omission"]["name"], background),
                ALIKE[kind],
            ),
            background=background,
            shift=numbers["shift"],
            model_hash=digest_bytes(content)[:_HASH_LENGTH],
        )


@lru_cache(maxsize=2)
def load_weights(kind: Kind) -> Weights:
    """The shipped weights, read once."""
    return Weights.from_bytes(_read(f"{kind}.json"), kind)


@lru_cache(maxsize=2)
def load_background(kind: Kind) -> Background:
    """How many names of the background hold each token."""
    numbers = json.loads(_read(f"background_{kind}.json"))
    return Background(numbers["names"], numbers["counts"])


def _read(name: str) -> bytes:
    return (files(_PACKAGE) / "weights" / name).read_bytes()


def _omission(numbers: dict[str, Any], background: Background) -> Omission:
    return Omission(numbers["tokens"], numbers["kinds"], numbers["overall"], background)
