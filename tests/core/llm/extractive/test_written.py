"""Hand-written Sessions whose problem is in no subject and no first sentence: do titles name it?

`written_develop` was tuned on, `written_kept_apart` was split off before; `written_second` and
`written_last` and `written_after_tuning` were first judged unseen and then learned from.
`written_voices` (three voices), `written_examined` and `written_examined_rest` (another author) came
after, the same way.
Decision 0043 has the figures of each on first sight.
"""

import pytest

from sdc_core.insights.evaluation.cases import read_cases
from sdc_core.insights.evaluation.figures import evaluate
from sdc_core.llm.extractive.generator import ExtractiveGenerator
from tests.core.llm.extractive.sessions import FOLDER

WRITTEN = sorted(path.stem for path in FOLDER.glob("written_*.jsonl"))
WANTED = 0.8


@pytest.fixture(scope="module")
def reports():
    """One report per file."""
    generator = ExtractiveGenerator()
    return {
        name: evaluate(list(read_cases(FOLDER / f"{name}.jsonl")), generator) for name in WRITTEN
    }


def test_there_are_more_than_a_hundred(reports):
    assert sum(len(report.judged) for report in reports.values()) >= 100


@pytest.mark.parametrize("name", WRITTEN)
def test_four_of_five_titles_name_the_problem(reports, name):
    assert reports[name].named_share >= WANTED


@pytest.mark.parametrize("name", WRITTEN)
def test_no_word_is_invented(reports, name):
    invented = {one.id: one.invented for one in reports[name].judged if one.has_text}
    assert not any(invented.values()), invented


@pytest.mark.parametrize("name", WRITTEN)
def test_titles_are_short_and_whole(reports, name):
    for one in reports[name].judged:
        assert 2 <= one.words <= 10, one.title
        assert one.characters <= 80, one.title
        last = one.title.split()[-1].casefold()
        assert last not in {"the", "a", "an", "of", "to", "and", "or", "with", "for", "at"}
        assert not one.title.casefold().startswith(("hi ", "hello", "user reports", "still to do"))


@pytest.mark.parametrize("name", WRITTEN)
def test_every_session_with_text_has_a_summary(reports, name):
    assert all(one.summary for one in reports[name].judged)
