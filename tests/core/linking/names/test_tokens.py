"""The table of token similarities of the linking reference (section 5), row by row."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.names.tokens import similarity

SAME = 1.0
ANOTHER = 0.0

# The figures are the reference's; the words are made up for each row.
TABLE = [
    ("equal", "granite", "granite", SAME),
    ("equal numbers", "24", "24", SAME),
    ("a digit further", "24", "240", ANOTHER),
    ("a number beside a word", "4", "four", ANOTHER),
    ("plural s", "motor", "motors", 0.98),
    ("plural es", "church", "churches", 0.98),
    ("one slip, seven letters", "granite", "granita", 0.96),
    ("one slip, letters turned round", "granite", "garnite", 0.96),
    ("one letter missing, eight", "northern", "norther", 0.96),
    ("one slip, six letters", "oxford", "oxfurd", 0.93),
    ("one slip, five letters", "baker", "bakir", 0.93),
    ("one slip, four letters", "acme", "acne", 0.75),
    ("two slips, nine letters", "insurance", "unsurunce", 0.9),
    ("two slips, eight letters", "hospital", "huspitel", 0.85),
    ("two slips, seven letters", "granite", "grenitu", 0.85),
    ("two slips, six letters: below the Indel bound", "oxford", "uxferd", ANOTHER),
    ("three slips, twelve letters", "construction", "cunstrectian", 0.8),
    ("three slips, nine letters: below the Indel bound", "insurance", "unsurinci", ANOTHER),
    ("begins with five letters", "plumb", "plumbing", 0.9),
    ("begins with four letters", "tech", "technology", 0.8),
    ("three letters, one slip", "bob", "bab", 0.55),
    ("begins with three letters", "ins", "insurance", 0.65),
    ("begins with two letters", "co", "construction", 0.4),
    ("abbreviation", "svc", "service", 0.5),
    ("abbreviation, four times as long", "mgmt", "managementtargets", ANOTHER),
    ("abbreviation, just four times as long", "dst", "distribution", 0.5),
    ("abbreviation, a letter more than that", "dst", "distributions", ANOTHER),
    ("abbreviation of four letters", "mgmt", "management", 0.5),
    ("letters of an abbreviation in another order", "cvs", "service", ANOTHER),
    ("another first letter", "vce", "service", ANOTHER),
    ("one letter", "g", "granite", ANOTHER),
    ("nothing in common", "granite", "quill", ANOTHER),
]
WORDS = st.text("abcdest", max_size=9) | st.text(max_size=6) | st.sampled_from(["12", "1", "s", ""])


@pytest.mark.parametrize(
    ("one", "other", "alike"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_the_table(one, other, alike):
    assert similarity(one, other) == pytest.approx(alike)


def test_the_plural_of_three_letters_is_more_than_a_slip():
    # Not in the reference: there "car" and "cars" are as alike as "car" and "cart".
    assert similarity("car", "cart") < similarity("car", "cars") < similarity("motor", "motors")


def test_else_the_ratio_of_letters_counts_from_its_bound_on():
    # Four slips are too many for the table; 2 * 22 common letters of 26 + 26 are .846, 21 are .808.
    assert similarity(ascii_lowercase, with_slips("ciou")) == pytest.approx(44 / 52)
    assert similarity(ascii_lowercase, with_slips("ciouw")) == ANOTHER


def with_slips(letters):
    return "".join("+" if letter in letters else letter for letter in ascii_lowercase)


@given(WORDS, WORDS)
def test_symmetric_and_bounded(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert (similarity(one, other) == 1) == (one == other)


@given(st.from_regex(r"[0-9]{1,6}", fullmatch=True), WORDS)
def test_a_number_is_equal_or_nothing(number, other):
    assert similarity(number, other) == float(number == other)
