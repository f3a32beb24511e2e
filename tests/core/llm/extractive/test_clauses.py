"""Where a sentence can be cut: never between a denial and what it denies."""

import pytest

from sdc_core.llm.extractive.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Since the move on Thursday callers get cut off",
            ["Since the move on Thursday", "callers get cut off"],
        ),
        (
            "Since we came back on Tuesday nothing I scan arrives in the folder",
            ["Since we came back on Tuesday", "nothing I scan arrives in the folder"],
        ),
        (
            "When the lobby screen starts nobody we ask can read the menu",
            ["When the lobby screen starts", "nobody we ask can read the menu"],
        ),
    ],
)
def test_a_first_phrase_ends_before_what_is_said_of_it(text, clauses):
    assert [clause for clause, _ in clauses_of(text)] == clauses
