"""Trees say what a straight line cannot, and are kept as they were made."""

import numpy as np
import pytest

pytest.importorskip(
    "scipy", reason="training needs scipy, of the extra `train`; it is not installed"
)
pytest.importorskip(
    "lightgbm", reason="training needs lightgbm, of the extra `train`; it is not installed"
)

import lightgbm

from sdc_core.linking.match.trees import Forest
from sdc_core.linking.training.boost import Boosting, _tree, boost
from sdc_core.linking.training.fit import Form, Rows, fit


def near_the_middle(count=1500):
    """The customer is meant where the feature is neither high nor low."""
    x = np.random.default_rng(1).normal(size=(count, 1))
    is_true = (np.abs(x[:, 0]) < 0.7).astype(np.float64)
    return Rows(x, np.arange(count), is_true, count)


def test_trees_learn_what_no_straight_line_says():
    rows = near_the_middle()
    line, loss = fit(rows, Form(penalty=0.0))
    assert loss == pytest.approx(np.log(2), abs=0.01)
    model = boost(line, rows, Boosting(trees=80, leaves=4, penalty=0.0))
    assert ((model.log_odds(rows.matrix) > 0) == (rows.is_true > 0)).mean() > 0.98
    assert model.linear_odds(rows.matrix).tolist() == line.log_odds(rows.matrix).tolist()


def test_the_same_rows_give_the_same_trees():
    rows = near_the_middle(600)
    line, _ = fit(rows, Form())
    one, other = (boost(line, rows, Boosting(trees=5)) for _ in range(2))
    assert one.trees == other.trees


def test_a_tree_is_kept_as_the_library_walks_it():
    draw = np.random.default_rng(2)
    x = draw.normal(size=(2000, 6))
    x[:, 3] = x[:, 3] > 0
    made = lightgbm.train(
        {"objective": "regression", "num_leaves": 8, "verbose": -1, "use_missing": False},
        lightgbm.Dataset(x, x[:, 0] * x[:, 3] + np.abs(x[:, 1])),
        20,
    )
    trees = tuple(_tree(one["tree_structure"]) for one in made.dump_model()["tree_info"])
    assert Forest(trees).added(x) == pytest.approx(made.predict(x, raw_score=True), abs=1e-4)
