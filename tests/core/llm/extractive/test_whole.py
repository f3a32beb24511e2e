"""A title that was cut ends where a reader can stop."""

import pytest

from sdc_core.llm.extractive.titles import best_title
from sdc_core.llm.extractive.whole import closed, is_left_open, is_subordinate


@pytest.mark.parametrize(
    ("cut", "kept"),
    [
        ("service couldn't start bc the disk", "service couldn't start"),
        ("blue screen asking for recovery key of 48", "blue screen asking for recovery key"),
        ("two people get no license though only", "two people get no license"),
        ("the thumb machine is not taking attendance", "the thumb machine is not taking attendance"),
        ("users could not log in", "users could not log in"),
    ],
)  # fmt: skip
def test_what_was_only_begun_is_left_out(cut, kept):
    assert closed(cut.split()) == kept.split()


def test_a_verb_waits_for_its_object():
    assert is_left_open(["the", "screen", "shows"])
    assert not is_left_open(["the", "screen", "is", "dark"])


def test_half_a_sentence_begins_with_its_condition():
    assert is_subordinate("Since the provider switched us")
    assert not is_subordinate("Callers get cut off")


def test_the_main_clause_wins_over_its_condition():
    title = best_title(
        "Since the provider switched us to the new SIP trunk on Thursday callers from outside "
        "get cut off after exactly 15 minutes"
    )
    assert title.text == "Callers from outside get cut off after exactly 15 minutes"
