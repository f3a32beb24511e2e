"""Bounds and minutes of a Session."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.records import SessionGroup
from sdc_core.sources.build import bounded, half_up, meta_of
from tests.factory import MOMENT, make_record, make_segment

_HALVES = st.integers(0, 10**6).map(lambda n: n / 200)


def minutes(start, end):
    at = MOMENT + timedelta(minutes=start)
    return make_segment(
        f"{start}-{end}",
        start_time_utc=at,
        end_time_utc=None if end is None else MOMENT + timedelta(minutes=end),
    )


def test_a_nested_connection_is_counted_once_in_the_union_and_twice_in_the_sum():
    insights = bounded([minutes(0, 60), minutes(10, 20), minutes(90, 100)])
    assert insights.connected_union_minutes == 70
    assert insights.sum_minutes == 80
    assert insights.span_minutes == 100
    assert insights.session_duration_minutes == 70
    assert insights.session_duration_seconds == 4200


def test_an_open_segment_counts_no_minutes_and_alone_gives_no_end():
    insights = bounded([minutes(0, None)])
    assert insights.session_end_time_utc is None
    assert insights.session_duration_minutes == 0


def test_an_open_segment_after_the_last_end_keeps_the_end_at_or_after_every_start():
    insights = bounded([minutes(0, 10), minutes(20, None)])
    assert insights.session_end_time_utc == MOMENT + timedelta(minutes=20)
    assert insights.connected_union_minutes == 10


def test_nothing_dated_gives_no_bounds():
    insights = bounded([make_segment(start_time_utc=None, end_time_utc=None)])
    assert insights.session_start_time_utc is None
    assert insights.session_duration_seconds == 0


@pytest.mark.parametrize(("value", "whole"), [(7.5, 8), (22.5, 23), (0.49, 0), (2.5, 3)])
def test_halves_go_up(value, whole):
    assert half_up(value) == whole


@given(
    st.floats(-1e12, 1e12) | st.integers(0, 10**8).map(lambda n: n / 60) | _HALVES,
    st.sampled_from([0, 2]),
)
def test_rounding_is_that_of_the_written_decimal(value, decimals):
    step = Decimal(1).scaleb(-decimals)
    rounded = float(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))
    assert half_up(value, decimals) == rounded


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 200)), min_size=1, max_size=12))
def test_the_union_is_never_more_than_span_or_sum(intervals):
    insights = bounded([minutes(start, start + length) for start, length in intervals])
    assert insights.connected_union_minutes <= insights.span_minutes
    assert insights.connected_union_minutes <= insights.sum_minutes


def test_the_meta_block_tells_when_its_records_were_seen_and_which_ids_it_replaces():
    early = make_record("a", first_seen_utc=MOMENT, last_seen_utc=MOMENT, superseded_ids=["old"])
    later = MOMENT + timedelta(days=1)
    late = make_record("b", first_seen_utc=later, last_seen_utc=later, superseded_ids=["now"])
    group = SessionGroup(session_id="now", keys=[early.key, late.key])
    meta = meta_of(group, [early, late], "ScreenConnect", identifiers=["x", "x"], flags=["b", "a"])
    assert (meta.ingestion_timestamp_utc, meta.last_updated_timestamp_utc) == (MOMENT, later)
    assert meta.supersedes == ["old"]
    assert meta.source_identifiers == ["x"]
    assert meta.flags == ["a", "b"]
