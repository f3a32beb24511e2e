"""Names in comparable form: the rows of the reference's section 4, and any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.names.name_words import LEGAL_FORMS, NUMBER_WORDS, ROMAN, STOP_WORDS
from sdc_core.linking.names.normalize import MAX_LENGTH, normalize, normalize_person

TOKENS = [
    ("Caf\u00e9 Ren\u00e9", "cafe rene"),  # marks are dropped
    ("STRASSE Stra\u00dfe", "strasse strasse"),  # casefolded
    ("\ufb01ne \u2460", "fine 1"),  # compatibility forms
    ("Salt&Pepper", "salt and pepper"),
    ("O'Hara's Pub", "oharas pub"),
    ("O\u2019Hara\u2019s Pub", "oharas pub"),
    ("O`Hara", "ohara"),
    ("Akzo Nobel N.V.", "akzo nobel nv"),
    ("A.B.C. Tires", "abc tires"),
    ("St. Mary", "st mary"),  # the dot of an abbreviation parts words
    ("1st 22nd 3rd 14th Street", "1 22 3 14 street"),
    ("21stcentury", "21 stcentury"),
    ("7Eleven #3170", "7 eleven 3170"),
    ("J & J Plumbing", "jj plumbing"),
    ("J and J Plumbing", "jj plumbing"),
    ("a b c Foods", "abc foods"),
    ("Salt and J", "salt and j"),
    ("J and Sons", "j and sons"),
    ("J & 7", "j and 7"),
    ("Rocky II", "rocky 2"),
    ("Rocky iii iv vi vii viii ix", "rocky 3 4 6 7 8 9"),
    ("Rocky ll lll", "rocky 2 3"),
    ("II Brothers", "ii brothers"),  # no name begins with a roman number
    ("Store v x i", "store vxi"),  # single letters are initials
    ("Seven Eleven", "7 eleven"),
    ("First and Second, Ten", "1 and 2 10"),
    ("Store 007 000", "store 7 0"),
    ("Store No. 2 Number 3 Num 4", "store 2 3 4"),
    ("Acme (Springfield) Tools", "acme tools"),
    ("Acme [old] (new)", "acme"),
    ("(Acme Tools)", "acme tools"),  # unless nothing else is left
    ("Acme (unclosed", "acme unclosed"),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_tokens(text, tokens):
    assert normalize(text).tokens == tuple(tokens.split())


@pytest.mark.parametrize("form", sorted(LEGAL_FORMS))
def test_legal_forms_are_kept_apart(form):
    name = normalize(f"Acme {form.upper()}")
    assert name.core == ("acme",)
    assert name.legal == {LEGAL_FORMS[form]}


@pytest.mark.parametrize(
    ("one", "other"), [("incorporated", "inc"), ("limited", "ltd"), ("company", "co")]
)
def test_legal_forms_of_one_meaning_are_equal(one, other):
    assert normalize(f"Acme {one}").legal == normalize(f"Acme {other}").legal


@pytest.mark.parametrize("word", sorted(STOP_WORDS - {"s", "a", "y"}))
def test_stop_words_are_no_core(word):
    assert normalize(f"Acme {word} Tools").core == ("acme", "tools")


@pytest.mark.parametrize("text", ["The Company", "Co. Inc.", "De La"])
def test_all_tokens_where_no_core_is_left(text):
    assert normalize(text).core == normalize(text).tokens != ()


@pytest.mark.parametrize(("word", "digits"), sorted({**ROMAN, **NUMBER_WORDS}.items()))
def test_number_words_are_numbers(word, digits):
    assert normalize(f"Store {word}").numbers == {digits}


def test_forms_of_one_name():
    name = normalize("  The J & J Tire Company, Inc. #02 (East Side 7)")
    assert name.key == "the j & j tire company, inc. #02 (east side 7)"
    assert name.tokens == ("the", "jj", "tire", "company", "inc", "2")
    assert name.core == ("jj", "tire", "2")
    assert name.legal == {"co", "inc"}
    assert name.numbers == {"2", "7"}
    assert name.parenthetical == ("east", "side", "7")
    assert (name.plain, name.squeezed, name.initials) == ("jj tire 2", "jjtire2", "jt")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc.", "ACME, Incorporated"),
        ("J & J Plumbing", "J and J  Plumbing LLC"),
        ("Store #02", "Store No. 2"),
        ("1st National Bank", "First National Bank"),
        ("The Granite Legal Group", "Granite Legal Group"),
        ("Acme (Springfield)", "Acme"),
    ],
)
def test_same_core(one, other):
    assert normalize(one).core == normalize(other).core


@pytest.mark.parametrize(
    ("one", "other"), [("Foo #2", "Foo #3"), ("Foo 2", "Foo"), ("Health Group", "Wealth Group")]
)
def test_other_core(one, other):
    assert normalize(one).core != normalize(other).core


@pytest.mark.parametrize(
    "text",
    [None, "", "  ", "(empty)", "Home", "N/A", "n.a.", "Default", "UNASSIGNED", "x", "#", "-", "\u202e", "\x00", "\U0001f4a9"],
)  # fmt: skip
def test_placeholder_names_nobody(text):
    assert normalize(text).is_placeholder


@pytest.mark.parametrize(
    "text", ["3M", "HP", "X Co", "Home Depot", "\u05d0\u05d1\u05d2", "\u682a\u5f0f\u4f1a\u793e"]
)
def test_short_and_foreign_names_are_names(text):
    assert not normalize(text).is_placeholder


PEOPLE = [
    ("Doe, Jane", "jane doe"),
    ("Dr. Jane Q. Doe", "jane q doe"),
    ("J.R. Smith", "j r smith"),  # initials stay apart, and are no suffix
    ("Smith, John, Jr.", "john smith"),
    ("John Smith, Jr.", "john smith"),
    ("Mr. and Mrs. Smith", "and smith"),
    ("De La Cruz, Ana", "ana de la cruz"),
    ("Co Limited", "co limited"),
    ("George VI", "george vi"),
    ("Rene\u0301e O'Hara", "renee ohara"),
    ("Jane Doe (Accounting)", "jane doe"),
    ("Dr", "dr"),
]


@pytest.mark.parametrize(("text", "core"), PEOPLE)
def test_people(text, core):
    assert normalize_person(text).core == tuple(core.split())
    assert normalize_person(text).legal == frozenset()


@given(st.text() | st.text("()[]. &'jJ12\u0660", max_size=30))
def test_any_text_has_a_form_and_a_bound(text):
    name = normalize(text)
    assert len(name.key) <= 4 * MAX_LENGTH
    assert set(name.core) <= set(name.tokens)
    assert normalize(name.key) == name
    assert normalize_person(text).key == name.key


@pytest.mark.parametrize("text", ["a" * 10_000, "a " * 10_000, "(" * 10_000, "\u202e9" * 10_000])
def test_a_long_text_is_cut(text):
    assert len(normalize(text).key) <= MAX_LENGTH
