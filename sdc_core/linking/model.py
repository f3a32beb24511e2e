"""The model of a match: a conditional logit over the customers near a text, and "none of them".

`L_i = w . x_i + u . tanh(V (x_i - m) / s + c) + b` are the log-odds of customer i against "not in
this list"; `P(i) = exp(L_i) / (1 + sum of exp(L_j))` (linking reference, section 6). The small
layer of tanh says what no single feature can (decision 0031). The numbers come from `training`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from sdc_core.linking.features import FEATURES
from sdc_core.linking.rows import Floats, Matrix

# Features are held within so many deviations: what was never seen may not decide alone.
LIMIT = 6.0
NAMES = tuple(feature.name for feature in FEATURES)


@dataclass(frozen=True)
class Model:
    """The weights, in the order of `features.FEATURES`.

    Attributes:
        mean: Of each feature in training; `scale` its standard deviation.
        linear: Weight of each standardised feature.
        hidden: One column for each unit of the layer; without units it is left out.
        bias: Of each unit; `out` what it adds.
        constant: Log-odds where all features are at their mean.
    """

    mean: Floats
    scale: Floats
    linear: Floats
    hidden: Matrix
    bias: Floats
    out: Floats
    constant: float

    @classmethod
    def from_json(cls, numbers: dict[str, Any]) -> Self:
        """Of the form of `to_json`.

        Raises:
            ValueError: Made for other features than those of this version.
        """
        names = tuple(row["name"] for row in numbers["features"])
        if names != NAMES:
            raise ValueError(
                f"weights for the features {sorted({*names} ^ {*NAMES})} do not fit this version: "
                "train them again (python -m sdc_core.linking.training)"
            )
        rows = numbers["features"]
        return cls(
            mean=np.array([row["mean"] for row in rows]),
            scale=np.array([row["scale"] for row in rows]),
            linear=np.array([row["weight"] for row in rows]),
            hidden=np.array([row["hidden"] for row in rows]).reshape(len(rows), -1),
            bias=np.array(numbers["bias"], dtype=np.float64),
            out=np.array(numbers["out"], dtype=np.float64),
            constant=float(numbers["constant"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain numbers, rounded to what counts."""
        return {
            "constant": round(self.constant, 6),
            "out": _rounded(self.out),
            "bias": _rounded(self.bias),
            "features": [
                {
                    "name": name,
                    "mean": round(float(self.mean[i]), 6),
                    "scale": round(float(self.scale[i]), 6),
                    "weight": round(float(self.linear[i]), 6),
                    "hidden": _rounded(self.hidden[i]),
                }
                for i, name in enumerate(NAMES)
            ],
        }

    def log_odds(self, matrix: Matrix) -> Floats:
        """`L_i` of each row."""
        standard = self._standard(matrix)
        odds: Floats = standard @ self.linear + self.constant
        if len(self.out):
            odds = odds + np.tanh(standard @ self.hidden + self.bias) @ self.out
        return odds

    def contributions(self, row: Floats) -> dict[str, float]:
        """What each group of features adds to the log-odds of one row, against a usual pair.

        The layer of tanh is counted once more for each group as if that alone were unusual, and
        what is left over goes by the name "together".
        """
        standard = self._standard(row[None, :])[0]
        parts = {group: self._part(standard, group) for group in self._groups}
        total = float(self.log_odds(row[None, :])[0]) - self._usual
        return parts | {"together": total - sum(parts.values())}

    def _part(self, standard: Floats, group: str) -> float:
        alone = np.where(self._groups[group], standard, 0.0)
        added = float(alone @ self.linear)
        if len(self.out):
            added += float(np.tanh(alone @ self.hidden + self.bias) @ self.out)
            added -= float(np.tanh(self.bias) @ self.out)
        return added

    def _standard(self, matrix: Matrix) -> Matrix:
        return np.clip((matrix - self.mean) / self.scale, -LIMIT, LIMIT)

    @cached_property
    def _groups(self) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        groups = dict.fromkeys(feature.group for feature in FEATURES)
        return {g: np.array([feature.group == g for feature in FEATURES]) for g in groups}

    @cached_property
    def _usual(self) -> float:
        return float(self.log_odds(self.mean[None, :])[0])


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 5) for value in values]
