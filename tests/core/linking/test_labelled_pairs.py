"""Pairs that the first version linked or missed (original system, section 5): right or open.

With the weights that ship, on names of that kind and on the sample list.
"""

import json

import pytest

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from tests.core.linking.lists import NEAR_NAMES, customers_named

FORCED = ("Sample Corp", "Beta Wellness Group")
# "Innovatech Industries" is doubtful to a person too: it may be open or this customer, no other.
RIGHT_OR_OPEN = {
    "Innovatech Industries": "Innovatech Services",
    "HG Alpha": "HealthGroup Alpha",
    "Keystone FG": "Keystone Financial",
    "Innovahtek Services": "Innovatech Services",
}
CERTAIN = {
    "Acme Inc.": "Acme Incorporated",
    "Wellness Partners East": "Wellness Partners East",
    "wellness  partners WEST": "Wellness Partners West",
    "Wellness Partners Metro, LLC": "Wellness Partners Metro",
}
NEAR_TO_SEVERAL = ("Wellness Partners", "HealthGroup", "Wellness Partners North")


def sample_list(shared):
    path = shared / "samples" / "syncro" / "lean_customer_cache.json"
    return [
        Customer(
            id=row["id"],
            name=row["business_name"],
            contacts=tuple(Contact(id=c["id"], name=c["name"]) for c in row["contacts"]),
        )
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module", params=["own", "sample"])
def linker(request):
    own = request.param == "own"
    customers = (
        customers_named(*NEAR_NAMES) if own else sample_list(request.getfixturevalue("shared"))
    )
    return make_linker(customers, Settings(), fingerprint="f")


def ask(linker, company):
    return linker.link(LinkQuery("ScreenConnect", company=company))


@pytest.mark.parametrize("company", FORCED)
def test_forced_links_are_gone(linker, company):
    assert ask(linker, company).customer is None


@pytest.mark.parametrize(("company", "name"), RIGHT_OR_OPEN.items())
def test_the_others_are_right_or_open(linker, company, name):
    result = ask(linker, company)
    assert result.customer is None or result.customer.name == name
    assert result.evidence.reason


@pytest.mark.parametrize(("company", "name"), CERTAIN.items())
def test_what_is_certain_links(linker, company, name):
    assert ask(linker, company).customer.name == name


@pytest.mark.parametrize("company", NEAR_TO_SEVERAL)
def test_names_near_to_several_customers_are_never_linked(linker, company):
    assert ask(linker, company).evidence.decision != Decision.LINKED


def test_east_is_told_from_west_and_metro_when_east_is_not_listed():
    customers = customers_named(*(n for n in NEAR_NAMES if n != "Wellness Partners East"))
    linker = make_linker(customers, Settings(), fingerprint="f")
    assert ask(linker, "Wellness Partners East").customer is None
