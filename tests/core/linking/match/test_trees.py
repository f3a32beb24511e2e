"""Trees that are asked question by question give what walking them down gives."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sdc_core.linking.match.trees import MOST_LEAVES, Forest, Question, Tree

COLUMNS = 3


def grown(seed, leaves):
    """A nested tree: a number, or (feature, bound, below, above)."""
    draw = random.Random(f"{seed} {leaves}")
    if leaves == 1:
        return draw.uniform(-2, 2)
    left = draw.randint(1, leaves - 1)
    below, above = grown(f"{seed}a", left), grown(f"{seed}b", leaves - left)
    return (draw.randrange(COLUMNS), float(draw.randint(-3, 3)), below, above)


def leaves_of(node):
    return [node] if isinstance(node, float) else [*leaves_of(node[2]), *leaves_of(node[3])]


def questions_of(node, first=0):
    if isinstance(node, float):
        return []
    feature, bound, below, above = node
    left = len(leaves_of(below))
    ruled_out = sum(1 << leaf for leaf in range(first, first + left))
    own = Question(feature, bound, 255 - ruled_out)
    return [own, *questions_of(below, first), *questions_of(above, first + left)]


def walk(node, row):
    while not isinstance(node, float):
        feature, bound, below, above = node
        node = above if row[feature] > bound else below
    return node


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, MOST_LEAVES)), max_size=4),
    arrays(np.float64, (5, COLUMNS), elements=st.integers(-4, 4)),
)
def test_the_leaf_of_each_tree_is_the_one_that_a_walk_ends_at(seeds, matrix):
    nodes = [grown(seed, leaves) for seed, leaves in seeds]
    trees = tuple(Tree(tuple(questions_of(node)), tuple(leaves_of(node))) for node in nodes)
    walked = [sum(walk(node, row) for node in nodes) for row in matrix.tolist()]
    assert np.allclose(Forest(trees).added(matrix), walked)


def test_no_trees_and_no_rows():
    assert Forest(()).added(np.zeros((2, 1))).tolist() == [0.0, 0.0]
    assert Forest((Tree((), (1.0,)),)).added(np.empty((0, 1))).tolist() == []


def test_a_row_is_answered_the_same_alone_and_among_more_than_are_asked_together():
    node = grown(1, MOST_LEAVES)
    forest = Forest([Tree(tuple(questions_of(node)), tuple(leaves_of(node)))] * 3)
    matrix = np.random.default_rng(1).integers(-4, 4, (1_100, COLUMNS)).astype(np.float64)
    assert forest.added(matrix).tolist() == [forest.added(row[None, :])[0] for row in matrix]
