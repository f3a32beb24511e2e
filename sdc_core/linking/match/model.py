"""The model of a match: a conditional logit over the customers near a text, and "none of them".

`L_i = w . (x_i - m) / s + trees(x_i) + b` are the log-odds of customer i against "not in this
list"; `P(i) = exp(L_i) / (1 + sum of exp(L_j))` (linking reference, section 6). The trees say what
no straight line can (decision 0031). The numbers come from `training`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from sdc_core.linking.candidates.rows import Floats, Matrix
from sdc_core.linking.match.features import FEATURES
from sdc_core.linking.match.trees import Forest, Tree

# Features are held within so many deviations: what was never seen may not decide alone.
LIMIT = 6.0
NAMES = tuple(feature.name for feature in FEATURES)
TOGETHER = "together"


@dataclass(frozen=True)
class Model:
    """The weights, in the order of `features.FEATURES`.

    Attributes:
        mean: Of each feature in training; `scale` its standard deviation.
        linear: Weight of each standardised feature.
        constant: Log-odds where all features are at their mean, before the trees.
        trees: Corrections of it.
    """

    mean: Floats
    scale: Floats
    linear: Floats
    constant: float
    trees: tuple[Tree, ...] = ()

    @classmethod
    def from_json(cls, numbers: dict[str, Any]) -> Self:
        """Of the form of `to_json`.

        Raises:
            ValueError: Made for other features than those of this version.
        """
        rows = numbers["features"]
        names = tuple(row["name"] for row in rows)
        if names != NAMES:
            raise ValueError(
                f"weights for the features {sorted({*names} ^ {*NAMES})} do not fit this version: "
                "train them again (python -m sdc_core.linking.training)"
            )
        return cls(
            mean=np.array([row["mean"] for row in rows]),
            scale=np.array([row["scale"] for row in rows]),
            linear=np.array([row["weight"] for row in rows]),
            constant=float(numbers["constant"]),
            trees=tuple(Tree.from_json(tree, NAMES) for tree in numbers["trees"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain numbers, rounded to what counts."""
        return {
            "constant": round(self.constant, 6),
            "features": [
                {
                    "name": name,
                    "mean": round(float(self.mean[i]), 6),
                    "scale": round(float(self.scale[i]), 6),
                    "weight": round(float(self.linear[i]), 6),
                }
                for i, name in enumerate(NAMES)
            ],
            "trees": [tree.to_json(NAMES) for tree in self.trees],
        }

    def log_odds(self, matrix: Matrix) -> Floats:
        """`L_i` of each row."""
        odds: Floats = self.linear_odds(matrix) + self._forest.added(matrix)
        return odds

    def linear_odds(self, matrix: Matrix) -> Floats:
        """Without the trees."""
        odds: Floats = self._standard(matrix) @ self.linear + self.constant
        return odds

    def contributions(self, matrix: Matrix) -> list[dict[str, float]]:
        """What each group of features adds to the log-odds of each row, against a usual pair.

        The trees look at several features at once: what they add goes by the name "together".
        """
        added = self._standard(matrix) * self.linear
        by_group = [added[:, columns].sum(axis=1) for columns in self._groups.values()]
        together = self._forest.added(matrix) - self._usual
        names = (*self._groups, TOGETHER)
        rows = np.stack((*by_group, together), axis=1).tolist()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _standard(self, matrix: Matrix) -> Matrix:
        return np.clip((matrix - self.mean) / self.scale, -LIMIT, LIMIT)

    @cached_property
    def _forest(self) -> Forest:
        return Forest(self.trees)

    @cached_property
    def _usual(self) -> float:
        return float(self._forest.added(self.mean[None, :])[0])

    @cached_property
    def _groups(self) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for column, feature in enumerate(FEATURES):
            groups.setdefault(feature.group, []).append(column)
        return groups
