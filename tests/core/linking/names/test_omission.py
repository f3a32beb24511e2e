"""How readily a word is left out: the word itself, else its kind, else all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.names.omission import DIGITS, Omission, kind_of
from sdc_core.linking.names.rarity import Background

BACKGROUND = Background(5000, {"restaurant": 400, "granite": 10, "quill": 9, "oxlip": 1, "el": 150})


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("restaurant", "4 letters, 3"),
        ("granite", "4 letters, 2"),
        ("quill", "4 letters, 1"),
        ("oxlip", "4 letters, 1"),
        ("never", "4 letters, 0"),
        ("el", "2 letters, 3"),
        ("x", "1 letters, 0"),
        ("24", DIGITS),
    ],
)
def test_a_kind_is_length_and_commonness(token, kind):
    assert kind_of(token, BACKGROUND) == kind


def test_the_word_then_its_kind_then_all():
    omission = Omission({"restaurant": 2.0}, {"4 letters, 3": 1.0, DIGITS: -3.0}, 0.25, BACKGROUND)
    assert omission.log_odds("restaurant") == 2.0
    assert omission.log_odds("24") == -3.0
    assert omission.log_odds("granite") == 0.25


def test_nothing_is_a_figure_too():
    omission = Omission({"restaurant": 0.0}, {"4 letters, 3": 1.0}, 2.0, BACKGROUND)
    assert omission.log_odds("restaurant") == 0.0


@given(st.lists(st.text(max_size=12), max_size=8))
def test_what_was_asked_before_never_counts(tokens):
    omission = Omission({"granite": -1.0}, {DIGITS: -3.0, "3 letters, 0": 0.5}, 0.25, BACKGROUND)
    asked = [omission.log_odds(token) for token in tokens]
    assert asked[::-1] == [omission.log_odds(token) for token in reversed(tokens)]
    fresh = [
        Omission(omission.tokens, omission.kinds, 0.25, BACKGROUND).log_odds(t) for t in tokens
    ]
    assert asked == fresh
