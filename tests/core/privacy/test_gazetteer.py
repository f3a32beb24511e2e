"""Customers and contacts are found by name; a word that is also a name needs to look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.base import Contact, Customer
from sdc_core.privacy.gazetteer import Gazetteer
from sdc_core.privacy.phrases import Phrases

NAMES = (
    "Hill Realty LLC", "Apple", "LONE WOLF", "Best", "IT", "ABC", "Quarrow", "Smith & Sons",
    "The Zelkova", "Brandt Dental (Main St)", "Test", "24", "O'Malley's Pub", "Torres PLC",
)  # fmt: skip
PEOPLE = ("Ann Quimby", "Vandermeer, Joost", "Dr. Pieter K. Ossowski Jr.", "Dawn Rose", "Reception")


@pytest.fixture(scope="module")
def gazetteer():
    people = [Contact(id=at, name=name) for at, name in enumerate(PEOPLE)]
    firms = [Customer(id=at, name=name) for at, name in enumerate(NAMES)]
    return Gazetteer([*firms, Customer(id=99, name="Orlandini Group", contacts=tuple(people))])


def said(gazetteer, text):
    spans = sorted(gazetteer.find(text), key=lambda span: (span.start, -span.end))
    outer, reached = [], 0
    for span in spans:
        if span.start >= reached:
            outer.append(text[span.start : span.end])
            reached = span.end
    return outer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at Hill Realty today", ["Hill Realty"]),
        ("at HILL  REALTY, LLC.", ["HILL  REALTY, LLC"]),
        ("hill realty's printer", ["hill realty"]),
        ("uphill realty", []),
        ("the Apple ticket", ["Apple"]),
        ("an apple a day", []),
        ("went to Lone Wolf", ["Lone Wolf"]),
        ("LONE WOLF called", ["LONE WOLF"]),
        ("a lone wolf attack", []),
        ("Best regards", []),
        ("visited Best today", ["Best"]),
        ("IT support", []),
        ("for ABC only", ["ABC"]),
        ("abc Abc", []),
        ("told quarrow and Quarrow", ["Quarrow"]),
        ("Smith and Sons", ["Smith and Sons"]),
        ("Smith & Sons", ["Smith & Sons"]),
        ("the zelkova, a Zelkova", ["the zelkova", "Zelkova"]),
        ("Brandt Dental offline", ["Brandt Dental"]),
        ("Test 24", []),
        ("O'Malley's Pub", ["O'Malley's Pub"]),
        ("Torres called", ["Torres"]),
    ],
)
def test_firms(gazetteer, text, expected):
    assert said(gazetteer, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ann quimby's phone", ["ann quimby"]),
        ("Quimby, Ann", ["Quimby, Ann"]),
        ("Joost Vandermeer", ["Joost Vandermeer"]),
        ("Pieter Ossowski", ["Pieter Ossowski"]),
        ("Pieter K. Ossowski", ["Pieter K. Ossowski"]),
        ("Spoke with Joost.", ["Joost"]),
        ("Joost called", ["Joost"]),
        ("set up joost", []),
        ("model Joost 3", []),
        ("model Joost 3 at Orlandini Group", ["Joost", "Orlandini Group"]),
        ("Dr. Ossowski", ["Ossowski"]),
        ("the Ossowski method", []),
        ("at dawn the Dawn broke", []),
        ("spoke with Dawn", ["Dawn"]),
        ("left at reception", []),
    ],
)
def test_people(gazetteer, text, expected):
    assert said(gazetteer, text) == expected


def test_labels(gazetteer):
    owner = Customer(id=1, name="Ann Quimby", contacts=(Contact(id=1, name="Ann Quimby"),))
    assert {span.label for span in Gazetteer([owner]).find("Ann Quimby")} == {"PERSON"}
    assert {span.label for span in gazetteer.find("Hill Realty")} == {"ORGANIZATION"}


def test_nobody_in_the_list_finds_nobody():
    assert Gazetteer([]).find("Ann Quimby of Hill Realty") == []
    nameless = Customer(id=1, name=None, aliases=("", "-"), contacts=(Contact(id=1, name=None),))
    assert Gazetteer([nameless]).find("- and None") == []


_words = st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), min_size=1, max_size=4)


@given(
    phrases=st.lists(_words, max_size=6),
    text=st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "x"]), max_size=12),
)
def test_phrases_find_every_place_of_every_phrase(phrases, text):
    """Against looking at every place for every phrase."""
    found = {
        (one.at, one.words, one.value)
        for one in Phrases((" ".join(phrase), at) for at, phrase in enumerate(phrases)).find(
            " ".join(text)
        )
    }
    expected = {
        (start, len(phrase), at)
        for at, phrase in enumerate(phrases)
        for start in range(len(text))
        if text[start : start + len(phrase)] == phrase
    }
    assert found == expected


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ann-quimby", True), ("ann_quimby", True), ("ann.quimby", True), ("Ann\nQuimby", True),
        ("ANN QUIMBY", True), ("annquimby", False), ("ann\n\n\n\n\nquimby", False), ("joann quimby", False),
    ],
)  # fmt: skip
def test_between_two_words_of_a_phrase_stands_little(text, is_found):
    assert bool(list(Phrases([("Ann Quimby", 1)]).find(text))) == is_found
