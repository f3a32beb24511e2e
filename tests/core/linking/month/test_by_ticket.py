"""Tickets named in notes and connections: what they settle, what they only flag, what they leave."""

import pytest

from sdc_core.linking.make import make_linker
from sdc_core.linking.month.contradiction import FLAG
from sdc_core.linking.month.second_look import SecondLook
from sdc_core.linking.sessions import link_session
from sdc_core.models import ProcessingStatus
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from tests.core.linking.month.proposals.months import ALPHA, BETA, CUSTOMERS, at, segment, ticket
from tests.factory import make_session

SETTINGS = Settings(screenconnect={"custom_properties": {"2": "site", "6": "ticket"}})
SYSTEMS = {source.system: source for source in SOURCES}
TWINS = [*CUSTOMERS, CUSTOMERS[1].model_copy(update={"id": 33, "contacts": ()})]


def note(text, company=None, number=None):
    made = make_session("note", at(0), "NotesJSON", source_customer_name=company)
    made.insights.source_title = "Till"
    made.meta.source_identifiers = [number] if number else []
    made.segments = [segment("note", 0, 0, kind="TicketNote", text=text)]
    return made


def connection(company=None, **metadata):
    made = make_session("c", at(0), "ScreenConnect", source_customer_name=company)
    made.segments = [segment("c", 0, 10, session_type="Access", **metadata)]
    return made


def looked(session, *others, customers=CUSTOMERS, elsewhere=()):
    linker = make_linker(customers, SETTINGS, fingerprint="f")
    linked = [
        link_session(s, SYSTEMS[s.meta.source_system], linker, SETTINGS) for s in (session, *others)
    ]
    look = SecondLook(customers, SETTINGS, SOURCES, fingerprint="f")
    return look.at(linked, linker, elsewhere)[0]


def entry(session):
    [found] = [e for e in session.meta.processing_log if e.processor_name == "customer_linking"]
    return found


def owned(number, customer=ALPHA):
    made = ticket(number, customer)
    made.context.source_customer_id = customer
    return made


@pytest.mark.parametrize(
    "session",
    [
        note("see ticket #2222"),
        note("see ticket #2222", "N/A"),
        note("https://acme.syncromsp.com/tickets/70002222"),
        connection(site="ticket 2222"),
        connection(ticket="2222"),
    ],
)
def test_who_names_nobody_is_linked_by_the_ticket(session):
    found = looked(session, owned(2222))
    assert found.context.customer_id == ALPHA
    assert found.meta.processing_status == ProcessingStatus.LINKED
    assert entry(
        found
    ).outcome == "linked to Alderman Plumbing: the text names its ticket 2222" or (
        "70002222" in entry(found).outcome
    )
    assert entry(found).details["method"] == "identifier"


def test_a_ticket_of_another_month_links_as_well():
    assert looked(note("see ticket #2222"), elsewhere=[ticket(2222)]).context.customer_id == ALPHA


@pytest.mark.parametrize(
    "text",
    [
        "see ticket #3333",
        "room 2222",
        "T2222",
        "their ticket 2222",
        "ticket 2222 and ticket 4444",
        "ticket 2222 for Brightling Electric",
        "ticket 6666",
    ],
)
def test_what_proves_nobody_stays_open_without_a_flag(text):
    found = looked(note(text), owned(2222), owned(4444, BETA), ticket(6666, 99))
    assert found.context.customer_id is None
    assert found.meta.flags == []


@pytest.mark.parametrize("is_elsewhere", [True, False])
def test_a_number_of_the_notes_own_series_proves_nothing_in_a_note(is_elsewhere):
    older = note("till", number="2222")
    older.meta.session_id = "older"
    beside, elsewhere = ([owned(2222)], [older]) if is_elsewhere else ([owned(2222), older], [])
    assert looked(note("see ticket 2222"), *beside, elsewhere=elsewhere).context.customer_id is None
    found = looked(connection(site="ticket 2222"), *beside, elsewhere=elsewhere)
    assert found.context.customer_id == ALPHA


def test_who_names_somebody_else_keeps_the_link_and_is_flagged():
    found = looked(note("see ticket #2222", "Brightling Electric"), owned(2222))
    assert found.context.customer_id == BETA
    assert found.meta.flags == [FLAG]
    assert entry(found).outcome.endswith(
        "; but the evidence (the text names its ticket 2222) points to 'Alderman Plumbing'"
    )
    assert entry(found).details["contradicted_by"]["customer_id"] == ALPHA


def test_who_names_a_company_that_the_list_lacks_stays_open_and_is_flagged():
    found = looked(note("see ticket #2222", "Zyxwv Quarry Holdings"), owned(2222))
    assert found.context.customer_id is None
    assert found.meta.flags == [FLAG]


def test_a_ticket_that_agrees_changes_nothing():
    found = looked(note("see ticket #2222", "Alderman Plumbing"), owned(2222))
    assert found.context.customer_id == ALPHA
    assert entry(found).details["method"] == "exact"
    assert found.meta.flags == []


def test_a_ticket_tells_customers_of_one_name_apart():
    said = note("see ticket #2222", "Brightling Electric")
    found = looked(said, owned(2222, BETA), customers=TWINS)
    assert found.context.customer_id == BETA
    open_ = looked(note("no ticket", "Brightling Electric"), owned(2222, BETA), customers=TWINS)
    assert open_.context.customer_id is None


def test_a_second_time_nothing_is_said_twice():
    linker = make_linker(CUSTOMERS, SETTINGS, fingerprint="f")
    look = SecondLook(CUSTOMERS, SETTINGS, SOURCES, fingerprint="f")
    once = looked(note("see ticket #2222", "Brightling Electric"), owned(2222))
    before = once.content_bytes()
    assert look.at([once], linker, [ticket(2222)])[0].content_bytes() == before


def test_a_ticket_that_names_another_ticket_is_its_own_customers():
    made = owned(4444, BETA)
    made.segments.append(segment("n", 5, 5, kind="PublicNote", text="as in ticket #2222"))
    found = looked(made, owned(2222))
    assert found.context.customer_id == BETA
    assert found.meta.flags == []


@pytest.mark.parametrize("number", ["9" * 5000, "T-17", "٢٢", ""])
def test_any_number_of_a_note_is_taken(number):
    assert looked(note("till", number=number)).context.customer_id is None
