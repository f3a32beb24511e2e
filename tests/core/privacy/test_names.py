"""Lists of names: one form of every word, and no list that silently lost its words."""

import pytest

from sdc_core.privacy.names.tables import (
    FIRST_NAMES_TOO,
    MAKERS,
    PARTICLES,
    SURNAMES_TOO,
    TERMS,
    WORDS,
    first_names,
    key_of,
    surnames,
)

LISTS = {
    "first names": first_names(),
    "surnames": surnames(),
    "first names that are words": FIRST_NAMES_TOO,
    "surnames that are words": SURNAMES_TOO,
    "words": WORDS,
    "terms": TERMS,
    "makers": MAKERS,
    "particles": PARTICLES,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_asked_by_the_key_of_a_word(name):
    """A word in another form would never be found."""
    assert [word for word in LISTS[name] if key_of(word) != word] == []
    assert len(LISTS[name]) > 10


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Jos\u00e9", "jose"),
        ("JOSE\u0301", "jose"),
        ("S\u00f8ren", "soren"),
        ("\u0141ukasz", "lukasz"),
        ("Wei\u00df", "weiss"),
        ("Anna", "anna"),
    ],
)
def test_a_name_has_one_key_however_much_of_it_is_written(word, key):
    assert key_of(word) == key


def test_a_name_that_is_a_word_too_is_a_name():
    assert first_names() >= FIRST_NAMES_TOO
    assert "anna" in first_names() - FIRST_NAMES_TOO


def test_what_a_technician_writes_at_the_start_of_a_line_is_no_surname_by_itself():
    assert {"printer", "outlook"} <= WORDS | TERMS | MAKERS
    assert not {"printer", "outlook"} & surnames()
