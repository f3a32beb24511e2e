"""List row, detail row, lean row: none takes away what another one said."""

from datetime import timedelta
from itertools import permutations

import pytest

from sdc_core.demo.fake_syncro_routes import LEAN_COMMENT, LIST_ONLY
from sdc_core.records import Record, Revision
from sdc_core.sources.syncro.records import COMMENT, TICKET, Place, record_of
from sdc_core.sources.syncro.source import SOURCE
from sdc_core.sources.syncro.states import prefer, row_of, whole_row
from sdc_core.syncro.wire import CommentRow, TicketRow
from tests.core.syncro.account import NOW, comment, local, ticket

FILE = Place("tickets[0]", "t.json")
API = Place("/tickets/1005")


def _state(row, place=API, kind=TICKET):
    record = record_of(kind, row, place, {})
    assert isinstance(record, Record)
    return record


def _with_past(states):
    """As the store keeps them: one stands, the others are revisions."""
    standing = states[0]
    for state in states[1:]:
        standing = prefer(standing, state)
    past = [
        Revision(raw=s.raw, fields=s.fields, ref=s.ref, seen_utc=NOW)
        for s in states
        if s is not standing
    ]
    return SOURCE.settle([standing.model_copy(update={"revisions": past})], None)[0]


def _list_row(**changes):
    return ticket(5, billing_status="Invoiced", total_formatted_billable_time="00:30:00", **changes)


def _detail_row(**changes):
    row = {k: v for k, v in _list_row().items() if k not in LIST_ONLY}
    return {**row, "contact": {"id": 71, "name": "Jo Weir"}, "line_items": [1], **changes}


def test_a_detail_takes_nothing_from_the_list_row_in_any_order():
    later = local(NOW)
    states = [_state(_list_row()), _state(_detail_row(status="Resolved", updated_at=later))]
    for order in permutations(states):
        row = row_of(_with_past(list(order)), TicketRow)
        assert (row.status, row.billing_status) == ("Resolved", "Invoiced")
        assert row.total_formatted_billable_time == "00:30:00"
        assert row.contact.name == "Jo Weir"


def test_a_detail_without_a_contact_has_none_whatever_the_list_said_before():
    later = local(NOW)
    states = [_state(_list_row()), _state(_detail_row(contact=None, updated_at=later))]
    row = row_of(_with_past(states), TicketRow)
    assert (row.contact_id, row.contact_fullname, row.contact) == (None, None, None)


def test_a_newer_list_row_stands_against_an_older_detail():
    later = local(NOW)
    states = [_state(_detail_row()), _state(_list_row(contact_id=72, updated_at=later))]
    assert row_of(_with_past(states), TicketRow).contact_id == 72


def test_a_lean_comment_keeps_what_makes_it_a_text_message():
    full = comment(9, 1005, NOW, sms_body="on my way")
    lean = {k: v for k, v in full.items() if k in LEAN_COMMENT}
    newer = {**lean, "body": "mended", "updated_at": local(NOW + timedelta(hours=1))}
    for rows in permutations([full, lean, newer]):
        row = row_of(_with_past([_state(r, kind=COMMENT) for r in rows]), CommentRow)
        assert (row.sms_body, row.body) == ("on my way", "mended")


@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_equal_age_the_apis_word_stands(is_reversed):
    states = [_state(_list_row(status="Old"), FILE), _state(_list_row(status="New"))]
    chosen = _with_past(states[::-1] if is_reversed else states)
    assert (chosen.raw["status"], chosen.ref.file) == ("New", None)


def test_a_record_of_one_state_is_its_own_row():
    record = _state(_list_row())
    assert whole_row(record) == record.raw
