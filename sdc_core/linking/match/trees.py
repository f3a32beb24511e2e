"""Boosted trees over the features: small corrections of the linear model, added up.

A tree is kept as the leaves that each of its questions rules out: the answer of a row is the first
leaf that nothing ruled out, so that all rows are asked one question at a time (QuickScorer,
Lucchese et al. 2015).
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from sdc_core.linking.candidates.rows import Floats, Matrix

MOST_LEAVES = 8
_ALL = (1 << MOST_LEAVES) - 1
# The lowest bit that is set in each number of eight bits.
_FIRST = np.array([(n & -n).bit_length() - 1 if n else 0 for n in range(_ALL + 1)])


@dataclass(frozen=True, slots=True)
class Question:
    """Is the feature above a bound? If so, only some leaves may still be.

    Attributes:
        feature: Column of the feature.
        stay: Those leaves, a bit each.
    """

    feature: int
    bound: float
    stay: int


@dataclass(frozen=True, slots=True)
class Tree:
    """Questions, and what each leaf adds to the log-odds."""

    questions: tuple[Question, ...]
    leaves: tuple[float, ...]

    @classmethod
    def from_json(cls, tree: dict[str, Any], names: tuple[str, ...]) -> Self:
        """Of the form of `to_json`."""
        questions = tuple(
            Question(names.index(name), bound, stay) for name, bound, stay in tree["questions"]
        )
        return cls(questions, tuple(tree["leaves"]))

    def to_json(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Questions as (feature, bound, leaves that stay above it), and the leaves."""
        questions = [[names[q.feature], q.bound, q.stay] for q in self.questions]
        return {"questions": questions, "leaves": list(self.leaves)}


def added_by(trees: tuple[Tree, ...], matrix: Matrix) -> Floats:
    """What the trees add to the log-odds of each row."""
    total = np.zeros(len(matrix))
    columns = np.ascontiguousarray(matrix.T)
    for tree in trees:
        open_leaves = np.full(len(matrix), _ALL, dtype=np.uint8)
        for question in tree.questions:
            above = columns[question.feature] > question.bound
            open_leaves &= np.where(above, np.uint8(question.stay), np.uint8(_ALL))
        leaves = np.zeros(MOST_LEAVES)
        leaves[: len(tree.leaves)] = tree.leaves
        total += leaves[_FIRST[open_leaves]]
    return total
