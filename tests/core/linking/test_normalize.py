"""Names in comparable form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.normalize import MAX_LENGTH, normalize


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc.", "ACME, Incorporated"),
        ("J & J Plumbing", "J and J  Plumbing LLC"),
        ("Caf\u00e9 Ren\u00e9", "cafe rene"),
        ("O'Hara's", "O\u2019Haras"),
        ("A.B.C. Tires", "ABC Tires"),
        ("Store #02", "Store No. 2"),
        ("Rocky II", "Rocky 2"),
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


@given(st.text())
def test_any_text_has_a_form_and_a_bound(text):
    name = normalize(text)
    assert len(name.key) <= 4 * MAX_LENGTH
    assert normalize(name.key).core == name.core
