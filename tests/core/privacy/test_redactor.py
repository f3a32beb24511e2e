"""What is replaced, how it is numbered, what comes back, and what must never be left over."""

import logging
import re
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.errors import RedactionError, SdcError
from sdc_core.linking.base import Contact, Customer
from sdc_core.privacy.base import Span
from sdc_core.privacy.gazetteer import Gazetteer
from sdc_core.privacy.placeholders import placeholder, restore
from sdc_core.privacy.redactor import TextRedactor
from sdc_core.privacy.view import view_of


@dataclass
class Finds:
    """A finder of patterns: what is found is the first group, or all of it."""

    patterns: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def find(self, text):
        self.asked.append(text)
        return [
            Span(match.start(match.lastindex or 0), match.end(match.lastindex or 0), label)
            for label, pattern in self.patterns.items()
            for match in re.finditer(pattern, text)
        ]


SECRET = r"password is (\S+)"
NAMES = {"PERSON": r"Ann Quimby|Bo Li", "ORGANIZATION": r"Zelkova LLC", "CREDENTIAL": SECRET}


def redactor(**patterns):
    return TextRedactor(Finds(patterns or NAMES))


def redact(*texts, **patterns):
    return redactor(**patterns).redact(texts)


def test_numbers_go_by_label_in_the_order_of_the_texts():
    made = redact("Zelkova LLC: Bo Li", "Ann Quimby, Bo Li")
    assert made.texts == ("<ORGANIZATION_1>: <PERSON_1>", "<PERSON_2>, <PERSON_1>")
    assert made.values == {
        "<ORGANIZATION_1>": "Zelkova LLC",
        "<PERSON_1>": "Bo Li",
        "<PERSON_2>": "Ann Quimby",
    }


def test_numbers_do_not_depend_on_the_order_of_what_finds():
    texts = ("Bo Li of Zelkova LLC", "Ann Quimby, password is hunter22")
    turned = dict(reversed(NAMES.items()))
    assert redact(*texts) == redact(*texts, **turned)


def test_one_value_has_one_placeholder_whatever_its_case_and_spaces():
    made = redact("Ann Quimby", "ANN  QUIMBY and ann quimby")
    assert made.texts == ("<PERSON_1>", "<PERSON_1> and <PERSON_1>")
    assert made.values == {"<PERSON_1>": "Ann Quimby"}


def test_a_credential_is_cut_everywhere_and_kept_nowhere():
    made = redact("password is Hunter22!", "Hunter22! again, xHUNTER22!x")
    assert made.texts == ("password is [SECRET]", "[SECRET] again, x[SECRET]x")
    assert made.values == {}
    made = redactor()
    made.redact(["password is Hunter22!"])
    assert "hunter22" not in repr(vars(made)["_finder"].patterns).lower()
    assert set(vars(made)) == {"_finder"}


def test_a_credential_that_is_a_word_is_cut_as_a_word():
    assert redact("password is blue", "a blue bluebird").texts[1] == "a [SECRET] bluebird"


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("told Ann to wait", "told <PERSON_2> to wait"),
        ("Mr Quimby's PC", "Mr <PERSON_2>'s PC"),
        ("ann of green gables", "ann of green gables"),
        ("C:\\Users\\ann\\x", "C:\\Users\\<PERSON_2>\\x"),
        ("C:\\Users\\ann.quimby\\x", "C:\\Users\\<PERSON_2>\\x"),
        ("\\\\srv-quimby\\share", "\\\\srv-<PERSON_2>\\share"),
        ("QUIMBY-PC", "<PERSON_2>-PC"),
        ("Annual", "Annual"),
    ],
)
def test_parts_of_a_full_name_are_found_again(text, sent):
    assert redact("Ann Quimby", text).texts[1] == sent


def test_a_firm_is_found_again_without_its_legal_form():
    assert redact("Zelkova LLC", "at Zelkova now").texts[1] == "at <ORGANIZATION_2> now"


def test_what_was_found_at_last_is_looked_for_too():
    """The turned name exists only once its parts were found."""
    made = redact("Ann Quimby", "Quimby Ann", "quimby ann")
    assert made.texts == ("<PERSON_1>", "<PERSON_2>", "<PERSON_2>")


def test_overlapping_finds_are_replaced_as_one():
    made = redact("Ann Quimby-Smith", PERSON="Ann Quimby", HOSTNAME="Quimby-Smith")
    assert made.texts[0] in {"<PERSON_1><HOSTNAME_1>", "<PERSON_1> <HOSTNAME_1>"}
    assert restore(made.texts[0], made).text == "Ann Quimby-Smith"


def test_a_placeholder_that_somebody_wrote_gets_nobodys_value():
    made = redact("write to <PERSON_1>, person_2 and Ann Quimby")
    assert made.texts == ("write to <PERSON_1>, person_2 and <PERSON_3>",)
    assert made.values["<PERSON_3>"] == "Ann Quimby"
    assert restore("<PERSON_1> PERSON_2 <PERSON_3>", made).text == "<PERSON_1> PERSON_2 Ann Quimby"
    hidden = redact("<PER\u200bSON_1> \uff1cPERSON_2\uff1e Ann Quimby")
    assert hidden.values["<PERSON_3>"] == "Ann Quimby"


def test_nothing_is_looked_for_inside_of_placeholders_and_marks():
    made = redact("<PERSON_1> [SECRET] SECRET PERSON", PERSON="PERSON", ORGANIZATION="SECRET")
    assert made.texts == ("<PERSON_1> [SECRET] <ORGANIZATION_1> <PERSON_2>",)


def test_a_name_that_is_one_only_without_the_secret_behind_it():
    made = redact(
        "password is Hunter22!", "AnnQuimbyHunter22!", CREDENTIAL=SECRET, PERSON=r"AnnQuimby\b"
    )
    assert made.texts[1] == "<PERSON_1>[SECRET]"


@pytest.mark.parametrize(
    "hidden",
    [
        "Ann\u200b Quim\u200dby", "A\u00adnn Quimby", "Ann\u00a0Quimby", "\uff21nn Quimby",
        "\u0410nn Quimb\u0443", "Ann&nbsp;Quimby", "&#65;nn Quimby", "A\ufe0fnn Quimby",
        "\U0001d400nn Quimby", "Ann\u2003Quimby", "\u202eAnn Quimby\u202c", "&#x41;nn&#32;Quimby",
    ],
)  # fmt: skip
def test_a_name_cannot_hide(hidden):
    made = redact(f"told {hidden} so")
    assert re.fullmatch("told \u202e?<PERSON_1>\u202c? so", made.texts[0])
    assert restore(made.texts[0], made).text == f"told {hidden} so"


@pytest.mark.parametrize(
    "hidden", ["Hun\u200bter22!", "Hunter22&#33;", "\uff28unter22!", "H\u00adunter22!"]
)
def test_a_credential_cannot_hide(hidden):
    made = redact(f"password is {hidden}", "Hunter22!", hidden)
    assert made.texts == ("password is [SECRET]", "[SECRET]", "[SECRET]")


@pytest.mark.parametrize(
    "broken", ["Hun-\nter22!", "Hun-\r\n> ter22!", "Hunt=\ner22!", "Hun\u200b-\nter22!"]
)
def test_a_credential_that_goes_on_in_the_next_line_is_cut_as_a_whole(broken):
    made = redact(f"password is {broken} now")
    assert made.texts == ("password is [SECRET] now",)


def test_lists_and_rules_are_no_broken_words():
    text = "Ann Quimby -\n- Bo Li\n-----\nnext =\n"
    assert redact(text).texts == ("<PERSON_1> -\n- <PERSON_2>\n-----\nnext =\n",)


@pytest.mark.parametrize(
    "text",
    [
        "\u0410\u043d\u043d\u0430",
        "Fu\u00dfball \u00c9cole \u2122 \u2026 caf\u00e9 A & B &c; &bogus;",
        "\ufeff",
        "\ud800",
    ],
)
def test_what_hides_nothing_stays_as_it_is(text):
    assert redact(text).texts == (text,)


@pytest.mark.parametrize("texts", [(), ("",), ("", ""), ("<PERSON_1>",), ("[SECRET]",), ("\n",)])
def test_texts_with_nothing_in_them(texts):
    assert redact(*texts).texts == texts


def test_a_very_long_line():
    text = "Ann Quimby said so. " + "word " * 200_000 + "Ann, password is hunter22" + " x" * 1000
    made = redact(text)
    assert made.texts[0].startswith("<PERSON_1> said so. word ")
    assert "<PERSON_2>, password is [SECRET]" in made.texts[0]


def test_many_values_in_one_request():
    words = [
        f"Qa{chr(97 + at // 26 % 26)}{chr(97 + at % 26)} Zo{chr(97 + at // 26)}x"
        for at in range(600)
    ]
    made = redact(*words, PERSON=r"Qa\w\w Zo\wx")
    assert len(made.values) == 600
    assert made.texts[-1] == "<PERSON_600>"


class Broken:
    def __init__(self, error):
        self.error = error

    def find(self, text):
        raise self.error


@pytest.mark.parametrize(
    "error", [ValueError("Hunter22!"), RecursionError(), MemoryError(), KeyError("Hunter22!")]
)
def test_any_failure_blocks_the_call_and_says_nothing_of_the_text(error, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(RedactionError) as raised:
        TextRedactor(Broken(error)).redact(["Hunter22!"])
    assert type(error).__name__ in str(raised.value)
    assert "Hunter22" not in str(raised.value) + caplog.text
    assert raised.value.__context__ is None
    assert raised.value.__cause__ is None


def test_an_error_of_ours_keeps_its_words():
    with pytest.raises(RedactionError, match="no model"):
        TextRedactor(Broken(SdcError("no model"))).find("x")


PEOPLE = ("Ann Quimby", "Bo Li", "Grace Hill", "ann o'dell")
PIECES = st.sampled_from(
    [*PEOPLE, *(name.upper() for name in PEOPLE), "Ann", "Grace", "grace", "Hill", "Zelkova LLC",
     "Zelkova", "password is Hunter22!", "Hunter22!", "password is blue", "blue", "<PERSON_1>",
     "PERSON_2", "[SECRET]", "person", "ann.quimby", "\\\\host\\ann", ".", "\n", " ", ", ", "'s",
     "\u200b", "&nbsp;", "&amp;", "<", ">", "_", "1", "LLC", "caf\u00e9"]
)  # fmt: skip
TEXTS = st.lists(
    st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=8).map("".join),
    max_size=4,
)
LIST = Customer(
    id=1,
    name="Zelkova LLC",
    contacts=tuple(Contact(id=at, name=name) for at, name in enumerate(PEOPLE)),
)


class ListAndSecrets:
    """What is known by name, and secrets behind their word."""

    def __init__(self):
        self.names = Gazetteer([LIST])

    def find(self, text):
        return [*self.names.find(text), *Finds({"CREDENTIAL": SECRET}).find(text)]


REAL = TextRedactor(ListAndSecrets())


@given(TEXTS)
def test_what_was_redacted_is_left_alone(texts):
    once = REAL.redact(texts)
    assert REAL.redact(once.texts).texts == once.texts


def as_seen(text):
    return " ".join(view_of(text).text.casefold().split())


@given(TEXTS)
def test_all_comes_back_but_credentials(texts):
    """Up to the case and the spaces of a value that was written in several ways."""
    made = REAL.redact(texts)
    for text, sent in zip(texts, made.texts, strict=True):
        back = restore(sent, made)
        assert back.unknown == ()
        if "[SECRET]" not in sent:
            assert as_seen(back.text) == as_seen(text)


@given(TEXTS)
def test_no_value_is_left_over(texts):
    made = REAL.redact(texts)
    given_ones = {placeholder("PERSON", 1), placeholder("PERSON", 2)}
    for name, value in made.values.items():
        if name not in given_ones:
            whole = re.compile(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])")
            assert not any(whole.search(text) for text in made.texts)
    secrets = {match[1] for text in texts for match in re.finditer(SECRET, text)}
    for secret in secrets - {"[SECRET]"}:
        assert not any(re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text) for text in made.texts)


@given(TEXTS)
def test_equal_texts_are_sent_equal(texts):
    assert REAL.redact(texts) == REAL.redact(list(texts))
    assert REAL.find("".join(texts)) == REAL.find("".join(texts))
