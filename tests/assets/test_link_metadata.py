"""What the asset page shows of links: scores between thresholds, texts that wait, flags."""

import pytest

from sdc_assets.link_metadata import link_tables
from sdc_core.linking.base import CandidateScore, Decision, Evidence, Method
from sdc_core.linking.lessons.lesson import Says
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingLogEntry, ProcessingStatus
from sdc_core.settings import Settings
from tests.core.linking.lessons.test_learned import decided
from tests.factory import MOMENT, make_session

STATUSES = {
    Decision.LINKED: ProcessingStatus.LINKED,
    Decision.AMBIGUOUS: ProcessingStatus.NEEDS_REVIEW,
    Decision.UNLINKED: ProcessingStatus.NO_MATCH_FOUND,
}


def linked(name, score, text="Oak", decision=Decision.AMBIGUOUS, method=Method.NONE, **changes):
    is_linked = decision is Decision.LINKED
    session = make_session(
        name, source_customer_name=text, customer_id=1 if is_linked else None, **changes
    )
    session.meta.processing_status = STATUSES[decision]
    evidence = Evidence(
        linker_version="1",
        customers_fingerprint="f",
        method=method,
        decision=decision,
        score=score,
        candidates=[CandidateScore(customer_id=1, name="Oak Clinic", score=87.4)],
        reason=f"'{text}' is closest to 'Oak Clinic' (87): needs review",
    )
    session.meta.processing_log = [
        ProcessingLogEntry(
            processor_name=PROCESSOR,
            processor_version="1",
            timestamp_utc=MOMENT,
            outcome="x",
            details=evidence.model_dump(mode="json"),
        )
    ]
    return session


def rows(sessions, name, **settings):
    table = link_tables(sessions, Settings(**settings)).get(name)
    if table is None:
        return None
    lines = table.value.split("\n\n", maxsplit=1)[0].splitlines()[2:]
    lines = [line.replace("\u00a0", " ") for line in lines]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_scores_lie_in_rows_that_end_at_floor_and_threshold():
    sessions = [
        linked("a", 99.5, decision=Decision.LINKED, method=Method.SCORE),
        linked("b", 95, decision=Decision.LINKED, method=Method.SCORE),
        linked("c", 94.99),
        linked("d", 3, decision=Decision.UNLINKED),
    ]
    found = {row[0]: row for row in rows(sessions, "link_scores")}
    assert (found["99 to 100"][1:3], found["95 to 99"][1:3]) == (["1", "0"], ["1", "0"])
    assert (found["90 to 95"][1:3], found["0 to 20"][1:3]) == (["0", "1"], ["0", "1"])
    assert found["95 to 99"][4] == "threshold 95"
    assert [row[4] for row in found.values() if row[4].startswith("floor")]
    assert found["90 to 95"][3] == "░" * len(found["90 to 95"][3]) != ""


def test_another_threshold_moves_its_row():
    sessions = [linked("a", 84)]
    knobs = {"processing_defaults": {"customer_linking_fuzzy_match_threshold": 83.5}}
    (row,) = [row for row in rows(sessions, "link_scores", **knobs) if row[4] == "threshold 83.5"]
    assert row[:3] == ["83.5 to 90", "0", "1"]


@pytest.mark.parametrize("method", [Method.IDENTIFIER, Method.LEDGER])
def test_what_is_certain_is_not_weighed(method):
    assert rows([linked("a", 100, decision=Decision.LINKED, method=method)], "link_scores") is None


def test_the_text_with_most_sessions_behind_it_comes_first():
    sessions = [
        linked("a", 80, "Rare"),
        *(linked(f"b{n}", 80, "Often") for n in range(3)),
        linked("c", 99, "Settled", decision=Decision.LINKED, method=Method.SCORE),
    ]
    found = rows(sessions, "open_texts")
    assert [row[:2] for row in found] == [["Often", "3"], ["Rare", "1"]]
    assert found[0][2:] == ["Oak Clinic (87)", "'Often' is closest to 'Oak Clinic' (87)"]


def test_more_texts_than_are_shown_are_counted():
    sessions = [linked(f"s{n}", 80, f"Text {n:02d}") for n in range(13)]
    table = link_tables(sessions, Settings())["open_texts"].value
    assert len(rows(sessions, "open_texts")) == 10
    assert table.endswith("and 3 more texts")


def test_no_text_of_a_chat_is_ever_shown():
    chat = linked("a", 80, "Secret Place", system="SillyTavern")
    tables = link_tables([chat], Settings())
    assert "open_texts" not in tables
    assert all("Secret" not in table.value for table in tables.values())


def test_a_long_text_is_cut_and_markup_is_shown_as_it_is():
    (row,) = rows([linked("a", 80, "*" * 200)], "open_texts")
    assert row[0] == "\\*" * 47 + "…"


def test_flags_are_counted():
    sessions = [linked(f"s{n}", 80) for n in range(2)]
    for session in sessions:
        session.meta.flags = ["evidence_contradicts"]
    assert rows(sessions, "link_flags")[0][:2] == ["evidence\\_contradicts", "2"]


def test_a_month_without_links_shows_nothing():
    assert link_tables([make_session()], Settings()) == {}


def test_candidates_that_nothing_speaks_for_are_left_out():
    session = linked("a", 3, decision=Decision.UNLINKED)
    session.meta.processing_log[0].details["candidates"][0]["score"] = 0.2
    assert rows([session], "open_texts")[0][2] == "none"


def test_a_link_that_a_person_corrected_is_shown_beside_the_rule():
    session = linked("a", 99, decision=Decision.LINKED, method=Method.SCORE)
    session.meta.processing_log[0].details["customer_id"] = 1
    session.meta.processing_status = ProcessingStatus.REVIEWED
    session.context.customer_id, session.context.customer_name = 2, "Elm Garage"
    assert rows([session], "links_overruled") == [["Oak", "1", "Elm Garage"]]
    session.context.customer_id = 1
    assert rows([session], "links_overruled") is None


def test_texts_of_the_month_that_people_disagree_on_are_listed():
    said = [
        decided(Says.CUSTOMER, 1, text="Oak", system="ScreenConnect"),
        decided(Says.CUSTOMER, 2, text="Oak", system="ScreenConnect", who="sam"),
    ]
    session = linked("a", 80, "Oak", system="ScreenConnect")
    shown = link_tables([session], Settings(), said)["people_disagree"].value
    assert shown.startswith("- people disagree on 'Oak'")
    other = linked("b", 80, "Elm", system="ScreenConnect")
    assert "people_disagree" not in link_tables([other], Settings(), said)
