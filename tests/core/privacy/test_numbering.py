"""Numbers of placeholders: what a person wrote in their form is nobody else's."""

import pytest

from sdc_core.privacy.numbering import Numbering


@pytest.mark.parametrize("text", ["see <PERSON_1>", "see PERSON_1", "Quimby\u200bPERSON_1"])
def test_what_stands_in_the_text_is_not_given_again(text):
    assert Numbering([text]).of("PERSON", "Ann") == "<PERSON_2>"


def test_equal_values_share_a_placeholder():
    numbering = Numbering(["Ann and ANN"])
    assert numbering.of("PERSON", "Ann") == numbering.of("PERSON", "ANN") == "<PERSON_1>"
