"""Labor to bill comes from timers, else from the total that Syncro shows, never from the span."""

from datetime import timedelta

import pytest

from sdc_core.sources.syncro.labor import billed, end_of, timer_flags
from sdc_core.syncro.wire import TicketRow, TimerRow
from tests.core.syncro.account import NOW, ticket, timer


def _ticket(**changes):
    return TicketRow.model_validate(ticket(1, **changes))


def _timer(minutes=30, **changes):
    return TimerRow.model_validate(timer(1, 1001, NOW, minutes, **changes))


def test_timers_are_added_up_by_what_is_billable_and_what_was_charged():
    timers = [
        _timer(30, recorded=True),
        _timer(20),
        _timer(99, billable=False),
        _timer(10, billable_time=None),
        _timer(5, billable_time=None, end_time=None),
    ]
    assert billed(_ticket(total_formatted_billable_time="09:00:00"), timers) == {
        "billable_labor_seconds": 60 * 60,
        "charged_labor_seconds": 30 * 60,
        "labor_basis": "timers",
    }


@pytest.mark.parametrize(
    ("text", "seconds"), [("00:30:00", 1800), ("01:02:03", 3723), ("123:00:00", 442_800)]
)
def test_without_timers_the_total_counts(text, seconds):
    assert billed(_ticket(total_formatted_billable_time=text), []) == {
        "billable_labor_seconds": seconds,
        "labor_basis": "total_formatted_billable_time",
    }


@pytest.mark.parametrize("text", [None, "", "00:00:00", "0.5", "00:99:00", "half an hour"])
def test_a_total_that_says_nothing_is_none(text):
    assert billed(_ticket(total_formatted_billable_time=text), []) == {}


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, []),
        ({"billable_time": 1830}, []),
        ({"billable_time": None}, []),
        ({"billable_time": 120}, ["billable_time_differs"]),
        ({"end_time": None}, ["running"]),
        ({"end_time": "2001-01-01T00:00:00Z"}, ["end_before_start"]),
    ],
)
def test_what_a_reader_should_doubt(changes, flags):
    assert timer_flags(_timer(30, **changes)) == flags


def test_an_end_before_the_start_is_none():
    assert end_of(_timer(30)) == NOW + timedelta(minutes=30)
    assert end_of(_timer(30, end_time="2001-01-01T00:00:00Z")) is None
