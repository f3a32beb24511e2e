import pytest

from sdc_core.linking.evidence.mentions import MentionIndex, mention_of
from sdc_core.linking.evidence.words import words_of


def finder(*names):
    return MentionIndex(("customer_mentioned", mention_of(words_of(name))) for name in names)


def found(index, text):
    return [value for _, value in index.find(text)]


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("The Taste of India, Inc.", "taste india"),
        ("Quillhaven", "quillhaven"),
        ("7 Eleven #36793", "7 eleven 36793"),
        ("Target", None),
        ("Front Desk", None),
        ("Main Office 2", None),
        ("Oxlip", "oxlip"),
        ("Wren", None),
        ("LLC", None),
        ("", None),
    ],
)
def test_names_with_enough_substance(name, mention):
    assert mention_of(words_of(name)) == mention


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("went to taste of india today", ["taste india"]),
        ("TASTE OF INDIA!", ["taste india"]),
        ("a taste for indian food", []),
        ("India taste", []),
        ("untaste india", []),
        ("we called Quillhaven today", ["quillhaven"]),
        ("for them, QUILLHAVEN", ["quillhaven"]),
        ("Quillhaven is no name at the start of a sentence. Quillhaven", []),
        ("the quillhaven printer", []),
        ("at Quillhavens", []),
        ("", []),
    ],
)
def test_whole_words_in_order(text, values):
    assert found(finder("Taste of India", "Quillhaven"), text) == values


def test_a_name_inside_a_longer_one_is_not_meant():
    index = finder("Marrowby Wellness", "Marrowby Wellness East")
    assert found(index, "at Marrowby Wellness East") == ["marrowby wellness east"]
    assert found(index, "Marrowby Wellness East, then Marrowby Wellness") == [
        "marrowby wellness",
        "marrowby wellness east",
    ]


def test_a_single_word_of_many_names_is_the_word_of_a_trade():
    index = finder("Veterinary", "Oxlip Veterinary", "Rowan Veterinary", "Elm Veterinary")
    assert found(index, "at Veterinary in town") == []


def test_customers_and_contacts_are_told_apart():
    index = MentionIndex(
        [("customer_mentioned", "marta lind"), ("contact_mentioned", "marta lind")]
    )
    assert index.find("marta lind") == [
        ("contact_mentioned", "marta lind"),
        ("customer_mentioned", "marta lind"),
    ]
