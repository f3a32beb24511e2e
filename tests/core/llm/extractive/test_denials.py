"""What was denied later is not the problem; what it really was is."""

import pytest

from sdc_core.llm.extractive.denials import denials_of
from sdc_core.llm.extractive.generator import ExtractiveGenerator
from sdc_core.llm.extractive.sentences import sentences_of
from tests.core.llm.extractive.sessions import talk


@pytest.mark.parametrize(
    "denial",
    ["Not internet.", "Nothing wrong with the internet.", "It was not the internet.",
     "Internet is fine, the cable was out."],
)  # fmt: skip
def test_a_word_is_denied_only_before_its_denial(denial):
    sentences = sentences_of(talk("Internet is down again.", denial, "Internet is paid for."))
    denials = denials_of(sentences)
    assert denials.is_denied(["internet"], 0)
    assert not denials.is_denied(["internet"], 2)
    assert not denials.is_denied(["printer"], 0)


def test_a_short_denial_reveals_by_the_next_sentence():
    sentences = sentences_of(talk("Slow again.", "Not internet.", "A router gave out addresses."))
    assert denials_of(sentences).revealing == {2}


def test_a_question_denies_nothing():
    assert not denials_of(sentences_of(talk("Is the internet fine?"))).places


def test_the_title_is_what_it_was():
    session = talk(
        "Internet is down AGAIN.",
        "Not internet.",
        "A small router in the wall port was handing wrong addresses to both computers.",
        "Removed the router, renewed both computers.",
    )
    assert "router" in ExtractiveGenerator().write(session).title


def test_what_is_up_is_not_what_was_said_to_be_down():
    session = talk(
        "The server's down!",
        "The server is up 90 days.",
        "What is down: the fiber switch in the closet.",
    )
    assert ExtractiveGenerator().write(session).title == "Down: the fiber switch in the closet"
