"""Boosted trees over the features: small corrections of the linear model, added up.

A tree is kept as the leaves that each of its questions rules out: the answer of a row is the first
leaf that nothing ruled out, so that one look at each feature answers all trees (QuickScorer,
Lucchese et al. 2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from sdc_core.linking.candidates.rows import Floats, Matrix

MOST_LEAVES = 8
_ALL = (1 << MOST_LEAVES) - 1
# Rows asked together: what they need stays in the cache of the processor.
_ROWS = 512
_Masks = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
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


class Forest:
    """All trees of a model, ready to be asked of many rows at once.

    For each feature its bounds in order, and beside each stretch between two of them the leaves
    that are still open there, a byte for each tree: a row needs one look for each feature.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        """Of these trees; without any, nothing is ever added."""
        self._looks = [(f, *_look(trees, f)) for f in sorted(_features(trees))]
        self._leaves = np.zeros((len(trees), _ALL + 1))
        for place, tree in enumerate(trees):
            leaves = np.zeros(MOST_LEAVES)
            leaves[: len(tree.leaves)] = tree.leaves
            self._leaves[place] = leaves[_FIRST]

    def added(self, matrix: Matrix) -> Floats:
        """What the trees add to the log-odds of each row."""
        parts = [self._added(matrix[at : at + _ROWS]) for at in range(0, len(matrix), _ROWS)]
        return np.concatenate([np.empty(0), *parts])

    def _added(self, matrix: Matrix) -> Floats:
        trees = len(self._leaves)
        open_leaves = np.full((len(matrix), trees), _ALL, dtype=np.uint8)
        for feature, bounds, stay in self._looks:
            open_leaves &= stay[np.searchsorted(bounds, matrix[:, feature])]
        places = open_leaves + np.arange(trees) * (_ALL + 1)
        added: Floats = self._leaves.ravel()[places].sum(axis=1)
        return added


def _features(trees: Sequence[Tree]) -> set[int]:
    return {question.feature for tree in trees for question in tree.questions}


def _look(trees: Sequence[Tree], feature: int) -> tuple[Floats, _Masks]:
    """The bounds of a feature, and the open leaves of each tree from below the first on."""
    asked = [
        (question.bound, place, question.stay)
        for place, tree in enumerate(trees)
        for question in tree.questions
        if question.feature == feature
    ]
    bounds = sorted({bound for bound, _, _ in asked})
    stay = np.full((len(bounds) + 1, len(trees)), _ALL, dtype=np.uint8)
    for bound, place, leaves in asked:
        stay[bounds.index(bound) + 1 :, place] &= leaves
    return np.array(bounds), stay
