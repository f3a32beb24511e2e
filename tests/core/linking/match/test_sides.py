"""One side of a comparison: what each token says, and what is rare enough to stand apart."""

import pytest

from sdc_core.linking.match.sides import Side
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.rarity import Background, Rarity

BACKGROUND = Background(1000, {"acme": 5, "tools": 100})
RARITY = Rarity([normalize("Acme Tools")], BACKGROUND)
OMISSION = Omission({"tools": 1.5}, {}, -0.5, BACKGROUND)


def side(text):
    return Side.of(normalize(text), RARITY, OMISSION)


def test_each_token_has_its_weight_and_its_odds():
    made = side("Acme Tools LLC")
    assert made.tokens == ("acme", "tools")
    assert made.weights == (RARITY.weight("acme"), RARITY.weight("tools"))
    assert made.weights[0] > made.weights[1]
    assert made.odds == (-0.5, 1.5)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Acme Tools Acme", ("acme", "tools")),
        # A text cut at its end: what is left of a word that stood there already.
        ("Koninklijke Tools Koninkl", ("koninklijke", "tools")),
        # Two letters are no rest of a word, and two words are no text that was cut.
        ("Koninklijke Tools Ko", ("koninklijke", "tools", "ko")),
        ("Koninklijke Koninkl", ("koninklijke", "koninkl")),
        ("", ()),
    ],
)
def test_a_word_said_twice_says_nothing_new(text, tokens):
    assert side(text).tokens == tokens


def test_most_names_have_no_marks():
    assert side("Acme Tools").marks is None


def test_numbers_letters_and_brackets_are_marks():
    marks = side("Acme Building C 24 (Annex 7)").marks
    assert marks is not None
    assert marks.numbers == {"24"}
    assert marks.letters == {"c"}
    assert marks.bracketed == {"annex", "7"}
    assert marks.bracketed_numbers == {"7"}
