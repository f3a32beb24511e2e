"""Groups of a demo world come from its truth; what is linked only fills them."""

from datetime import date

import pytest

from sdc_core.demo.generator import generate
from sdc_core.demo.judge import Group, judge
from sdc_core.demo.pointers import Fact
from sdc_core.demo.tally import Tally, by_group, by_source, without_tickets
from sdc_core.demo.trial import try_world
from sdc_core.demo.truth import Kind, Truth
from sdc_core.demo.world import Says
from sdc_core.linking.month.contradiction import FLAG
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingLogEntry
from tests.core.linking.evaluation.folder import GOLD, write_set
from tests.factory import make_session

END = date(2025, 6, 30)
NOW = "2025-06-30T00:00:00+00:00"


def true_record(**changes):
    values = {
        "source": "notes", "kind": "note", "customer_id": 1, "contact_id": None, "job_id": "j",
        "natural_id": {"ticket_number": "77", "date": "1/1/25", "subject": "x"},
        "technician_id": "t", "start_utc": NOW, "end_utc": NOW, "says": "right",
        "facts": ["company"], "is_work": True,
    }  # fmt: skip
    return {**values, **changes}


def truth_with(*records):
    return Truth.model_validate(
        {
            "seed": 1,
            "zone": "UTC",
            "first_day": "2025-01-01",
            "last_day": "2025-06-30",
            "planned_sessions": {},
            "technicians": [],
            "customers": [],
            "jobs": [],
            "records": list(records),
        }
    )


def note(customer_id=None, *flags, number="77"):
    session = make_session(system="NotesJSON")
    session.meta.source_identifiers = [number]
    session.meta.flags = list(flags)
    session.context.customer_id = customer_id
    session.context.source_customer_name = "Oak"
    return session


def verdict_on(session, **changes):
    (verdict,) = judge([session], truth_with(true_record(**changes)))
    return verdict


def test_a_fact_of_its_own_makes_a_wrong_link_wrong():
    right, wrong, waiting = verdict_on(note(1)), verdict_on(note(2)), verdict_on(note())
    assert {right.group, wrong.group, waiting.group} == {Group.POINTS}
    assert (right.is_right, right.is_wrong) == (True, False)
    assert (wrong.is_right, wrong.is_wrong) == (False, True)
    assert (waiting.is_linked, waiting.is_wrong) == (False, False)


def test_a_source_that_names_another_customer_is_not_the_linkers_fault():
    named = verdict_on(note(2), says="wrong", facts=["mail"])
    assert (named.group, named.is_wrong, named.has_facts) == (Group.MISNAMED, False, True)
    flagged = verdict_on(note(2, FLAG), says="wrong", facts=["mail"])
    assert Tally.of([named, flagged]).flagged_share == 0.5


def test_a_link_of_what_says_nothing_is_wrong_unless_it_is_right_by_luck():
    assert verdict_on(note(2), says="missing", facts=[]).is_wrong
    assert verdict_on(note(1), says="missing", facts=[]).is_right
    assert verdict_on(note(), says="shared", facts=[]).group is Group.SILENT


def test_a_company_in_a_chat_is_no_hard_evidence():
    chat = make_session(system="SillyTavern")
    chat.segments[0].metadata.source_ref.file = "a.jsonl"
    chat.segments[0].metadata.source_ref.line = 2
    place = {"file": "a.jsonl", "line": 2, "send_date": ""}
    record = true_record(source="sillytavern", kind="message", natural_id=place)
    (verdict,) = judge([chat], truth_with(record))
    assert verdict.group is Group.SILENT
    (verdict,) = judge([chat], truth_with({**record, "facts": ["mail"]}))
    assert verdict.group is Group.POINTS


def test_the_reason_of_a_link_is_kept():
    session = note(2)
    session.meta.processing_log = [
        ProcessingLogEntry(
            processor_name=PROCESSOR, processor_version="1", timestamp_utc=NOW, outcome="linked: so"
        )
    ]
    assert verdict_on(session).reason == "linked: so"


def test_a_session_of_another_world_is_an_error():
    with pytest.raises(ValueError, match="is not in the truth"):
        judge([note(number="78")], truth_with(true_record()))


def test_shares_of_nothing_are_unknown():
    tally = Tally.of([])
    assert (tally.open_share, tally.precision, tally.flagged_share) == (None, None, None)


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return try_world(tmp_path_factory.mktemp("trial"), sessions=250, seed=3)


def test_every_session_of_a_world_is_judged(trial):
    groups = by_group(trial.verdicts)
    assert sum(tally.sessions for tally in groups.values()) == len(trial.verdicts) > 200
    assert groups[Group.POINTS].sessions > groups[Group.SILENT].sessions > 0
    assert set(by_source(trial.verdicts, Group.POINTS)) == {
        "NotesJSON", "ScreenConnect", "SillyTavern", "SyncroTicket",
    }  # fmt: skip
    assert {v.source_system for v in without_tickets(trial.verdicts)} == {
        "NotesJSON", "ScreenConnect", "SillyTavern",
    }  # fmt: skip


def test_nothing_of_the_demo_world_is_linked_wrongly(trial):
    assert [v for v in trial.verdicts if v.is_wrong and v.group is Group.POINTS] == []


def test_a_chat_without_hard_evidence_stays_complete(trial):
    chats = [v for v in trial.verdicts if v.source_system == "SillyTavern"]
    assert {v.status for v in chats if v.group is Group.SILENT} == {"Complete"}
    assert any(v.group is Group.POINTS for v in chats)


def test_facts_point_to_the_true_customer_only(tmp_path):
    world = generate(tmp_path, sessions=300, end=END)
    truth = Truth.model_validate_json(world.truth.read_bytes())
    assert {r.says for r in truth.records if Fact.COMPANY in r.facts} == {Says.RIGHT}
    tickets = [r for r in truth.records if r.kind is Kind.TICKET]
    assert {tuple(r.facts) for r in tickets} == {(Fact.IDENTIFIER,)}
    assert any(r.facts == [Fact.MAIL] for r in truth.records)
    assert any(Fact.CONTACT in r.facts for r in truth.records if r.source == "notes")


def test_names_of_a_linking_set_bring_companies_that_syncro_does_not_know(tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    trial = try_world(tmp_path / "world", sessions=150, seed=3, names=folder)
    unknown = {v.text for v in trial.verdicts if trial.names.get(min(v.true_ids)) == v.text}
    assert "Nobody We Know" in unknown
    of_unknown = [v for v in trial.verdicts if v.text == "Nobody We Know"]
    assert {v.group for v in of_unknown} == {Group.SILENT}
    assert all(v.source_system != "SyncroTicket" for v in of_unknown)
