"""Date forms of fifteen writers, and the zone that a chat shows by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from sdc_core.settings import Settings
from sdc_core.sources.sillytavern.dates import date_in_name, parse_send_date
from sdc_core.sources.sillytavern.zones import Clock, anchor, zone_of


@pytest.mark.parametrize(
    ("value", "moment", "resolution"),
    [
        (1674563371558, datetime(2023, 1, 24, 12, 29, 31, 558000, UTC), "ms"),
        ("1761580800123", datetime(2025, 10, 27, 16, 0, 0, 123000, UTC), "ms"),
        (1761580800, datetime(2025, 10, 27, 16, 0, tzinfo=UTC), "s"),
        ("2023-5-13 @21h 30m 45s 123ms", datetime(2023, 5, 13, 21, 30, 45, 123000), "ms"),
        ("2023-5-13 @1h 3m 5s 45ms", datetime(2023, 5, 13, 1, 3, 5, 45000), "ms"),
        ("June 19, 2023 2:20pm", datetime(2023, 6, 19, 14, 20), "min"),
        ("June 19, 2023 12:05am", datetime(2023, 6, 19, 0, 5), "min"),
        ("June 19, 2023 12:05pm", datetime(2023, 6, 19, 12, 5), "min"),
        ("2023-11-5@01h31m37s", datetime(2023, 11, 5, 1, 31, 37), "s"),
        ("2024-07-12@01h31m37s123ms", datetime(2024, 7, 12, 1, 31, 37, 123000), "ms"),
        ("2025-11-24T14:47:22.483Z", datetime(2025, 11, 24, 14, 47, 22, 483000, UTC), "ms"),
        ("2025-11-24T14:47:22-05:00", datetime(2025, 11, 24, 19, 47, 22, tzinfo=UTC), "s"),
        ("2025-11-24T14:47", datetime(2025, 11, 24, 14, 47), "min"),
        ("Wed Aug 06 2025 18:48:00 GMT-0400 (EDT)", datetime(2025, 8, 6, 22, 48, tzinfo=UTC), "s"),
        ("Wed Aug 06 2025 18:48:00", datetime(2025, 8, 6, 18, 48), "s"),
    ],
)
def test_every_form_is_read_with_its_precision(value, moment, resolution):
    parsed = parse_send_date(value)
    assert (parsed.moment, parsed.resolution) == (moment, resolution)
    assert parsed.is_local == (moment.tzinfo is None)


@pytest.mark.parametrize(
    "value",
    [None, "", " ", 0, -5, True, "May", "13/02/24", "June 31, 2023 2:20pm", "June 9, 2023 14:20pm",
     "2023-13-01@01h01m01s", float("inf"), float("nan"), 10**30, "9" * 400, [], {}, "\u0662023-5-13@1h1m1s",
     "2025-11-24T25:00:00Z", "Juni 19, 2023 2:20pm"],
)  # fmt: skip
def test_what_is_no_known_form_is_no_date(value):
    assert parse_send_date(value) is None


@pytest.mark.parametrize(
    ("stem", "moment"),
    [
        (
            "WorkLog - 2025-8-6 @18h 39m 35s 775ms imported",
            datetime(2025, 8, 6, 18, 39, 35, 775000),
        ),
        ("Test Chat2025-08-06@18h48m10s", datetime(2025, 8, 6, 18, 48, 10)),
        ("1673181146000", datetime(2023, 1, 8, 12, 32, 26)),
        ("notes of May", None),
    ],
)
def test_a_file_name_tells_when_the_chat_began(stem, moment):
    assert date_in_name(stem) == moment


def clock(zone=None, **anchors):
    settings = Settings.model_validate({"sillytavern": {"zone": zone}})
    made = {
        int(place[1:]): anchor({"send_date": local, "gen_finished": finished})
        for place, (local, finished) in anchors.items()
    }
    return Clock(made, zone_of(settings))


SUMMER = ("August 6, 2025 6:49pm", "2025-08-06T22:49:50.366Z")
FALL = ("November 2, 2025 1:30am", "2025-11-02T06:30:15.000Z")
STILL_SUMMER = ("November 2, 2025 1:30am", "2025-11-02T05:30:20.000Z")


def test_a_message_takes_the_offset_of_the_answer_beside_it():
    resolved = clock(_1=SUMMER).resolve(0, datetime(2025, 8, 6, 18, 48), None)
    assert resolved.moment == datetime(2025, 8, 6, 22, 48, tzinfo=UTC)
    assert resolved.basis == "inferred_offset"


def test_the_doubled_hour_is_told_apart_by_the_answers():
    read = clock(_1=STILL_SUMMER, _3=FALL)
    local = datetime(2025, 11, 2, 1, 30)
    first, second = (read.resolve(place, local, None).moment for place in (0, 2))
    assert second - first == timedelta(hours=1)


def test_far_from_any_answer_the_zone_of_the_settings_decides_when_offsets_differ():
    read = clock("America/New_York", _1=SUMMER, _100=FALL)
    resolved = read.resolve(50, datetime(2025, 12, 1, 9, 0), None)
    assert (resolved.moment.hour, resolved.basis) == (14, "zone")


def test_without_any_evidence_utc_is_an_assumption():
    resolved = clock().resolve(0, datetime(2025, 12, 1, 9, 0), None)
    assert (resolved.moment.hour, resolved.basis) == (9, "assumed")


def test_in_a_zone_the_doubled_hour_keeps_the_order():
    read = clock("America/New_York")
    local = datetime(2025, 11, 2, 1, 10)
    before = read.resolve(0, datetime(2025, 11, 2, 1, 50), None).moment
    assert read.resolve(1, local, before).moment == before + timedelta(minutes=20)


def test_an_hour_that_does_not_exist_moves_forward_and_says_so():
    resolved = clock("America/New_York").resolve(0, datetime(2024, 3, 10, 2, 30), None)
    assert resolved.moment == datetime(2024, 3, 10, 7, 30, tzinfo=UTC)
    assert resolved.flag == "time_moved_forward"


@pytest.mark.parametrize(
    "finished",
    ["2025-08-06T22:40:00.000Z", "2025-08-08T22:49:00.000Z", "2025-08-06T22:49:00", None],
)
def test_times_that_are_not_of_one_moment_show_no_offset(finished):
    assert anchor({"send_date": "August 6, 2025 6:49pm", "gen_finished": finished}) is None


def test_an_alternative_shows_the_offset_where_the_message_itself_does_not():
    local, finished = SUMMER
    shown = anchor({"send_date": 1, "swipe_info": [{"send_date": local, "gen_finished": finished}]})
    assert shown.offset == timedelta(hours=-4)
