"""What people decided finds its Session again and stands above what was computed."""

from datetime import timedelta

import pytest

from sdc_core.decisions import (
    CONFLICT_FLAG,
    apply_decisions,
    company_index,
    digest,
    edits,
    segment_index,
    touching,
)
from sdc_core.models import ProcessingStatus
from sdc_core.store.ledger import Decision
from tests.factory import MOMENT, make_segment, make_session

BETA = {"id": 2, "name": "Beta Ltd"}
JANE = {"id": 7, "name": "Jane Roe"}


def _decision(field, value, *segments, session="s1", minute=0, kind="edit"):
    keys = [make_segment(name).segment_id for name in segments or ("a",)]
    return Decision.make(
        when_utc=MOMENT + timedelta(minutes=minute),
        who="dana",
        kind=kind,
        session_id=session,
        segment_keys=keys,
        field=field,
        value=value,
    )


def _session(*segments, **context):
    session = make_session(**context)
    session.segments = [make_segment(name) for name in segments or ("a",)]
    return session


def test_no_decision_leaves_the_session_as_it_is():
    session = apply_decisions(_session(), [_decision("user_notes", "x", "other")])
    assert session == _session()


def test_the_newest_on_each_field_stands():
    decided = [
        _decision("user_notes", "old"),
        _decision("links", ["a"]),
        _decision("user_notes", "new"),
    ]
    session = apply_decisions(_session(), decided)
    assert (session.insights.user_notes, session.context.links) == ("new", ["a"])
    assert session.meta.flags == []
    [log] = session.meta.processing_log
    assert log.outcome == "dana decided links, user_notes"
    assert {
        entry["value"] if isinstance(entry["value"], str) else "links"
        for entry in log.details["decisions"]
    } == {"new", "links"}


def test_a_person_may_empty_a_field():
    session = apply_decisions(_session(), [_decision("user_notes", None)])
    assert session.insights.user_notes is None


def test_customer_then_contact():
    decided = [_decision("customer", BETA), _decision("contact", JANE)]
    context = apply_decisions(_session(customer_id=1, contact_id=3), decided).context
    assert (context.customer_id, context.customer_name) == (2, "Beta Ltd")
    assert (context.contact_id, context.contact_name) == (7, "Jane Roe")


def test_another_customer_later_takes_the_contact_away():
    decided = [_decision("contact", JANE), _decision("customer", BETA)]
    context = apply_decisions(_session(customer_id=1, contact_id=3), decided).context
    assert (context.customer_id, context.contact_id, context.contact_name) == (2, None, None)


def test_the_same_customer_keeps_the_contact_that_was_found():
    context = apply_decisions(
        _session(customer_id=2, contact_id=3, contact_name="Max"), [_decision("customer", BETA)]
    ).context
    assert (context.contact_id, context.contact_name) == (3, "Max")


def test_nobodys_session():
    nobody = _decision("customer", {"id": None, "name": None})
    session = apply_decisions(_session(customer_id=1, customer_name="Alpha"), [nobody])
    assert (session.context.customer_id, session.context.customer_name) == (None, None)
    assert session.meta.processing_status is ProcessingStatus.REVIEWED


@pytest.mark.parametrize("field", ["customer", "contact"])
def test_a_decided_party_is_reviewed(field):
    session = apply_decisions(_session(), [_decision(field, BETA)])
    assert session.meta.processing_status is ProcessingStatus.REVIEWED


def test_a_decided_status_stands_above_reviewed():
    decided = [_decision("customer", BETA), _decision("processing_status", "Needs Review")]
    session = apply_decisions(_session(), decided)
    assert session.meta.processing_status is ProcessingStatus.NEEDS_REVIEW


class TestSplitAndMerge:
    def test_after_a_split_both_parts_carry_it(self):
        decision = _decision("customer", BETA, "a", "b")
        for part in ("a", "b"):
            assert apply_decisions(_session(part), [decision]).context.customer_id == 2

    def test_after_a_merge_the_newest_stands_and_the_difference_is_shown(self):
        decided = [
            _decision("user_notes", "one", "a", session="s1"),
            _decision("user_notes", "two", "b", session="s2", minute=1),
        ]
        session = apply_decisions(_session("a", "b"), decided)
        assert session.insights.user_notes == "two"
        assert session.meta.flags == [CONFLICT_FLAG]

    def test_equal_decisions_do_not_differ(self):
        decided = [
            _decision("customer", BETA, "a", session="s1"),
            _decision("customer", BETA, "b", session="s2"),
        ]
        assert apply_decisions(_session("a", "b"), decided).meta.flags == []

    def test_a_decision_on_the_whole_settles_it(self):
        decided = [
            _decision("user_notes", "one", "a", session="s1"),
            _decision("user_notes", "two", "b", session="s2", minute=1),
            _decision("user_notes", "both", "a", "b", session="s1", minute=2),
        ]
        session = apply_decisions(_session("a", "b"), decided)
        assert (session.insights.user_notes, session.meta.flags) == ("both", [])


def test_only_edits_change_a_session():
    decided = [_decision("user_notes", "x"), _decision(None, None, kind="undone")]
    assert [d.kind for d in edits(decided)] == ["edit"]


def test_touching_is_by_any_segment():
    decision = _decision("links", [], "a", "b")
    assert touching([decision], frozenset({make_segment("b").segment_id})) == [decision]
    assert touching([decision], frozenset()) == []


def test_the_digest_is_empty_for_none_and_sees_order():
    one, other = _decision("links", ["x"]), _decision("links", ["y"])
    assert digest([]) == ""
    assert len({digest(of) for of in ([], [one], [other], [one, other], [other, one])}) == 5


class TestFileIndex:
    def test_it_finds_every_segment_of_a_file_and_no_text(self, tmp_path):
        path = tmp_path / "sessions.jsonl"
        quoted = make_segment("q", content='"segment_id":"0123456789abcdef"', segment_id="plain id")
        session = make_session()
        session.segments.append(quoted)
        path.write_bytes(session.to_line())
        assert segment_index().found(path) == {s.segment_id for s in session.segments}

    def test_a_missing_file_holds_none_until_it_is_there(self, tmp_path):
        index, path = segment_index(), tmp_path / "sessions.jsonl"
        assert index.found(path) == frozenset()
        path.write_bytes(make_session().to_line())
        assert len(index.found(path)) == 1

    def test_company_texts_are_those_of_sessions_not_of_their_words(self, tmp_path):
        path = tmp_path / "sessions.jsonl"
        name = 'Caf\u00e9 "Two" \\ Sons\n'
        session = make_session(source_customer_name=name)
        session.segments[0].content = '"source_customer_name":"Somebody Else"'
        path.write_bytes(session.to_line() + make_session("b").to_line())
        assert company_index().found(path) == {name}
