"""Which numbers in a text are tickets: what proves, what may be one, what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.month.proposals.clue import Kind
from sdc_core.linking.month.proposals.tickets import (
    Called,
    Mention,
    TicketIndex,
    customers_in,
    mentions,
)
from sdc_core.linking.sessions import account_hosts
from sdc_core.settings import Settings
from tests.core.linking.month.proposals.months import ALPHA, BETA, ticket


@pytest.mark.parametrize(
    "text",
    [
        "Ticket #2222.",
        "(ticket 2222)",
        "see TICKET no. 2222 please",
        "ticket: 2222, 15 min",
        "tkt 2222",
        "It is for ticket number 2222",
        "our ticket 2222!",
    ],
)
def test_a_number_that_is_called_a_ticket_is_one(text):
    assert mentions(text) == [Mention(Called.WORD, 2222)]


@pytest.mark.parametrize(
    "text",
    [
        "https://acme.syncromsp.com/tickets/70002222",
        "see <https://acme.syncromsp.com/tickets/70002222?tab=1>",
        "http://app.repairshopr.com/tickets/70002222",
    ],
)
def test_a_page_of_syncro_names_a_ticket_by_its_id(text):
    assert mentions(text) == [Mention(Called.PAGE, 70002222)]


@pytest.mark.parametrize("text", ["It is T2222.", "about #2222", "T#2222 again"])
def test_a_sign_may_be_a_ticket(text):
    assert mentions(text) == [Mention(Called.SIGN, 2222)]


@pytest.mark.parametrize(
    "text",
    [
        "room #2222",
        "Suite #2222",
        "costs $2222",
        "#2222 dollars",
        "$#2222",
        "€2222 for the ticket",
        "invoice #2222",
        "Invoice 2222 is about something else.",
        "Their order number is 2222.",
        "Asset tag 2222.",
        "asset tag: #2222",
        "their ticket 2222",
        "Microsoft ticket 2222",
        "vendor's ticket #2222",
        "closed 5 tickets, 2222 left",
        "ticket 22",
        "ticket 2222.50",
        "ticket 2025-01-03",
        "ticket 200 minutes",
        "ticket 12:30",
        "https://acme.zendesk.com/tickets/70002222",
        "https://notsyncromsp.com/tickets/70002222",
        "https://acme.syncromsp.com.evil.example/tickets/70002222",
        "abc#2222",
        "LAT2222",
        "colour #222222a",
        "",
    ],
)
def test_other_numbers_are_no_tickets(text):
    assert mentions(text) == []


def test_the_address_of_the_account_counts_as_syncros():
    settings = Settings(syncro_api={"base_url": "https://demo.example/api/v1"})
    [found] = mentions("https://demo.example/tickets/70002222", account_hosts(settings))
    assert found.called == Called.PAGE


def test_a_customers_page_names_the_customer():
    assert customers_in("https://acme.syncromsp.com/customers/11") == {11}
    assert customers_in("https://acme.example/customers/11") == frozenset()


class TestIndex:
    def test_a_ticket_points_to_its_customer_and_rests_on_its_session(self):
        known = ticket(2222)
        [clue] = TicketIndex.of([known]).clues("Ticket #2222")
        assert (clue.customer_id, clue.kind) == (ALPHA, Kind.TICKET)
        assert clue.rests_on == (known.meta.session_id,)
        assert "2222" in clue.reason

    def test_a_ticket_that_is_not_there_points_to_nobody(self):
        assert list(TicketIndex.of([ticket(2222)]).clues("Ticket #3333")) == []

    def test_an_id_in_an_address_is_no_number(self):
        index = TicketIndex.of([ticket(2222, identifier=3333)])
        assert list(index.clues("https://a.syncromsp.com/tickets/2222")) == []
        assert len(list(index.clues("https://a.syncromsp.com/tickets/3333"))) == 1

    def test_a_number_of_two_customers_is_half_as_sure(self):
        index = TicketIndex.of([ticket(2222), ticket(2222, BETA, identifier=5)])
        one, two = index.clues("Ticket #2222")
        assert {one.customer_id, two.customer_id} == {ALPHA, BETA}
        assert one.p == two.p < 0.5

    def test_a_ticket_without_a_customer_points_to_nobody(self):
        assert list(TicketIndex.of([ticket(2222, None)]).clues("Ticket #2222")) == []


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    for mention in mentions(text):
        assert str(mention.number) in "".join(text.split()) or mention.number > 0
