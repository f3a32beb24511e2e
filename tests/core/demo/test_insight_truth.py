"""The demo world knows the problem of each job, and the titles of its Sessions name it."""

import pytest

from sdc_core.demo.insight_truth import cases_of_world
from sdc_core.demo.texts import load_texts
from sdc_core.insights.evaluation.figures import evaluate
from sdc_core.llm.extractive.generator import ExtractiveGenerator


@pytest.fixture(scope="module")
def cases():
    """The Sessions of a small world."""
    return cases_of_world(sessions=120, seed=11)


def test_every_problem_of_the_shipped_texts_says_what_names_it():
    texts = load_texts()
    for problem in (*texts.problems, *texts.internal):
        assert all(case.accepted for case in problem.cases), problem.category


def test_remote_connections_and_what_is_left_to_do_tell_no_problem(cases):
    mute = [c for c in cases if c.session.meta.source_system == "ScreenConnect"]
    assert mute
    assert not any(case.accepted for case in mute)
    assert sum(bool(case.accepted) for case in cases) > len(cases) / 3


def test_four_of_five_titles_name_the_problem_and_nothing_is_invented(cases):
    report = evaluate(cases, ExtractiveGenerator())
    assert report.named_share >= 0.8
    assert report.invented_share == 0
    assert all(one.title for one in report.judged)
