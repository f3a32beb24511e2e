"""Where each source names its customer's machines, people and addresses, and where it does not."""

import pytest

from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.sources.evidence import TEXT_LENGTH, SessionEvidence
from tests.core.linking.month.proposals.months import chat, segment
from tests.factory import make_session

SETTINGS = Settings()
SYSTEMS = {source.system: source for source in SOURCES}


def said_by(session, settings=SETTINGS):
    return SYSTEMS[session.meta.source_system].evidence_of(session, settings)


def screenconnect(**metadata):
    made = make_session("a", system="ScreenConnect")
    made.segments = [segment("a", 0, 10, **{"session_type": "Access", **metadata})]
    return made


class TestScreenConnect:
    def test_an_access_entry_is_named_after_its_machine(self):
        assert said_by(screenconnect(machine="OFM-WS02")) == SessionEvidence(machines=("OFM-WS02",))

    def test_a_support_entry_is_free_text(self):
        made = screenconnect(machine="Opal Nettleby - till", session_type="Support")
        assert said_by(made) == SessionEvidence(text="Opal Nettleby - till")

    def test_properties_are_text_but_the_type_of_the_device(self):
        made = screenconnect(site="Front", department="Sales", device_type="Server", custom_6="T1")
        assert said_by(made).text.splitlines() == ["T1", "Sales", "Front"]

    def test_a_property_may_be_the_login(self):
        settings = Settings(screenconnect={"custom_properties": {"6": "guest_user"}})
        found = said_by(screenconnect(guest_user="ACME\\opal"), settings)
        assert found == SessionEvidence(users=("ACME\\opal",))

    def test_what_the_machine_says_of_itself_and_of_who_is_logged_on(self):
        made = screenconnect(
            machine="till", session_type="Support", guest_machine="HARBOR-TILL1",
            guest_machine_domain="harbor.local", logged_on_user="opal", logged_on_domain="HARBOR",
        )  # fmt: skip
        assert said_by(made) == SessionEvidence(
            machines=("HARBOR-TILL1", "harbor.local"), users=("HARBOR\\opal",), text="till"
        )

    @pytest.mark.parametrize("domain", ["WORKGROUP", "AzureAD", "NT AUTHORITY", ""])
    def test_a_domain_that_windows_gives_is_no_companys(self, domain):
        made = screenconnect(
            logged_on_user="opal", logged_on_domain=domain, guest_machine_domain=domain
        )
        assert said_by(made) == SessionEvidence(users=("opal",))

    def test_a_property_may_be_the_number_of_a_ticket(self):
        settings = Settings(screenconnect={"custom_properties": {"6": "ticket"}})
        assert said_by(screenconnect(ticket="2222"), settings).text == "ticket 2222"

    def test_the_end_users_address_is_the_customers(self):
        found = said_by(screenconnect(end_user_email=" opal@a.com "))
        assert found == SessionEvidence(emails=("opal@a.com",))

    def test_nothing_of_the_technician_is_evidence(self):
        made = screenconnect(
            session_host="ANN-PC", network_address="203.0.113.5", client_type="Web", who="ann"
        )
        made.segments[0].author = "ann@msp.com"
        assert said_by(made) == SessionEvidence()

    def test_a_machine_of_many_connections_is_said_once(self):
        made = screenconnect(machine="OFM-WS02")
        made.segments.append(segment("b", 20, 30, session_type="Access", machine="OFM-WS02"))
        assert said_by(made).machines == ("OFM-WS02",)


class TestNotes:
    def test_all_texts_and_unknown_keys_are_text(self):
        made = make_session("a", system="NotesJSON")
        made.insights.source_title = "Till"
        made.segments = [
            segment("a", 0, 0, text="stuck", item_extra={"phone": "555", "more": [{"x": "y"}]}),
            segment("b", 0, 0, text="mended"),
        ]
        assert said_by(made) == SessionEvidence(text="Till\nstuck\nmended\ny\n555")


class TestTickets:
    def ticket(self, *segments, author="opal@a.com"):
        made = make_session("a", system="SyncroTicket")
        made.insights.source_title = "Till"
        creation = segment("t", 0, 0, who=None, kind="TicketCreation", number=1)
        creation.author = author
        made.segments = [creation, *segments]
        return made

    def test_who_opened_it_by_mail_and_with_whom_mails_were_exchanged(self):
        mails = [
            segment("in", 1, 1, who=None, kind="Email", email_sender="b@a.com"),
            segment("out", 2, 2, kind="Email", email_recipients=["c@a.com", "b@a.com"]),
        ]
        assert said_by(self.ticket(*mails)).emails == ("opal@a.com", "b@a.com", "c@a.com")

    def test_a_creator_without_an_address_is_no_evidence(self):
        assert said_by(self.ticket(author="Ann Fox")).emails == ()

    def test_comments_are_text_but_those_of_the_system(self):
        comments = [
            segment("c", 1, 1, kind="PublicNote", text="mended"),
            segment("s", 2, 2, kind="System", text="Invoice was emailed to opal"),
        ]
        assert said_by(self.ticket(*comments)).text == "Till\nmended"


class TestChats:
    def test_only_what_a_person_wrote_is_text(self):
        made = chat("the till")
        made.segments += chat("Is it Acme?", role="ai", name="x").segments
        made.segments += chat("for Alderman", role="comment", name="y").segments
        assert said_by(made) == SessionEvidence(text="the till\nfor Alderman")


@pytest.mark.parametrize("system", ["NotesJSON", "SyncroTicket", "SillyTavern"])
def test_of_a_long_text_the_beginning_is_looked_at(system):
    made = make_session("a", system=system)
    made.insights.source_title = None
    made.segments = [
        segment(str(n), 0, 0, text=f"{n} " + "x" * 9000, role="user") for n in range(5)
    ]
    text = said_by(made).text
    assert text.startswith("0 x")
    assert TEXT_LENGTH - 5 <= len(text) <= TEXT_LENGTH
    assert "\n2 x" in text
    assert "\n3 x" not in text


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_session_that_says_nothing_gives_nothing(source):
    empty = make_session("a", system=source.system)
    empty.insights.source_title = None
    empty.segments = []
    assert source.evidence_of(empty, SETTINGS) == SessionEvidence()
