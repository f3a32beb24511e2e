"""Placeholders as they were given, and as models write them; a value is never read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.privacy.base import Redacted
from sdc_core.privacy.placeholders import marks_in, restore, unknown_in, written_in

VALUES = {"<PERSON_1>": "Ann Quimby", "<PERSON_12>": "Bo", "<IP_ADDRESS_1>": "10.1.2.3"}
REDACTED = Redacted(("",), VALUES)


@pytest.mark.parametrize(
    "written",
    [
        "<PERSON_1>", "<person_1>", "<Person_1>", "PERSON_1", "person_1", "< PERSON_1 >",
        "<PERSON 1>", "<Person 1>", "<PERSON-1>", "<PERSON_01>", "&lt;PERSON_1&gt;", "<PERSON\\_1>",
        "PERSON\\_1", "<PERSON_1", "PERSON_1>",
    ],
)  # fmt: skip
def test_what_models_make_of_a_placeholder_is_understood(written):
    assert restore(f"Call {written}'s office, {written}.", REDACTED) == restore(
        "Call <PERSON_1>'s office, <PERSON_1>.", REDACTED
    )
    assert restore(f"({written})", REDACTED).text == "(Ann Quimby)"


def test_labels_of_two_words():
    for written in ("<IP_ADDRESS_1>", "<IP ADDRESS 1>", "ip_address_1", "<IP\\_ADDRESS\\_1>"):
        assert restore(f"ping {written}", REDACTED).text == "ping 10.1.2.3"


@pytest.mark.parametrize(
    "text",
    ["server_2", "person 1", "PERSON", "<b>", "a < b_1 > c", "VIP_PERSON_1", "PERSON_1st", "<1>",
     "x&lt;y", "PERSON_"],
)  # fmt: skip
def test_other_words_are_no_placeholders(text):
    assert list(written_in(text)) == []
    assert restore(text, REDACTED).text == text


def test_one_number_is_not_the_start_of_another():
    assert restore("<PERSON_12> and PERSON_12", REDACTED).text == "Bo and Bo"


def test_unknown_ones_are_named_and_stay():
    restored = restore("<HOSTNAME_1> of <PERSON_2>, <hostname_1>, <PERSON_1>", REDACTED)
    assert restored.text == "<HOSTNAME_1> of <PERSON_2>, <hostname_1>, Ann Quimby"
    assert restored.unknown == ("<HOSTNAME_1>", "<PERSON_2>")
    assert unknown_in(["<PERSON_1>", "<ODD_BIT_OF_9>", "PERSON_7"], VALUES) == (
        "<ODD_BIT_OF_9>",
        "<PERSON_7>",
    )


def test_a_value_is_never_read_as_a_placeholder():
    values = {"<PERSON_1>": "Robert <PERSON_2> Tables", "<PERSON_2>": "<PERSON_1>x"}
    assert restore("<PERSON_1>|<PERSON_2>", Redacted((), values)) == restore(
        "Robert <PERSON_2> Tables|<PERSON_1>x", Redacted((), {})
    ).__class__("Robert <PERSON_2> Tables|<PERSON_1>x", ())


def test_what_a_person_wrote_in_this_form_stands_for_itself():
    values = {"<PERSON_1>": "<PERSON_1>", "<PERSON_2>": "Ann"}
    restored = restore("person_1 < PERSON_1 > <PERSON_2>", Redacted((), values))
    assert (restored.text, restored.unknown) == ("person_1 < PERSON_1 > Ann", ())


def test_marks_are_placeholders_and_cut_credentials():
    text = "<PERSON_1> has [SECRET]"
    assert [text[start:end] for start, end in marks_in(text)] == ["<PERSON_1>", "[SECRET]"]


@given(st.text(alphabet="<>&lt;gPERSONperson_ -\\1290\n\u200b"))
def test_any_text_is_read_in_order_and_without_overlap(text):
    reached = 0
    for written in written_in(text):
        assert reached <= written.start < written.end <= len(text)
        reached = written.end
    assert restore(text, Redacted((), {})).text == text
