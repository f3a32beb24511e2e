"""Every row of the tolerant schema: each name and type that stands for a field."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sdc_core.records import Reason
from sdc_core.settings import Settings
from sdc_core.sources.notes.source import SOURCE
from tests.core.sources.notes.files import NEW_YORK, ticket, units_of, write
from tests.core.sources.play import play

MIDNIGHT = datetime(2025, 1, 2, 5, tzinfo=UTC)


def session_of(tmp_path, root, settings=NEW_YORK):
    (session,), rejected = play(SOURCE, [write(tmp_path, root)], settings)
    assert rejected == []
    return session


def spellings(*names):
    """Each name as it is, with `_`, `-`, spaces and another case."""
    ways = (str, str.upper, "-".join, lambda name: f" {name[:2]}_{name[2:]} ")
    return [way(name) for name in names for way in ways]


# Root


@pytest.mark.parametrize("key", spellings("tickets"))
def test_every_spelling_of_the_ticket_list_is_read(tmp_path, key):
    session = session_of(tmp_path, {key: [{"date": "1/2/25", "subject": "s"}]})
    assert session.segments[0].type == "TicketInitialIssue"


@pytest.mark.parametrize("key", spellings("toDoItems", "todos", "to-do", "tasks"))
def test_every_spelling_of_the_to_do_list_is_read(tmp_path, key):
    session = session_of(tmp_path, {key: [{"date": "1/2/25", "task": "s"}]})
    assert session.segments[0].type == "StandaloneToDo"


@pytest.mark.parametrize("wrap", [list, lambda items: {"notes": items}])
@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"ticketNumber": 5, "subject": "s"}, "TicketInitialIssue"),
        ({"ticket_number": 5, "subject": "s"}, "TicketInitialIssue"),
        ({"notes": ["n"], "subject": "s"}, "TicketNote"),
        ({"subject": "s", "task": "t"}, "StandaloneToDo"),
        ({"subject": "s"}, "StandaloneToDo"),
    ],
)
def test_in_a_mixed_list_notes_or_a_number_make_a_ticket(tmp_path, item, kind, wrap):
    assert session_of(tmp_path, wrap([item])).segments[0].type == kind


def test_one_ticket_without_a_list_is_read(tmp_path):
    session = session_of(tmp_path, ticket())
    assert [segment.content for segment in session.segments] == ["looked", "fixed"]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_number_beside_the_lists_makes_no_ticket_of_the_file(tmp_path, turn):
    pairs = [("ticketNumber", "9"), ("tickets", [ticket()])][::turn]
    assert session_of(tmp_path, dict(pairs)).meta.source_identifiers == ["1001"]


def test_two_lists_under_one_key_are_both_read(tmp_path):
    """`json` would keep the last alone: all work of the first would be gone without a word."""
    path = tmp_path / "twice.json"
    path.write_text('{"tickets": [{"ticketNumber": 1}], "tickets": [{"ticketNumber": 2}]}', "utf-8")
    assert [(u.raw["ticketNumber"], u.ref.path) for u in units_of(path)] == [
        (1, "/tickets/0"),
        (2, "/tickets/1"),
    ]


def test_unknown_scalars_beside_the_lists_are_passed_over_and_unknown_parts_rejected(tmp_path):
    root = {"version": 3, "exported": "1/2/25", "empty": [], "none": None, "tickets": [ticket()]}
    session_of(tmp_path, root)
    *_, error = units_of(write(tmp_path, {**root, "archive": [{"a": 1}]}))
    assert (error.reason, error.ref.path, error.raw) == (
        Reason.SCHEMA_TYPE,
        "/archive",
        b'[{"a": 1}]',
    )


# Tickets


@pytest.mark.parametrize("value", [77, "77"])
@pytest.mark.parametrize("key", spellings("ticketNumber", "number", "id"))
def test_the_number_of_a_ticket(tmp_path, key, value):
    session = session_of(tmp_path, {"tickets": [{key: value, "date": "1/2/25"}]})
    assert session.meta.source_identifiers == ["77"]


@pytest.mark.parametrize("key", spellings("date", "created", "createdAt"))
def test_the_date_of_a_ticket(tmp_path, key):
    session = session_of(tmp_path, {"tickets": [{key: "1/2/25", "subject": "s"}]})
    assert session.start_utc == MIDNIGHT


def test_when_a_ticket_was_updated_is_kept_and_moves_no_date(tmp_path):
    session = session_of(tmp_path, [ticket(date="1/2/25", updated="1/9/25")])
    metadata = session.segments[0].metadata
    assert session.start_utc == MIDNIGHT
    assert (metadata.item_updated, metadata.item_updated_utc) == (
        "1/9/25",
        "2025-01-09T05:00:00+00:00",
    )
    doubted = session_of(tmp_path, [ticket(updated="soon")])
    assert doubted.segments[0].metadata.item_updated == "soon"
    assert "date_unreadable" in doubted.meta.flags


@pytest.mark.parametrize("key", spellings("customer", "client", "company", "customerName"))
@pytest.mark.parametrize("value", ["Acme", {"name": "Acme"}, {"Customer_Name": "Acme", "id": ""}])
def test_the_customer(tmp_path, key, value):
    session = session_of(tmp_path, [{key: value, "ticketNumber": 1}])
    assert session.context.source_customer_name == "Acme"
    assert session.context.source_customer_id is None


@pytest.mark.parametrize(("value", "number"), [(77, 77), ("77", 77), ("C-77", None), (None, None)])
def test_an_id_of_a_customer_is_a_candidate_and_links_nothing(tmp_path, value, number):
    session = session_of(tmp_path, [ticket(customer={"name": "Acme", "id": value})])
    assert session.context.source_customer_id == number
    assert session.context.customer_id is None


@pytest.mark.parametrize("key", spellings("contact", "contactName"))
def test_the_contact(tmp_path, key):
    session = session_of(tmp_path, [{key: "Jane", "ticketNumber": 1}])
    assert session.context.source_contact_name == "Jane"


@pytest.mark.parametrize("key", spellings("subject", "title"))
def test_the_subject(tmp_path, key):
    assert session_of(tmp_path, [{key: "S", "ticketNumber": 1}]).insights.source_title == "S"


@pytest.mark.parametrize("key", spellings("initialIssue", "description", "body"))
def test_the_first_text(tmp_path, key):
    (segment,) = session_of(tmp_path, [{key: "It beeps", "ticketNumber": 1}]).segments
    assert (segment.type, segment.content) == ("TicketInitialIssue", "It beeps")


def test_status_and_priority(tmp_path):
    metadata = session_of(tmp_path, [ticket(Status="Open", PRIORITY=1)]).segments[0].metadata
    assert (metadata.item_status, metadata.item_priority) == ("Open", "1")


@pytest.mark.parametrize("key", spellings("notes", "comments"))
@pytest.mark.parametrize("text", ["note", "text", "body", "content"])
@pytest.mark.parametrize("user", ["user", "author", "tech"])
def test_the_notes_of_a_ticket(tmp_path, key, text, user):
    part = {"order": 2, "date": "1/3/25", text: "looked", user: "Ann", "colour": "red"}
    root = {"tickets": [{key: [part, "short"], "date": "1/2/25"}]}
    short, segment = session_of(tmp_path, root).segments
    assert (short.type, short.content, short.start_time_utc) == ("TicketNote", "short", MIDNIGHT)
    assert (segment.type, segment.content, segment.author) == ("TicketNote", "looked", "Ann")
    assert segment.start_time_utc.day == 3
    assert (segment.metadata.order, segment.metadata.extra) == ("2", {"colour": "red"})


@pytest.mark.parametrize("key", spellings("to-do", "todo", "todos", "tasks"))
@pytest.mark.parametrize("text", ["task", "text", "title"])
@pytest.mark.parametrize("done", ["completed", "done", "status"])
def test_the_to_dos_of_a_ticket(tmp_path, key, text, done):
    part = {"order": 1, "date": "", text: "call back", done: "yes", "user": "Ann"}
    (segment,) = session_of(tmp_path, {"tickets": [{key: [part]}]}).segments
    assert (segment.type, segment.content) == ("TicketToDo", "call back")
    assert (segment.author, segment.metadata.completed) == ("Ann", True)


def test_the_fields_of_a_standalone_to_do(tmp_path):
    todo = {"date": "1/2/25", "due": "1/9/25", "customer": "Acme", "contact": "Jane",
            "subject": "S", "task": "call", "completed": "no"}  # fmt: skip
    session = session_of(tmp_path, {"toDoItems": [todo]})
    (segment,) = session.segments
    assert (segment.content, segment.start_time_utc) == ("call", MIDNIGHT)
    assert (segment.metadata.due, segment.metadata.completed) == ("1/9/25", False)
    assert session.context.source_customer_name == "Acme"
    assert session.context.source_contact_name == "Jane"
    assert session.insights.source_title == "S"


def test_segments_stand_by_date_then_kind_then_order_then_place(tmp_path):
    item = ticket(
        description="first",
        notes=[{"note": "n10", "order": 10}, {"note": "n9", "order": 9}, "b", "a"],
        todos=[{"task": "t", "order": 1}, {"task": "early", "date": "12/1/24"}],
    )
    contents = [segment.content for segment in session_of(tmp_path, [item]).segments]
    assert contents == ["early", "first", "n9", "n10", "b", "a", "t"]


# What is doubted is kept


def test_a_value_of_a_wrong_type_is_kept_and_flagged(tmp_path):
    item = ticket(subject=["a"], notes=[{"note": "x"}, 7, {"colour": "red"}], todos=3)
    session = session_of(tmp_path, [item])
    assert {"subject_unreadable", "notes_unreadable", "todos_unreadable"} <= set(session.meta.flags)
    extra = session.segments[0].metadata.item_extra
    assert extra == {"subject": ["a"], "unread_notes": [7, {"colour": "red"}], "todos": 3}


def test_a_repeated_key_is_flagged_and_what_it_hid_is_kept(tmp_path):
    path = tmp_path / "twice.json"
    path.write_text('[{"ticketNumber": 1, "notes": ["a"], "notes": ["b"]}]', "utf-8")
    (session,), _ = play(SOURCE, [path], NEW_YORK)
    assert [segment.content for segment in session.segments] == ["b"]
    assert "duplicate_key" in session.meta.flags
    hidden = session.segments[0].metadata.item_extra["duplicate_key"]
    assert hidden == [["notes", ["a"]]]


def test_only_the_item_with_half_an_emoji_is_flagged(tmp_path):
    path = tmp_path / "notes.json"
    path.write_text('[{"task": "a\\ud83d"}, {"task": "b"}]', "utf-8")
    assert [u.fields["flags"] for u in units_of(path)] == [
        ["text_repaired", "undated"],
        ["undated"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_rejected_item_keeps_the_bytes_it_came_as(tmp_path, encoding):
    path = tmp_path / "notes.json"
    written = '{"mood" :\t"M\u00fcller",\r\n "n": 1.50}'
    path.write_bytes(f'{{"tickets": [{{"ticketNumber": 1}}, {written} ]}}'.encode(encoding))
    _, error = units_of(path)
    assert (error.reason, error.ref.path) == (Reason.SCHEMA_MISSING, "/tickets/1")
    assert error.raw == written.encode("utf-16-le" if encoding == "utf-16" else encoding)
    assert error.raw in path.read_bytes()


@pytest.mark.parametrize(
    ("value", "reason"),
    [("[" * 65 + "]" * 65, Reason.TOO_DEEP), ('{"n": 1e999}', Reason.TOO_LARGE),
     ('"text"', Reason.SCHEMA_TYPE)],
)  # fmt: skip
def test_an_item_beyond_the_limits_costs_itself_alone(tmp_path, value, reason):
    path = tmp_path / "notes.json"
    path.write_text(f'{{"tickets": [{value}, {{"ticketNumber": 1}}]}}', "utf-8")
    error, good = units_of(path)
    assert (error.reason, error.raw.decode(), error.ref.path) == (reason, value, "/tickets/0")
    assert good.raw == {"ticketNumber": 1}


# Dates


@pytest.mark.parametrize("zone", ["America/New_York", "America/Havana", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize("written", ["3/10/24", "11/3/2024", "2024-07-01", "2/29/24"])
def test_a_day_is_the_day_that_was_written_also_where_midnight_does_not_exist(
    tmp_path, zone, written
):
    settings = Settings.model_validate({"notes": {"zone": zone}})
    start = session_of(tmp_path, [ticket(date=written)], settings).start_utc
    local = start.astimezone(ZoneInfo(zone))
    numbers = {int(part) for part in written.replace("-", "/").split("/")}
    assert {local.month, local.day} <= numbers
    assert local.year == 2024


@pytest.mark.parametrize(
    ("written", "zone"),
    [("0001-01-01", "Asia/Tokyo"), ("9999-12-31T23:00", "America/New_York"), (10**13, "UTC")],
)
def test_a_time_that_utc_does_not_have_is_none(tmp_path, written, zone):
    settings = Settings.model_validate({"notes": {"zone": zone}})
    session = session_of(tmp_path, [ticket(date=written)], settings)
    is_far = session.start_utc is not None and session.start_utc.year > 2200
    assert is_far == (written == 10**13)
    assert ("date_unreadable" in session.meta.flags) == (not is_far)
