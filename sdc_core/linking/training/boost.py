"""Fit trees to what the linear model leaves, on the same likelihood.

Each tree is fitted to the gradient of the conditional likelihood at where the model stands. Needs
lightgbm (extra `train`); no run of SDC does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import lightgbm
import numpy as np

from sdc_core.linking.candidates.rows import Floats
from sdc_core.linking.match.features import BASE
from sdc_core.linking.match.model import Model
from sdc_core.linking.match.trees import MOST_LEAVES, Question, Tree
from sdc_core.linking.training.fit import Posterior, Rows

# Bends and products are for the straight line; a tree makes its own.
_FEATURES = len(BASE)
_LEAST_CURVATURE = 1e-4
_DIGITS = 6


@dataclass(frozen=True)
class Boosting:
    """How much the trees may say; many small steps, each seen by many texts."""

    trees: int = 160
    rate: float = 0.08
    leaves: int = MOST_LEAVES
    rows_in_leaf: int = 150
    penalty: float = 8.0
    seed: int = 7


def boost(model: Model, rows: Rows, boosting: Boosting) -> Model:
    """The model with trees."""
    posterior = Posterior(rows)

    def gradient(odds: Floats, _: lightgbm.Dataset) -> tuple[Floats, Floats]:
        p, _none = posterior(odds)
        return p - rows.is_true, np.maximum(p * (1 - p), _LEAST_CURVATURE)

    start = model.linear_odds(rows.matrix)
    made = lightgbm.train(
        _parameters(boosting) | {"objective": gradient},
        lightgbm.Dataset(rows.matrix[:, :_FEATURES], rows.is_true, init_score=start),
        boosting.trees,
    )
    trees = [_tree(one["tree_structure"]) for one in made.dump_model()["tree_info"]]
    return replace(model, trees=tuple(trees))


def _parameters(boosting: Boosting) -> dict[str, Any]:
    return {
        "learning_rate": boosting.rate,
        "num_leaves": boosting.leaves,
        "min_data_in_leaf": boosting.rows_in_leaf,
        "min_sum_hessian_in_leaf": 3.0,
        "lambda_l2": boosting.penalty,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "max_bin": 63,
        "zero_as_missing": False,
        "use_missing": False,
        "num_threads": 1,
        "deterministic": True,
        "seed": boosting.seed,
        "verbose": -1,
    }


def _tree(root: dict[str, Any]) -> Tree:
    """Leaves from left to right; at each question those on its left are ruled out above it."""
    leaves = list(_leaves(root))
    return Tree(
        tuple(_questions(root, 0, len(leaves))), tuple(round(value, _DIGITS) for value in leaves)
    )


def _leaves(node: dict[str, Any]) -> Iterator[float]:
    if "leaf_value" in node:
        yield float(node["leaf_value"])
    else:
        yield from _leaves(node["left_child"])
        yield from _leaves(node["right_child"])


def _questions(node: dict[str, Any], first: int, count: int) -> Iterator[Question]:
    if "leaf_value" in node:
        return
    left = len(list(_leaves(node["left_child"])))
    ruled_out = ((1 << left) - 1) << first
    kept = ((1 << MOST_LEAVES) - 1) & ~ruled_out
    yield Question(node["split_feature"], float(node["threshold"]), kept)
    yield from _questions(node["left_child"], first, left)
    yield from _questions(node["right_child"], first + left, count - left)
