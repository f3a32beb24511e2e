"""Other spellings of a text, for one decision on all."""

import pytest

from sdc_core.linking.names.alike import alike


@pytest.mark.parametrize(
    "other", ["Acme Tols", "ACME TOOLS, Inc.", "Tools Acme", "AcmeTools", "Acme", "Acme Tools West"]
)
def test_spellings_of_one_name(other):
    assert alike("Acme Tools", [other]) == [other]


@pytest.mark.parametrize("other", ["Zenith Dental", "Acre Foods", "Home", "", "A", "Acme Tools"])
def test_other_names_placeholders_and_the_text_itself(other):
    assert alike("Acme Tools", [other]) == []


def test_the_closest_comes_first_whatever_the_order():
    found = ["Acme Tools Ltd", "Acme Tols", "Acmee Tols"]
    assert alike("Acme Tools", found) == alike("Acme Tools", found[::-1]) == found


def test_what_names_nobody_is_like_nothing():
    assert alike("Home", ["Home", "Homes Inc", "N/A"]) == []
