"""Websites of customers: from the fields an account made for itself, and through the lean file."""

import json

import pytest

from sdc_core.syncro.lean import customers_from, fingerprint_of, lean_bytes


def one(**row):
    (customer,) = customers_from([{"id": 7, "business_name": "Quillhaven", **row}], [], "test")
    return customer


@pytest.mark.parametrize(
    ("properties", "websites"),
    [
        ({"Website": "https://quillhaven.com "}, ("https://quillhaven.com",)),
        (
            {"web site": "quillhaven.com", "URL": "quillhaven.net"},
            ("quillhaven.net", "quillhaven.com"),
        ),
        ({"website": "", "url": None, "domain": 5, "notes": "see x.com"}, ()),
        ({}, ()),
        ([], ()),
        (None, ()),
    ],
)
def test_a_website_comes_from_a_field_that_is_called_so(properties, websites):
    assert one(properties=properties).websites == websites


def test_the_lean_file_keeps_it():
    customer = one(properties={"Website": "quillhaven.com"})
    assert customers_from(json.loads(lean_bytes([customer])), [], "lean") == [customer]


def test_a_lean_file_without_websites_is_read():
    assert one(aliases=["Q"]).websites == ()


def test_a_website_is_something_that_linking_looks_at():
    assert fingerprint_of([one(websites=["a.com"])]) != fingerprint_of([one()])
