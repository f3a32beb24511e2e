"""Chats that look as if they proved a customer, and do not; a wrong link bills the wrong one."""

import copy

import pytest

from sdc_core.linking.base import Contact, Customer
from sdc_core.linking.make import make_linker
from sdc_core.linking.month.second_look import SecondLook
from sdc_core.models import ProcessingStatus
from sdc_core.settings import Settings, Technician
from sdc_core.sources import SOURCES
from tests.core.linking.month.proposals.months import ALPHA, BETA, CUSTOMERS, chat, ticket

SETTINGS = Settings(
    technicians=[Technician(id="ann", name="Ann Fox", names=["ann@msp-of-ann.com"])],
    linking={"own_domains": ["msp-of-ann.com"]},
)
GONE = 99
MSP = Customer(
    id=5, name="Fox Managed Services", emails=("desk@msp-of-ann.com",),
    contacts=(
        Contact(id=8, name="Ann Fox", email="ann@msp-of-ann.com"),
        Contact(id=9, name="Help Desk", email="help@msp-of-ann.com"),
    ),
)  # fmt: skip
QUOTED = (
    "> From: Opal Nettleby <opal@aldermanplumbing.com>\n"
    "> the till is stuck\n"
    "--\nFox Managed Services\nhelp@msp-of-ann.com\n"
)


def looked(*sessions, customers=CUSTOMERS):
    linker = make_linker(customers, SETTINGS, fingerprint="f")
    look = SecondLook(customers, SETTINGS, SOURCES, fingerprint="f")
    return look.at(copy.deepcopy(list(sessions)), linker)[0]


def details(session):
    [found] = [e for e in session.meta.processing_log if e.processor_name == "customer_linking"]
    return found.details


def assert_open(session):
    assert session.meta.processing_status == ProcessingStatus.COMPLETE
    assert session.context.customer_id is None


@pytest.mark.parametrize(
    "text",
    [
        "Ticket #2222 is a copy of ticket #4444",
        "Ticket #2222 https://acme.syncromsp.com/tickets/70004444",
        f"Ticket #2222 https://acme.syncromsp.com/customers/{BETA}",
        "Ticket #2222, Marcus Quarles called",
        "Ticket #2222, mail to marcus@brightling.com",
    ],
)
def test_two_customers_are_an_open_question_and_both_are_proposed(text):
    found = looked(chat(text), ticket(2222), ticket(4444, BETA))
    assert_open(found)
    proposed = {proposal["customer_id"] for proposal in details(found)["proposals"]}
    assert ALPHA in proposed
    assert BETA in proposed


def test_two_tickets_of_one_customer_are_no_question():
    found = looked(chat("Ticket #2222, ticket #3333"), ticket(2222), ticket(3333))
    assert found.context.customer_id == ALPHA


def test_a_customer_that_was_deleted_is_neither_linked_nor_proposed():
    found = looked(chat("Ticket #2222"), ticket(2222, GONE))
    assert_open(found)
    assert details(found)["proposals"] == []


def test_the_ticket_of_one_that_was_deleted_holds_no_other_back():
    found = looked(chat("Ticket #2222, ticket #4444"), ticket(2222, GONE), ticket(4444, BETA))
    assert found.context.customer_id in {BETA, None}
    assert found.context.customer_id != GONE


@pytest.mark.parametrize(
    "text",
    [
        "the till costs $2025", "2025 USD for the ticket", "ticket price 2025", "ticket: $2025",
        "call 555-2025", "ticket 312-555-2025", "ext 2025", "room 2025", "Suite #2025",
        "in 2025", "since 2025", "ticket 2025-01-03", "ticket of 2025", "ticket 2025.50",
        "ticket 2025%", "ticket 2025 minutes", "error 2025", "port 2025", "Server 2025",
        "invoice #2025", "PO #2025", "their ticket 2025", "Microsoft ticket #2025",
        "v2025", "KB2025", "10.20.25.2025", "#2025f0", "tickets: 5, 2025 left",
    ],
)  # fmt: skip
def test_a_number_that_is_no_ticket_links_nothing(text):
    assert_open(looked(chat(text), ticket(2025)))


@pytest.mark.parametrize(
    "text",
    [
        "done. ann@msp-of-ann.com",
        "--\nAnn Fox\nFox Managed Services\nAnn@MSP-of-Ann.com | help@msp-of-ann.com",
        "cc desk@msp-of-ann.com, desk@mail.msp-of-ann.com",
    ],
)
def test_the_msps_own_addresses_link_nothing(text):
    assert_open(looked(chat(text), customers=[*CUSTOMERS, MSP]))


def test_the_signature_of_the_msp_below_a_quoted_mail_holds_nothing_back():
    found = looked(chat(QUOTED), customers=[*CUSTOMERS, MSP])
    assert found.context.customer_id in {ALPHA, None}
    best = found.context.customer_id or details(found)["proposals"][0]["customer_id"]
    assert best == ALPHA


@pytest.mark.parametrize("role", ["ai", "narrator", "greeting", "system"])
def test_what_no_person_wrote_never_counts(role):
    said = "Ticket #2222 of Alderman Plumbing, opal@aldermanplumbing.com"
    made = chat("the till is stuck", end=10)
    made.segments += chat(said, role=role, name="said", start=10, end=20).segments
    found = looked(made, ticket(2222))
    assert_open(found)
    assert details(found)["proposals"] == []


def test_a_persona_named_like_a_customer_says_nothing():
    made = chat("the till is stuck")
    made.insights.source_title = "Alderman Plumbing"
    made.segments[0].author = "Alderman Plumbing"
    made.segments[0].metadata = made.segments[0].metadata.model_copy(
        update={"chat": "Alderman Plumbing", "character": "Opal Nettleby"}
    )
    found = looked(made, ticket(2222))
    assert_open(found)
    assert details(found)["proposals"] == []


@pytest.mark.parametrize("number", ["9" * 400, "0" * 12, "٢٢٢٢", "2222" * 3])
def test_odd_numbers_are_taken(number):
    assert_open(looked(chat(f"Ticket #{number}"), ticket(1234)))
