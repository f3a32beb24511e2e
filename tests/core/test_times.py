"""Months, the clock, and the union of intervals against a count of seconds."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.errors import SettingsError
from sdc_core.times import (
    contiguous,
    month_of,
    months_between,
    next_month,
    now_utc,
    to_utc,
    union_seconds,
)

START = datetime(2025, 1, 1, tzinfo=UTC)
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1990, 2060), st.integers(1, 12))


def _at(seconds):
    return START + timedelta(seconds=seconds)


def _intervals(*pairs):
    return [(_at(start), _at(end)) for start, end in pairs]


class TestUnion:
    @given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=12))
    def test_it_is_the_number_of_distinct_seconds(self, pairs):
        seconds = {second for start, end in pairs for second in range(start, end)}
        assert union_seconds(_intervals(*pairs)) == len(seconds)

    @given(
        st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=8),
        st.randoms(use_true_random=False),
    )
    def test_order_and_repetition_count_nothing(self, pairs, turn):
        turned = [*pairs, *pairs]
        turn.shuffle(turned)
        assert union_seconds(_intervals(*turned)) == union_seconds(_intervals(*pairs))

    def test_the_example_that_a_peer_gets_wrong(self):
        """ActivityWatch `union_no_overlap` gives 90 (reliability reference, section 7)."""
        one = [(3, 19), (33, 49)]
        other = [(12, 38), (44, 48), (63, 64), (76, 90), (109, 134)]
        assert union_seconds(_intervals(*one, *other)) == 86

    def test_an_end_before_its_start_counts_nothing(self):
        assert union_seconds(_intervals((50, 10), (20, 30))) == 10

    def test_zones_do_not_matter(self):
        east = timezone(timedelta(hours=5))
        moved = [(a.astimezone(east), b) for a, b in _intervals((0, 60), (30, 90))]
        assert union_seconds(moved) == 90

    def test_nothing_is_nothing(self):
        assert union_seconds([]) == 0


class TestMonths:
    @given(MONTHS, MONTHS)
    def test_between_holds_every_month_once(self, first, last):
        months = months_between(first, last)
        assert months == sorted(set(months))
        assert bool(months) == (first <= last)
        assert contiguous(months) == ([(first, last)] if months else [])

    def test_the_last_month_of_all_ends_the_list(self):
        assert months_between("9999-11", "9999-12") == ["9999-11", "9999-12"]

    def test_a_year_ends(self):
        assert next_month("2024-12") == "2025-01"

    @given(st.sets(MONTHS, max_size=30))
    def test_stretches_cover_the_months_and_no_others(self, months):
        stretches = contiguous(months)
        covered = [month for first, last in stretches for month in months_between(first, last)]
        assert covered == sorted(months)
        for (_, end), (begin, _) in pairwise(stretches):
            assert next_month(end) < begin

    def test_the_month_is_that_of_utc(self):
        new_york = timezone(timedelta(hours=-4))
        assert month_of(datetime(2025, 10, 31, 20, 30, tzinfo=new_york)) == "2025-11"

    @pytest.mark.parametrize(
        ("year", "month"), [(1, "0001-01"), (1970, "1970-01"), (9999, "9999-01")]
    )
    def test_far_years_have_four_digits(self, year, month):
        assert month_of(datetime(year, 1, 1, tzinfo=UTC)) == month


class TestClock:
    def test_a_naive_time_is_refused(self):
        with pytest.raises(ValueError, match="decide its zone"):
            to_utc(datetime(2025, 1, 1))

    def test_it_can_be_fixed(self, monkeypatch):
        monkeypatch.setenv("SDC_NOW", "2025-06-30T08:00:00-04:00")
        assert now_utc() == datetime(2025, 6, 30, 12, tzinfo=UTC)
        assert now_utc().tzinfo is UTC

    def test_it_runs_otherwise(self):
        assert abs(now_utc() - datetime.now(UTC)) < timedelta(minutes=1)

    @pytest.mark.parametrize("text", ["yesterday", "2025-06-30T08:00:00"])
    def test_a_bad_fixed_time_is_named(self, monkeypatch, text):
        monkeypatch.setenv("SDC_NOW", text)
        with pytest.raises(SettingsError, match=f"SDC_NOW: {text!r}: must be a time with offset"):
            now_utc()
