"""Line 0, file names and dates of every era, mixed in one chat as old text is never migrated."""

from datetime import UTC, datetime

import pytest

from sdc_core.sources.sillytavern.evidence import BACKUP, BRANCH, CHECKPOINT, COPY, GROUP, MAIN
from tests.core.sources.sillytavern.test_copies import CHECKED
from tests.core.sources.test_sillytavern import Chats, answer, built, header, settled, units, user

NAMES = {"user_name": "Nick", "character_name": "WorkLog"}
UNUSED = {"user_name": "unused", "character_name": "unused"}


@pytest.fixture
def chats(tmp_path):
    return Chats(tmp_path)


@pytest.mark.parametrize(
    ("line_0", "called", "persona", "number"),
    [
        ({**NAMES, "create_date": 1673181146000}, "WorkLog", "Nick", None),
        ({**NAMES, "create_date": "2023-5-13 @21h 30m 45s 123ms", "chat_metadata": {}}, "WorkLog",
         "Nick", None),
        ({**NAMES, "create_date": "2025-08-06@18h48m10s", "chat_metadata": {"chat_id_hash": 7}},
         "WorkLog", "Nick", 7),
        ({**UNUSED, "chat_metadata": {"chat_id_hash": 7, "tainted": True}}, "Dispatch", "Ann", 7),
        ({"chat_metadata": {"chat_id_hash": "7"}}, "Dispatch", "Ann", "7"),
        ({"chat_metadata": None, "user_name": None, "character_name": ""}, "Dispatch", "Ann", None),
        ({"chat_metadata": [], "user_name": 3}, "Dispatch", "Ann", None),
    ],
)  # fmt: skip
def test_line_0_of_every_era_is_no_message(chats, line_0, called, persona, number):
    lines = [line_0, user("one", name="Ann"), answer("two", 3, name="Dispatch")]
    found = units([chats.write("chat.jsonl", lines)])
    assert [record.raw["mes"] for record in found] == ["one", "two"]
    chat = found[0].fields["chat"]
    assert (chat["called"], chat["persona"], chat["chat_id_hash"]) == (called, persona, number)


def test_a_first_line_with_a_text_is_a_message_whatever_else_it_has(chats):
    (record,) = units([chats.write("chat.jsonl", [user("one", user_name="Nick")])])
    assert record.fields["line"] == 1


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("1673181146000", MAIN),
        ("WorkLog - 2025-8-6 @18h 39m 35s 775ms", MAIN),
        ("WorkLog - 2025-8-6 @18h 39m 35s 775ms imported", COPY),
        ("WorkLog-2023-10-30@18h48m10s", MAIN),
        ("WorkLog - 2025-08-06@18h48m10s - Branch #2", BRANCH),
        ("Branch #14 - 2023-11-05@01h31m37s", BRANCH),
        ("WorkLog - 2025-08-06@18h48m10s - Checkpoint #1", CHECKPOINT),
        ("before the move Checkpoint #2 - 2023-11-05@01h31m37s", CHECKPOINT),
        ("group chats/2025-12-03@09h00m00s000ms", GROUP),
        ("chat_worklog_20251027-092204", BACKUP),
    ],
)
def test_the_name_of_a_file_gives_its_place_among_copies(chats, name, rank):
    (record,) = units([chats.write(f"{name}.jsonl", [user("one")])], CHECKED)
    assert record.fields["chat"]["order"][0] == rank


def test_the_earlier_of_two_main_chats_owns_what_both_hold(chats):
    files = [
        chats.write(f"{name}.jsonl", [{**NAMES, "create_date": date}, user("one")])
        for name, date in (("a", "2025-08-06@18h48m10s"), ("b", "2025-08-05@18h48m10s"))
    ]
    for order in (files, files[::-1]):
        (record,) = settled(order)
        assert record.ref.file == "b.jsonl"


def test_one_file_mixes_the_dates_of_all_eras(chats):
    forms = [
        1754520480000,
        "2025-8-6 @18h 49m 00s 5ms",
        "August 6, 2025 6:50pm",
        "2025-08-06@18h51m00s",
        "2025-08-06T22:52:00.000Z",
        "2025-08-06@18h53m00s123ms",
        "1754520840000",
        "2025-08-06T18:55:00-04:00",
        "Wed Aug 06 2025 18:56:00 GMT-0400 (EDT)",
        1754521020,
    ]
    lines = [header(), *(user(f"at {n}", date) for n, date in enumerate(forms))]
    found = units([chats.write("chat.jsonl", lines)])
    starts = [datetime.fromisoformat(record.fields["start_utc"]) for record in found]
    assert [(moment.hour, moment.minute) for moment in starts] == [(22, 48 + n) for n in range(10)]
    told = [(record.fields["time_basis"], record.fields["resolution"]) for record in found]
    assert told == [
        ("utc", "ms"), ("zone", "ms"), ("zone", "min"), ("zone", "s"), ("utc", "ms"),
        ("zone", "ms"), ("utc", "ms"), ("utc", "s"), ("utc", "s"), ("utc", "s"),
    ]  # fmt: skip


@pytest.mark.parametrize("date", [None, "", "soon", 0, -1, [], {}])
def test_a_message_without_a_date_goes_with_its_neighbour(chats, date):
    lines = [header(), user("one"), user("two", date)]
    (session,) = built([chats.write("chat.jsonl", lines)])
    assert [segment.content for segment in session.segments] == ["one", "two"]
    assert session.segments[1].start_time_utc is None
    flag = "no_time" if date in (None, "") else "bad_time"
    assert session.segments[1].metadata.flags == [flag]


def test_a_journey_is_read_from_the_answers_on_the_way(chats):
    """Home in New York, then Los Angeles: the same wall clock, three hours apart."""
    home = answer(
        "a", gen_started="2025-08-06T22:48:00.000Z", gen_finished="2025-08-06T22:48:05.000Z"
    )
    away = answer(
        "b", gen_started="2025-08-08T01:48:00.000Z", gen_finished="2025-08-08T01:48:05.000Z",
        send_date="August 7, 2025 6:48pm",
    )  # fmt: skip
    lines = [header(), user("one"), home, user("two", "August 7, 2025 6:47pm"), away]
    made = built([chats.write("chat.jsonl", lines)])
    starts = [session.segments[0].start_time_utc for session in made]
    assert starts == [
        datetime(2025, 8, 6, 22, 48, tzinfo=UTC),
        datetime(2025, 8, 8, 1, 47, tzinfo=UTC),
    ]
    assert made[1].segments[0].metadata.time_basis == "inferred_offset"


def test_an_import_whose_clock_moves_on_is_an_import(chats):
    """A loop over many lines; the real message that follows days later is none."""
    dates = ["2026-11-20 @20h 18m 47s 825ms"] * 2 + ["2026-11-20 @20h 18m 47s 826ms"]
    said = [user(f"line {n}", date) for n, date in enumerate(dates)]
    real = user("now", "2026-11-22 @09h 00m 00s 001ms")
    found = units([chats.write("chat.jsonl", [header(), *said, real])])
    assert [record.fields["time_basis"] for record in found] == ["import"] * 3 + ["zone"]


def test_two_messages_of_one_second_are_no_import(chats):
    dates = ["2026-11-20T20:18:47.100Z", "2026-11-20T20:18:47.900Z"]
    found = units([chats.write("chat.jsonl", [user(str(n), d) for n, d in enumerate(dates)])])
    assert [record.fields["time_basis"] for record in found] == ["utc", "utc"]


def test_greetings_of_a_group_in_one_moment_are_no_import(chats):
    plain = {"gen_started": None, "gen_finished": None, "send_date": "2026-11-20T20:18:47.100Z"}
    lines = [answer("Hi", name=name, **plain) for name in ("A", "B")]
    found = units([chats.write("group chats/1.jsonl", lines)])
    assert [record.fields["time_basis"] for record in found] == ["utc", "utc"]
