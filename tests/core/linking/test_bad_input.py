"""Bad input of a linker: no exception, no link, a reason; with the linker that the graph makes."""

import json

import pytest

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery
from sdc_core.linking.make import make_linker
from sdc_core.settings import Linking, Settings
from tests.core.linking.lists import customers_named

PLACEHOLDERS = [None, "", " ", "(empty)", "Home", "N/A", "n/a ", "Default", "x", "7", "-", "\t\n"]
HOSTILE = [
    "a" * 10_000,
    "x y " * 3000,
    "\x00\x01\x1f",
    "\u202e\u05d0\u05d1\u05d2\u202c",
    "\U0001f600\U0001f4a9",
    "\ud800 lone",
    "!!!",
    "(((((",
    "\u0130stanbul",
    "\ufdfa" * 500,
    "inc",
    "the",
    "#2",
    "%s {0} \\ ' \" <b>",
]
LISTS = {
    "no customer": [],
    "one": customers_named("Acme Tools"),
    "nulls and duplicates": customers_named("Acme Tools", None, "", "Acme Tools", None, "(empty)"),
    "placeholders": customers_named(*PLACEHOLDERS),
    "two of each": customers_named(*HOSTILE, *HOSTILE),
    "nothing in contacts": [Customer(id=1, name=None, contacts=(Contact(id=2),))],
}
SCORERS = ("posterior", "wratio")


def ask(customers, scorer, **query):
    linker = make_linker(customers, Settings(linking=Linking(scorer=scorer)), fingerprint="f")
    return linker.link(LinkQuery("ScreenConnect", **query))


@pytest.mark.parametrize("scorer", SCORERS)
@pytest.mark.parametrize("customers", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("company", [*PLACEHOLDERS, *HOSTILE], ids=range(26))
def test_bad_names_link_nobody_and_say_why(scorer, customers, company):
    result = ask(customers, scorer, company=company)
    assert result.customer is None
    assert result.evidence.decision != Decision.LINKED
    assert 10 < len(result.evidence.reason) < 2000
    assert json.loads(result.evidence.model_dump_json())["reason"]


@pytest.mark.parametrize("scorer", SCORERS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_bad_values_in_every_field_link_nobody(scorer, text):
    fields = dict.fromkeys(("emails", "phones", "machines", "users"), (text, ""))
    result = ask(LISTS["nulls and duplicates"], scorer, contact=text, text=text, **fields)
    assert result.customer is None
    assert result.evidence.reason


@pytest.mark.parametrize("scorer", SCORERS)
@pytest.mark.parametrize("company", ["Acme Tools", "ACME TOOLS Inc", "Acme  Tools\u200b"])
def test_customers_twice_in_the_list_are_two_owners(scorer, company):
    result = ask(LISTS["nulls and duplicates"], scorer, company=company)
    assert result.evidence.decision == Decision.AMBIGUOUS
    assert [c.customer_id for c in result.evidence.candidates[:2]] == [1, 4]
    assert "2 customers carry the name" in result.evidence.reason


@pytest.mark.parametrize("scorer", SCORERS)
def test_an_empty_list_says_so(scorer):
    result = ask([], scorer, company="Acme Tools")
    assert result.evidence.decision == Decision.UNLINKED
    assert "no customer" in result.evidence.reason
