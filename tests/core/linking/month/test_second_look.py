"""What becomes of the chats of a month, and of links that their own evidence contradicts."""

import copy

import pytest

from sdc_core.decisions import apply_decisions
from sdc_core.linking.base import Customer
from sdc_core.linking.make import make_linker
from sdc_core.linking.month.contradiction import FLAG
from sdc_core.linking.month.second_look import SecondLook
from sdc_core.linking.sessions import link_session
from sdc_core.models import ProcessingStatus
from sdc_core.settings import Settings, Technician
from sdc_core.sources import SOURCES
from sdc_core.store.ledger import Decision
from tests.core.linking.month.proposals.months import (
    ALPHA,
    BETA,
    CUSTOMERS,
    chat,
    segment,
    ticket,
    work,
)
from tests.factory import make_session

SETTINGS = Settings(
    technicians=[Technician(id="ann", name="Ann Fox", names=["ann@msp-of-ann.com"])]
)
SYSTEMS = {source.system: source for source in SOURCES}


class NeverAsked:
    """A linker that guesses nothing: it knows ids only."""

    version = "ids"

    def __init__(self, customers):
        self.inner = make_linker(customers, SETTINGS, fingerprint="f")

    def link(self, query):
        assert query.customer_id is not None, "a chat's text was given to the linker to judge"
        return self.inner.link(query)

    def link_many(self, queries):
        return [self.link(query) for query in queries]


def looked(*sessions, customers=CUSTOMERS):
    look = SecondLook(customers, SETTINGS, SOURCES, fingerprint="f")
    return look.at(copy.deepcopy(list(sessions)), NeverAsked(customers))


def entry(session):
    [found] = [e for e in session.meta.processing_log if e.processor_name == "customer_linking"]
    return found


class TestHardEvidence:
    @pytest.mark.parametrize(
        "text",
        [
            "Ticket #2222, the till is stuck",
            "https://acme.syncromsp.com/tickets/70002222",
            f"https://acme.syncromsp.com/customers/{ALPHA}",
            "she is opal@aldermanplumbing.com",
        ],
    )
    def test_a_chat_with_hard_evidence_is_linked(self, text):
        own, _ = looked(chat(text), ticket(2222))
        assert own.meta.processing_status == ProcessingStatus.LINKED
        assert (own.context.customer_id, own.context.customer_name) == (ALPHA, "Alderman Plumbing")
        assert entry(own).outcome.startswith("linked to Alderman Plumbing: the text ")
        assert entry(own).details["method"] == "identifier"

    @pytest.mark.parametrize(
        "text",
        [
            "the till is stuck",
            "Alderman Plumbing called",
            "Opal Nettleby called",
            "mail from till@aldermanplumbing.com",
            "T2222",
            "#2222",
            "Ticket #3333",
            "their ticket 2222",
            "room #2222",
        ],
    )
    def test_a_chat_without_stays_complete(self, text):
        own, _ = looked(chat(text), ticket(2222))
        assert own.meta.processing_status == ProcessingStatus.COMPLETE
        assert own.context.customer_id is None
        assert entry(own).outcome.startswith("not linked: nothing in the chat proves a customer")

    @pytest.mark.parametrize(
        "text",
        [
            "Ticket #2222 and ticket #4444",
            "Ticket #2222, mail from marcus@brightling.com",
            "Brightling Electric called about ticket #2222",
        ],
    )
    def test_evidence_of_two_customers_is_none(self, text):
        own, *_ = looked(chat(text), ticket(2222), ticket(4444, BETA))
        assert own.context.customer_id is None
        proposed = {p["customer_id"] for p in entry(own).details["proposals"]}
        assert proposed == {ALPHA, BETA}

    def test_a_ticket_of_a_customer_that_the_list_lacks_links_nothing(self):
        own, _ = looked(chat("Ticket #2222"), ticket(2222, 99))
        assert own.meta.processing_status == ProcessingStatus.COMPLETE

    def test_what_a_model_wrote_proves_nothing(self):
        own, _ = looked(chat("Ticket #2222", role="ai"), ticket(2222))
        assert own.context.customer_id is None
        assert entry(own).details["proposals"] == []

    def test_the_technicians_own_address_proves_nothing(self):
        own_company = Customer(
            id=5, name="MSP", contacts=({"id": 9, "email": "ann@msp-of-ann.com"},)
        )
        [own] = looked(chat("done.\nAnn\nann@msp-of-ann.com"), customers=[own_company])
        assert own.context.customer_id is None


class TestProposals:
    def test_an_open_chat_carries_its_proposals_and_says_the_best(self):
        own, other = looked(chat("till is stuck", end=10), work("a", 0, 30))
        [proposal] = entry(own).details["proposals"]
        assert proposal["customer_id"] == ALPHA
        assert proposal["rests_on"] == [other.meta.session_id]
        assert (
            "; proposed: Alderman Plumbing (score 80), because ann was at work"
            in entry(own).outcome
        )
        assert own.context.customer_id is None

    def test_work_that_is_not_certain_proposes_nobody(self):
        open_work = work("a", 0, 30)
        open_work.meta.processing_status = ProcessingStatus.NEEDS_REVIEW
        own, _ = looked(chat("till is stuck", end=10), open_work)
        assert entry(own).details["proposals"] == []
        assert entry(own).outcome.endswith("; no proposal")

    def test_the_order_of_sessions_never_counts(self):
        month = [
            chat("Opal Nettleby", end=10),
            work("a", 0, 30),
            work("b", 0, 5, BETA),
            ticket(7777),
        ]
        one = {s.meta.session_id: s.content_bytes() for s in looked(*month)}
        other = {s.meta.session_id: s.content_bytes() for s in looked(*reversed(month))}
        assert one == other

    def test_a_second_time_nothing_changes(self):
        month = looked(chat("Opal Nettleby", end=10), work("a", 0, 30))
        assert [s.content_bytes() for s in looked(*month)] == [s.content_bytes() for s in month]


def decide(session, field, value):
    return apply_decisions(
        session,
        [
            Decision(
                decision_id="d",
                when_utc="2025-01-05T00:00:00Z",
                who="Ann",
                why="",
                kind="edit",
                session_id=session.meta.session_id,
                source="SillyTavern",
                month="2025-01",
                segment_keys=[s.segment_id for s in session.segments],
                field=field,
                value=value,
                base_digest=None,
                file_digest=None,
            )
        ],
    )


class TestDecided:
    @pytest.mark.parametrize(
        ("field", "value", "customer"),
        [
            ("customer", {"id": BETA, "name": "Brightling Electric"}, BETA),
            ("customer", None, None),
            ("processing_status", "Complete", None),
        ],
    )
    def test_a_chat_that_a_person_decided_on_is_left_alone(self, field, value, customer):
        decided = decide(chat("Ticket #2222"), field, value or {} if field == "customer" else value)
        own, _ = looked(decided, ticket(2222))
        assert own.content_bytes() == decided.content_bytes()
        assert own.context.customer_id == customer

    def test_a_note_on_a_chat_decides_nothing(self):
        own, _ = looked(decide(chat("Ticket #2222"), "user_notes", "billed"), ticket(2222))
        assert own.context.customer_id == ALPHA

    def test_a_session_that_a_person_linked_is_work_for_that_customer(self):
        by_person = decide(
            work("a", 0, 30), "customer", {"id": BETA, "name": "Brightling Electric"}
        )
        own, _ = looked(chat("till is stuck", end=10), by_person)
        [proposal] = entry(own).details["proposals"]
        assert proposal["customer_id"] == BETA


def connection(company, **metadata):
    """A connection linked by its company, as the graph does it."""
    made = make_session("a", system="ScreenConnect", source_customer_name=company)
    made.segments = [segment("a", 0, 10, session_type="Access", **metadata)]
    linker = make_linker(CUSTOMERS, SETTINGS, fingerprint="f")
    return link_session(made, SYSTEMS["ScreenConnect"], linker, SETTINGS)


class TestContradiction:
    def test_a_link_that_its_evidence_contradicts_is_flagged_and_stands(self):
        [found] = looked(connection("Alderman Plumbing", machine="BRIGHTLING-01"))
        assert found.meta.flags == [FLAG]
        assert found.context.customer_id == ALPHA
        assert "points to 'Brightling Electric'" in entry(found).outcome
        assert "points to 'Brightling Electric'" in entry(found).details["reason"]
        assert entry(found).details["contradicted_by"]["customer_id"] == BETA

    @pytest.mark.parametrize(
        "evidence",
        [
            {},
            {"machine": "ALDERMAN-01"},
            {"machine": "DESKTOP-AB12CD3"},
            {"machine": "BRIGHTLING-01", "end_user_email": "opal@aldermanplumbing.com"},
            {"session_host": "BRIGHTLING-01", "network_address": "203.0.113.5"},
        ],
        ids=["nothing", "its own machine", "a machine of no name", "both", "the technician's side"],
    )
    def test_what_agrees_or_says_nothing_is_not_flagged(self, evidence):
        [found] = looked(connection("Alderman Plumbing", **evidence))
        assert found.meta.flags == []
        assert "contradicted_by" not in entry(found).details

    def test_a_second_time_nothing_is_said_twice(self):
        once = looked(connection("Alderman Plumbing", machine="BRIGHTLING-01"))
        assert looked(*once)[0].content_bytes() == once[0].content_bytes()

    def test_a_company_that_two_customers_carry_contradicts_neither(self):
        twins = [*CUSTOMERS, replace_id(CUSTOMERS[0], 33)]
        made = make_session("a", system="ScreenConnect", source_customer_name="Alderman Plumbing")
        made.segments = [segment("a", 0, 10, session_type="Access", machine="ALDERMAN-01")]
        linker = make_linker(twins, SETTINGS, fingerprint="f")
        linked = link_session(made, SYSTEMS["ScreenConnect"], linker, SETTINGS)
        [found] = looked(linked, customers=twins)
        assert found.meta.flags == []

    def test_a_ticket_stays_its_customers_and_is_flagged_where_its_mails_say_another(self):
        made = ticket(2222)
        made.context.source_customer_id = ALPHA
        made.segments.append(segment("mail", 5, 5, who=None, email_sender="marcus@brightling.com"))
        linker = make_linker(CUSTOMERS, SETTINGS, fingerprint="f")
        linked = link_session(made, SYSTEMS["SyncroTicket"], linker, SETTINGS)
        [found] = looked(linked)
        assert found.meta.flags == [FLAG]
        assert found.context.customer_id == ALPHA

    def test_a_ticket_may_speak_of_another_customer(self):
        made = ticket(2222)
        made.context.source_customer_id = ALPHA
        made.segments.append(
            segment(
                "note",
                5,
                5,
                kind="PublicNote",
                text="as at Brightling Electric, ask Marcus Quarles",
            )
        )
        linker = make_linker(CUSTOMERS, SETTINGS, fingerprint="f")
        [found] = looked(link_session(made, SYSTEMS["SyncroTicket"], linker, SETTINGS))
        assert found.meta.flags == []


def replace_id(customer, number):
    return customer.model_copy(update={"id": number, "contacts": ()})
