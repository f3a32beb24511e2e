"""Weights are fitted to titles that name the problem, and stay where words cannot tell."""

import pytest

pytest.importorskip("scipy")

from sdc_core.insights.evaluation.cases import read_cases
from sdc_core.llm.extractive.choice import WEIGHTS_FILE, best_candidate, score_of
from sdc_core.llm.extractive.training import FIXED, PRIOR, choices_of, fit, share
from tests.core.llm.extractive.sessions import FOLDER


@pytest.fixture(scope="module")
def learned():
    names = [*PRIOR, *FIXED]
    cases = list(read_cases(FOLDER / "written_last.jsonl"))
    choices = choices_of(cases, names)
    return names, choices, fit(choices, names)


def test_what_is_fixed_stays(learned):
    names, _, weights = learned
    assert {n: weights[names.index(n)] for n in FIXED} == FIXED


def test_more_titles_name_the_problem_than_without_weights(learned):
    _, choices, weights = learned
    assert share(choices, weights) > share(choices, 0 * weights)


def test_nothing_is_chosen_from_nothing():
    assert best_candidate([]) is None


def test_a_feature_without_a_weight_counts_nothing():
    assert score_of({"known": 2.0, "unknown": 5.0}, {"known": 1.5}) == 3.0


def test_the_weights_are_kept_in_order():
    names = [line.split('"')[1] for line in WEIGHTS_FILE.read_text("utf-8").split("\n")[2:-3]]
    assert names == sorted(names)
