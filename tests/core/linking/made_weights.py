"""Weights made by hand, so that no test hangs on those that are shipped."""

import numpy as np

from sdc_core.linking.match.model import NAMES, Model
from sdc_core.linking.match.scoring import NameScorer
from sdc_core.linking.match.trees import Question, Tree
from sdc_core.linking.match.weights_file import Weights
from tests.core.linking.pairs_of import BACKGROUND, USAGE, listed_of

LINEAR = {
    "matched_query": 2.0,
    "matched_name": 1.0,
    "letters": 3.0,
    "same_words": 4.0,
    "same_text": 1.0,
    "numbers_differ": -5.0,
    "number_in_query": -2.0,
    "ahead": 1.5,
    "legal_differ": -1.0,
}
# Above both bounds, above the first one alone, or not above it: the leaves from left to right.
TREE = Tree(
    (
        Question(NAMES.index("letters"), 0.5, 0b11111110),
        Question(NAMES.index("matched_both"), 0.25, 0b11111101),
    ),
    (-0.5, 0.25, 1.0),
)


def made_model(*, trees: int = 2, scale: float = 1.0) -> Model:
    """A model of these weights, with so many trees that are alike."""
    count = len(NAMES)
    return Model(
        mean=np.full(count, 0.25),
        scale=np.full(count, scale),
        linear=np.array([LINEAR.get(name, 0.0) for name in NAMES]),
        constant=-4.0,
        trees=(TREE,) * trees,
    )


def made_weights() -> Weights:
    """That model with the words of `pairs_of`."""
    return Weights(made_model(), USAGE, BACKGROUND, shift=0.0, model_hash="0" * 12)


def made_scorer(rows) -> NameScorer:
    """A list of (customer id, name) with these weights."""
    customers = len({customer for customer, _ in rows})
    return NameScorer(listed_of(rows), made_weights(), customers=customers)
