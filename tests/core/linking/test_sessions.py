"""The query that a Session poses, and how the answer reads in it."""

import pytest

from sdc_core.linking.make import make_linker
from sdc_core.linking.sessions import link_session, query_of
from sdc_core.settings import Settings, Technician
from sdc_core.sources import SOURCES
from tests.core.linking.month.proposals.months import CUSTOMERS, segment
from tests.factory import make_session

SETTINGS = Settings(technicians=[Technician(id="ann", name="Ann Fox", names=["Ann@Msp.com"])])
SYSTEMS = {source.system: source for source in SOURCES}
SOURCE = SYSTEMS["ScreenConnect"]


def connection(company="Alderman Plumbing", **metadata):
    made = make_session("a", source_customer_name=company)
    made.segments = [segment("a", 0, 10, session_type="Access", **metadata)]
    return made


def linked(session, source=SOURCE):
    return link_session(
        session, source, make_linker(CUSTOMERS, SETTINGS, fingerprint="f"), SETTINGS
    )


def test_the_query_carries_all_that_the_source_says():
    said = {"machine": "AP-01", "end_user_email": "opal@a.com", "site": "Front office"}
    query = query_of(connection(**said), SOURCE, SETTINGS)
    assert (query.company, query.machines, query.emails, query.text) == (
        "Alderman Plumbing", ("AP-01",), ("opal@a.com",), "Front office",
    )  # fmt: skip


def test_the_technicians_own_addresses_are_left_out():
    session = connection(end_user_email="ann@msp.com", site="call ANN@msp.com, or ann@msp.company")
    query = query_of(session, SOURCE, SETTINGS)
    assert query.emails == ()
    assert query.text == "call , or ann@msp.company"


def test_the_log_entry_reads_as_a_sentence():
    [entry] = linked(connection()).meta.processing_log
    assert entry.outcome.startswith("linked to Alderman Plumbing: ")
    assert (
        not linked(connection("Nobody At All"))
        .meta.processing_log[0]
        .outcome.endswith(": needs review")
    )
    assert linked(connection("")).meta.processing_log[0].outcome.startswith("not linked: ")


@pytest.mark.parametrize(
    "change",
    [
        {"machine": "AP-02"},
        {"end_user_email": "opal@a.com"},
        {"site": "Front office"},
        {"company": "Alderman"},
    ],
)
def test_the_hash_of_the_entry_covers_all_of_the_query(change):
    before = linked(connection()).meta.processing_log[0].input_hash
    assert linked(connection(**change)).meta.processing_log[0].input_hash != before
    assert linked(connection()).meta.processing_log[0].input_hash == before


def test_the_text_itself_is_not_kept_in_the_entry():
    [entry] = linked(connection(site="a secret of the front office")).meta.processing_log
    assert "secret" not in entry.model_dump_json()
