"""What the API sends is read in every form that was met, without the keys that open an account."""

import json
from datetime import UTC, datetime

import pytest

from sdc_core.syncro.wire import CustomerRow, TicketRow, TimerRow, parse_time, without_secrets


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-29T13:31:46.716-05:00",
        "2025-01-29T18:31:46.716Z",
        "2025-01-29T13:31:46.716-0500",
        "2025-01-29 13:31:46.716 -0500",
        "2025-01-29 18:31:46.716 UTC",
        "2025-01-29 18:31:46.716 GMT",
        "2025-01-29T18:31:46.716000999Z",
    ],
)
def test_every_time_form_is_the_same_instant(text):
    assert parse_time(text) == datetime(2025, 1, 29, 18, 31, 46, 716000, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025-01-29T13:31:46", "yesterday", ""])
def test_a_time_without_a_zone_is_none(text):
    with pytest.raises(ValueError):
        parse_time(text)


def test_published_examples_are_read(shared):
    folder = shared / "samples" / "syncro" / "examples"

    def example(name):
        return json.loads((folder / name).read_bytes())

    listed = TicketRow.model_validate(example("GET_tickets_200.json")["tickets"][0])
    assert (listed.number, listed.customer_business_then_name) == (1, "Walkin Customer")
    detail = TicketRow.model_validate(example("GET_tickets-id-_200.json")["ticket"])
    assert detail.user.full_name == "Bat Man"
    timer = TimerRow.model_validate(example("GET_ticket_timers_200.json")["ticket_timers"][0])
    assert (timer.end_time - timer.start_time).total_seconds() == 3600
    assert CustomerRow.model_validate(example("GET_customers_200.json")["customers"][0]).id == 1


def test_ids_may_be_text_but_not_truth_values():
    assert CustomerRow.model_validate({"id": "12"}).id == 12
    for bad in (True, "", "x", None, -1, 2**70):
        with pytest.raises(ValueError):
            CustomerRow.model_validate({"id": bad})


def test_keys_that_open_an_account_are_dropped_at_any_depth():
    body = {"a": [{"online_profile_url": "x", "user_token": "t", "body": "see ?portal_key=abc123"}]}
    assert without_secrets(body) == {"a": [{"body": "see ?portal_key=dropped"}]}


def test_text_that_utf8_cannot_hold_is_made_storable():
    assert without_secrets({"body": json.loads(r'"a\ud800b"')}) == {"body": "a\ufffdb"}
