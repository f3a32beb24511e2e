"""How alike two words of people's names are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.names.nicknames import NICKNAMES
from sdc_core.linking.names.persons import similarity_of_persons
from sdc_core.linking.names.tokens import similarity

LETTERS = st.text("abjmort", max_size=7)
NAMES = st.sampled_from(sorted(NICKNAMES)) | LETTERS | st.text(max_size=4)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("robert", "robert", 1.0),
        ("r", "robert", 0.6),
        ("r", "r", 1.0),
        ("r", "albert", 0.0),
        ("bob", "robert", 0.9),
        ("bob", "rob", 0.8),
        ("peg", "margaret", 0.9),
        ("margaret", "mathilde", 0.0),
        # A short form is no slip, but a slip of a long name is what it is for any word.
        ("margaret", "margeret", 0.96),
    ],
)
def test_letters_short_forms_and_slips(one, other, alike):
    assert similarity_of_persons(one, other) == pytest.approx(alike)


@given(NAMES, NAMES)
def test_symmetric_and_bounded(one, other):
    assert similarity_of_persons(one, other) == similarity_of_persons(other, one)
    assert 0 <= similarity_of_persons(one, other) <= 1
    assert (similarity_of_persons(one, other) == 1) == (one == other)


@given(NAMES, NAMES)
def test_never_less_alike_than_plain_words(one, other):
    assert similarity_of_persons(one, other) >= similarity(one, other)
