"""Overlapping spans become spans apart, and nothing that was found is left bare."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sdc_core.privacy.base import Span
from sdc_core.privacy.spans import settle

TEXT = "Anna Lee, 12 High St\nLeeds x9!"
SPANS = st.lists(
    st.tuples(
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 12),
        st.sampled_from(["PERSON", "CREDENTIAL", "ADDRESS"]),
    ).map(lambda t: Span(t[0], min(t[0] + t[1], len(TEXT)), t[2])),
    max_size=8,
)


def covered(spans):
    return {place for s in spans for place in range(s.start, s.end) if TEXT[place].isalnum()}


@given(SPANS)
def test_apart_in_order_and_covering_all(spans):
    settled = settle(spans, TEXT)
    assert all(one.end <= other.start for one, other in pairwise(settled))
    assert covered(spans) <= covered(settled)


@given(SPANS)
def test_order_of_the_spans_means_nothing(spans):
    assert settle(spans, TEXT) == settle(spans[::-1], TEXT)


@given(SPANS)
def test_settled_again_changes_nothing(spans):
    once = settle(spans, TEXT)
    assert settle(once, TEXT) == once


def test_credential_outranks_a_longer_span():
    settled = settle([Span(0, 9, "PERSON"), Span(5, 8, "CREDENTIAL")], "Anna Lee9")
    assert [(s.start, s.end, s.label) for s in settled] == [
        (0, 5, "PERSON"),
        (5, 8, "CREDENTIAL"),
        (8, 9, "PERSON"),
    ]


def test_two_halves_of_a_name_become_one():
    assert settle([Span(0, 4, "PERSON"), Span(5, 8, "PERSON")], TEXT) == [Span(0, 8, "PERSON")]


def test_lines_of_an_address_become_one():
    settled = settle([Span(10, 20, "ADDRESS"), Span(21, 26, "ADDRESS")], TEXT)
    assert settled == [Span(10, 26, "ADDRESS")]
