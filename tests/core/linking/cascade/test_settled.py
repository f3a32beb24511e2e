"""A decision on a text meets what the person could not know: it asks then, and says why."""

import pytest

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery, Method
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import Says
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from tests.core.linking.lessons.test_learned import SOURCE, TEXT, decided

MAIL = "joan@harbor-dental.example"
CUSTOMERS = (
    Customer(id=1, name="Harbor Dental", contacts=(Contact(id=10, name="Joan Wu", email=MAIL),)),
    Customer(id=2, name="Oak Street Clinic"),
    Customer(id=3, name="Fir Lane Bakery", disabled=True),
)


def ask(*decisions, customers=CUSTOMERS, **query):
    linker = make_linker(customers, Settings(), fingerprint="x", learned=Learned(decisions))
    return linker.link(LinkQuery(**{"source_system": SOURCE, "company": TEXT, **query}))


def test_it_is_linked_with_all_certainty_and_says_who_and_why():
    found = ask(decided(Says.CUSTOMER, 2, why="by phone")).evidence
    assert (found.method, found.customer_id, found.score) == (Method.LEDGER, 2, 100)
    assert found.reason == (
        "dana decided on 2025-01-03: 'Alpha Crop' is customer 2 ('Beta Ltd') (by phone)"
    )


def test_a_disabled_customer_is_linked_and_said():
    assert "disabled in Syncro" in ask(decided(Says.CUSTOMER, 3)).evidence.reason


@pytest.mark.parametrize("query", [{"contact_id": 10}, {"emails": (MAIL,)}, {"contact": MAIL}])
def test_what_names_another_customer_makes_it_a_question(query):
    found = ask(decided(Says.CUSTOMER, 2), **query).evidence
    assert (found.decision, found.method) == (Decision.AMBIGUOUS, Method.LEDGER)
    assert "but an id or address in it is customer 1's ('Harbor Dental')" in found.reason
    assert ask(decided(Says.CUSTOMER, 1), **query).customer.id == 1


def test_syncros_own_customer_id_is_never_overruled():
    for said in (decided(Says.CUSTOMER, 2), decided(Says.NOBODY), decided(Says.NEVER, 1)):
        assert ask(said, customer_id=1).customer.id == 1


def test_a_customer_of_that_name_makes_it_a_question_unless_it_was_seen():
    listed = (*CUSTOMERS, Customer(id=4, name="Alpha Crop Inc."))
    said = ask(decided(Says.CUSTOMER, 2), customers=listed)
    assert (said.customer, said.evidence.decision) == (None, Decision.AMBIGUOUS)
    assert ask(decided(Says.CUSTOMER, 2, owners=[4]), customers=listed).customer.id == 2


def test_a_customer_that_left_makes_it_a_question():
    said = ask(decided(Says.CUSTOMER, 9))
    assert said.evidence.decision == Decision.AMBIGUOUS
    assert "not in the customer list" in said.evidence.reason


def test_without_a_company_text_nothing_is_settled():
    for company in (None, "", "Home"):
        assert ask(decided(Says.CUSTOMER, 2), company=company).customer is None
