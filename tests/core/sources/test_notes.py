"""notes.json: the tolerant schema, dates, identity, edits."""

import copy
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from sdc_core.errors import WrongInputError
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.notes.source import SOURCE
from tests.core.sources.notes.files import NEW_YORK, ticket, write
from tests.core.sources.play import input_file, play, read_all, sessions
from tests.factory import MOMENT


def one(tmp_path, item, settings=NEW_YORK):
    (session,), rejected = play(SOURCE, [write(tmp_path, [item])], settings)
    assert rejected == []
    return session


class Store:
    """The records of one notes.json over several looks, as the intake keeps them."""

    def __init__(self, tmp_path):
        self.tmp_path = tmp_path
        self.records = []
        self.looks = 0

    def look(self, items):
        now = MOMENT + timedelta(days=self.looks)
        self.looks += 1
        units = read_all(SOURCE, [write(self.tmp_path, items)], NEW_YORK)
        fresh = {unit.key: unit for unit in units if isinstance(unit, Record)}
        stored = {record.key: record for record in self.records}
        seen = {"first_seen_utc": now, "last_seen_utc": now}
        merged = [
            self._known(stored[k], r) if k in stored else r.model_copy(update=seen)
            for k, r in fresh.items()
        ]
        merged += [
            r.model_copy(update={"source_missing": True})
            for k, r in stored.items()
            if k not in fresh
        ]
        self.records = SOURCE.settle(merged, NEW_YORK)
        for group in SOURCE.group(self.records, NEW_YORK):
            next(r for r in self.records if r.key == group.keys[0]).session_id = group.session_id
        return {s.meta.session_id: s for s in sessions(SOURCE, self.records, NEW_YORK)}

    @staticmethod
    def _known(old, new):
        return old.model_copy(
            update={"raw": new.raw, "fields": new.fields, "source_missing": False}
        )


# The recorded sample


def test_the_recorded_file_is_four_sessions(shared):
    made, rejected = play(SOURCE, [shared / "samples/notes/notes.json"], NEW_YORK)
    assert rejected == []
    kinds = {s.insights.source_title: [str(segment.type) for segment in s.segments] for s in made}
    assert kinds == {
        "Desktop Performance Issue": ["TicketNote"] * 3 + ["TicketToDo"] * 2,
        "Server Hardware Alert": ["TicketNote"] * 2 + ["TicketToDo"] * 2,
        "Review Communication Logs": ["StandaloneToDo"],
        "New Domain Email Setup": ["StandaloneToDo"],
    }
    assert len({segment.segment_id for s in made for segment in s.segments}) == 11


def test_the_recorded_file_has_dates_but_no_ends_minutes_or_authors(shared):
    made, _ = play(SOURCE, [shared / "samples/notes/notes.json"], NEW_YORK)
    assert [s.start_utc for s in made] == [
        datetime(2024, 4, 15, 4, tzinfo=UTC),
        datetime(2024, 9, 15, 4, tzinfo=UTC),
        datetime(2024, 10, 1, 4, tzinfo=UTC),
        datetime(2024, 12, 10, 5, tzinfo=UTC),
    ]
    for session in made:
        assert session.insights.session_end_time_utc is None
        assert session.insights.session_duration_minutes == 0
        assert all(segment.author is None for segment in session.segments)
        assert {segment.metadata.time_basis for segment in session.segments} == {"date_only"}
    assert made[0].context.source_customer_name == "Acme Inc."
    assert made[0].context.source_contact_name == "Jane Roe"


def test_order_in_the_file_and_its_name_do_not_matter(shared, tmp_path):
    value = json.loads((shared / "samples/notes/notes.json").read_text("utf-8"))
    want, _ = play(SOURCE, [shared / "samples/notes/notes.json"], NEW_YORK)
    value["tickets"].reverse()
    value["toDoItems"].reverse()
    got, _ = play(SOURCE, [write(tmp_path, value, name="renamed.json")], NEW_YORK)
    assert [s.meta.session_id for s in got] == [s.meta.session_id for s in want]
    assert [s.insights for s in got] == [s.insights for s in want]


# Dates


@pytest.mark.parametrize(
    ("value", "utc", "basis"),
    [
        ("12/10/24", datetime(2024, 12, 10, 5, tzinfo=UTC), "date_only"),
        ("4/5/2024", datetime(2024, 4, 5, 4, tzinfo=UTC), "date_only"),
        ("2024-12-10", datetime(2024, 12, 10, 5, tzinfo=UTC), "date_only"),
        ("2024-12-10T09:30", datetime(2024, 12, 10, 14, 30, tzinfo=UTC), "assumed_zone"),
        ("2024-12-10T09:30:00Z", datetime(2024, 12, 10, 9, 30, tzinfo=UTC), "offset"),
        (1733823000, datetime(2024, 12, 10, 9, 30, tzinfo=UTC), "epoch"),
        ("1733823000000", datetime(2024, 12, 10, 9, 30, tzinfo=UTC), "epoch"),
    ],
)
def test_every_date_form_is_read(tmp_path, value, utc, basis):
    session = one(tmp_path, ticket(date=value))
    assert session.start_utc == utc
    assert session.segments[0].metadata.time_basis == basis


@pytest.mark.parametrize(
    "value", ["02/30/24", "1/2/202", "soon", "13/1/24", 0, 5, True, [1], "0000-01-01"]
)
def test_a_value_that_is_no_date_is_none_and_flagged_never_1970(tmp_path, value):
    session = one(tmp_path, ticket(date=value))
    assert session.start_utc is None
    assert {"undated", "date_unreadable"} <= set(session.meta.flags)
    assert session.segments[0].metadata.item_date == str(value)


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_date_is_undated(tmp_path, value):
    session = one(tmp_path, ticket(date=value))
    assert session.start_utc is None
    assert session.meta.flags == ["undated"]


def test_the_day_comes_first_only_by_setting(tmp_path):
    settings = Settings.model_validate({"notes": {"date_order": "day_first"}})
    assert one(tmp_path, ticket(date="10/12/24"), settings).start_utc.month == 12


def test_a_part_with_its_own_date_has_it_and_the_others_have_the_ticket_s(tmp_path):
    notes = [{"note": "a", "date": "12/12/24"}, {"note": "b", "date": ""}]
    session = one(tmp_path, ticket(notes=notes))
    assert [(s.content, s.start_time_utc.day) for s in session.segments] == [("b", 10), ("a", 12)]


# The tolerant schema


@pytest.mark.parametrize("key", ["to-do", "to_do", "toDo", "TODO", "todos", "tasks", "To Do"])
def test_every_spelling_of_to_do_is_a_to_do(tmp_path, key):
    session = one(tmp_path, ticket(notes=[], **{key: ["call back"]}))
    assert [(str(s.type), s.content) for s in session.segments] == [("TicketToDo", "call back")]


@pytest.mark.parametrize("key", ["toDoItems", "todoItems", "todos", "to-do", "to_do", "tasks"])
def test_every_spelling_of_the_to_do_list_is_read(tmp_path, key):
    path = write(tmp_path, {key: [{"date": "1/2/25", "task": "call back"}]})
    (session,), _ = play(SOURCE, [path], NEW_YORK)
    assert str(session.segments[0].type) == "StandaloneToDo"


@pytest.mark.parametrize(
    ("value", "completed"),
    [(True, True), ("yes", True), ("X", True), ("done", True), ("1/3/25", True),
     (False, False), ("", False), (None, False), ("no", False), ("perhaps", None)],
)  # fmt: skip
def test_what_counts_as_completed(tmp_path, value, completed):
    session = one(tmp_path, {"date": "1/2/25", "task": "call", "completed": value})
    metadata = session.segments[0].metadata.model_dump()
    assert metadata.get("completed") is completed
    assert ("completed_at_utc" in metadata) == (value == "1/3/25")
    assert metadata.get("state") == ("perhaps" if completed is None else None)


def test_null_lists_are_empty_and_a_bare_ticket_keeps_its_subject_as_text(tmp_path):
    item = {"ticketNumber": 7, "subject": "Beep", "notes": None, "to-do": None, "date": None}
    session = one(tmp_path, item)
    assert [s.content for s in session.segments] == ["Beep"]
    assert session.meta.source_identifiers == ["7"]
    assert "text_missing" in session.meta.flags


def test_unknown_keys_are_kept(tmp_path):
    session = one(tmp_path, ticket(mood="calm", notes=[{"note": "a", "colour": "red"}]))
    metadata = session.segments[0].metadata
    assert metadata.item_extra == {"mood": "calm"}
    assert metadata.extra == {"colour": "red"}


def test_a_customer_object_gives_name_and_candidate_id(tmp_path):
    session = one(tmp_path, ticket(customer={"name": "Acme", "id": "77"}))
    assert session.context.source_customer_name == "Acme"
    assert session.context.source_customer_id == 77
    assert session.context.customer_id is None


def test_the_author_is_the_user_else_the_configured_technician_never_the_contact(tmp_path):
    settings = Settings.model_validate(
        {"notes": {"technician": "Ann"}, "technicians": [{"id": "ann", "name": "Ann"}]}
    )
    item = ticket(contact="Jane", notes=[{"note": "a", "user": "Bo"}, "b"])
    session = one(tmp_path, item, settings)
    assert [(s.author, s.metadata.technician) for s in session.segments] == [
        ("Bo", None),
        ("Ann", "ann"),
    ]


def test_a_bad_item_costs_itself_and_keeps_its_value(tmp_path):
    path = write(tmp_path, {"tickets": [ticket(), 7, {}], "toDoItems": [{"task": "x"}, None]})
    made, rejected = play(SOURCE, [path], NEW_YORK)
    assert len(made) == 2
    assert [(e.reason, e.ref.path, json.loads(e.raw)) for e in rejected] == [
        (Reason.SCHEMA_TYPE, "/tickets/1", 7),
        (Reason.SCHEMA_MISSING, "/tickets/2", {}),
        (Reason.SCHEMA_TYPE, "/toDoItems/1", None),
    ]


# Identity


def test_equal_items_are_two_sessions_wherever_they_stand(tmp_path):
    twins = [ticket(), ticket(status="Closed"), ticket(number="x")]
    want, _ = play(SOURCE, [write(tmp_path, twins)], NEW_YORK)
    assert len({s.meta.session_id for s in want}) == 3
    got, _ = play(SOURCE, [write(tmp_path, twins[::-1])], NEW_YORK)
    assert {
        s.meta.session_id: s.segments[0].metadata.model_dump(exclude={"source_ref"}) for s in got
    } == {
        s.meta.session_id: s.segments[0].metadata.model_dump(exclude={"source_ref"}) for s in want
    }


def test_one_text_as_note_and_to_do_is_two_segments(tmp_path):
    session = one(tmp_path, ticket(notes=["same", "same"], todos=["same"]))
    assert len({segment.segment_id for segment in session.segments}) == 3


def test_a_copy_of_the_file_adds_nothing(tmp_path):
    paths = [write(tmp_path, [ticket()]), write(tmp_path, [ticket()], name="copy.json")]
    assert len(play(SOURCE, paths, NEW_YORK)[0]) == 1


def test_another_zone_moves_no_id(tmp_path):
    ids = {one(tmp_path, ticket(), s).meta.session_id for s in (NEW_YORK, Settings())}
    assert len(ids) == 1


# Edits


def test_a_note_more_is_the_same_session_with_one_segment_more(tmp_path):
    store = Store(tmp_path)
    (before,) = store.look([ticket()]).values()
    (after,) = store.look(
        [ticket(notes=[*ticket()["notes"], {"order": 3, "note": "called"}])]
    ).values()
    assert after.meta.session_id == before.meta.session_id
    old = [segment.segment_id for segment in before.segments]
    assert [segment.segment_id for segment in after.segments][:2] == old


@pytest.mark.parametrize(
    "change",
    [
        {"customer": "Acme Inc."},
        {"subject": "Very slow"},
        {"ticketNumber": "1010"},
        {"date": "12/11/24"},
    ],
    ids=["customer", "subject", "number", "date"],
)
def test_a_correction_keeps_the_session_and_its_history(tmp_path, change):
    store = Store(tmp_path)
    other = ticket(ticketNumber="5", subject="Other", notes=["x", "y", "z"])
    before = store.look([ticket(), other])
    after = store.look([ticket(**change), other])
    assert set(after) == set(before)
    (edited,) = [record for record in store.records if record.revisions]
    assert edited.raw == ticket(**change)
    assert [revision.raw for revision in edited.revisions] == [ticket()]
    assert not edited.source_missing


def test_a_correction_is_found_again_at_every_later_look(tmp_path):
    store = Store(tmp_path)
    before = store.look([ticket()])
    for _ in range(3):
        after = store.look([ticket(customer="Acme Inc.")])
        assert set(after) == set(before)
        assert len(store.records) == 1
        assert len(store.records[0].revisions) == 1


def test_a_correction_is_found_again_where_nothing_counts_as_missing(tmp_path):
    """The intake marks nothing as missing while a file holds a rejected item."""
    store = Store(tmp_path)
    store.look([ticket()])
    store.look([ticket(customer="Acme Inc.")])
    (old,) = store.records
    (new,) = read_all(SOURCE, [write(tmp_path, [ticket(customer="Acme Inc.")])], NEW_YORK)
    assert new.key != old.key
    assert [r.key for r in SOURCE.settle([old, new], NEW_YORK)] == [old.key]


def test_a_correction_and_a_later_one_and_the_way_back(tmp_path):
    store = Store(tmp_path)
    before = store.look([ticket()])
    for customer in ("Acme Inc.", "Acme Incorporated", "Acme"):
        (session,) = store.look([ticket(customer=customer)]).values()
        assert session.meta.session_id in before
        assert session.context.source_customer_name == customer


def test_a_to_do_of_another_day_is_another_to_do(tmp_path):
    store = Store(tmp_path)
    todo = {"date": "1/2/25", "customer": "Acme", "task": "check the backups"}
    store.look([todo])
    after = store.look([{**todo, "date": "1/9/25"}])
    assert len(after) == 2


def test_what_has_two_readings_is_not_guessed(tmp_path):
    store = Store(tmp_path)
    store.look([ticket()])
    twins = [ticket(customer="A"), ticket(customer="B")]
    assert len(store.look(twins)) == 3


def test_an_item_that_left_the_file_stays(tmp_path):
    store = Store(tmp_path)
    before = store.look([ticket(), ticket(ticketNumber="2", subject="B", notes=["q"])])
    after = store.look([ticket()])
    assert set(after) == set(before)
    assert [record.source_missing for record in store.records].count(True) == 1


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    path = write(tmp_path, [ticket(customer="Müller")], encoding=encoding)
    (session,), _ = play(SOURCE, [path], NEW_YORK)
    assert session.context.source_customer_name == "Müller"
    assert ("encoding=guessed" in session.meta.flags) == (encoding == "cp1252")


def test_a_torn_file_is_rejected_whole_with_its_bytes(shared, tmp_path):
    content = (shared / "samples/notes/notes.json").read_bytes()
    path = tmp_path / "torn.json"
    path.write_bytes(content[:-40])
    made, (error,) = play(SOURCE, [path], NEW_YORK)
    assert made == []
    assert (error.reason, error.raw) == (Reason.SYNTAX, content[:-40])


def test_of_a_large_torn_file_the_beginning_is_kept_and_said_to_be_one(tmp_path):
    path = tmp_path / "large.json"
    path.write_bytes(b"[" + b" " * 2 * 1024 * 1024)
    _, (error,) = play(SOURCE, [path], NEW_YORK)
    assert error.raw_truncated
    assert len(error.raw) == 1024 * 1024


def test_half_an_emoji_is_replaced_and_flagged(tmp_path):
    path = tmp_path / "notes.json"
    path.write_text('[{"task": "call \\ud83d now", "date": "1/2/25"}]', encoding="utf-8")
    (session,), rejected = play(SOURCE, [path], NEW_YORK)
    assert rejected == []
    assert session.segments[0].content == "call \ufffd now"
    assert "text_repaired" in session.meta.flags
    assert session.to_bytes()


@pytest.mark.parametrize(
    ("name", "text", "looks"),
    [
        ("report.csv", "ConnectedTime,SessionName\n", "ScreenConnect connection report"),
        (
            "report.json",
            '{"FieldNames": ["ConnectedTime"], "Items": []}',
            "ScreenConnect connection",
        ),
        ("chat.json", '{"user_name": "A", "mes": "hi"}', "SillyTavern chat"),
        ("customers.json", '{"business_name": "A"}', "customer list"),
        ("other.json", '{"a": 1}', "JSON file of another program"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(tmp_path, name, text, looks):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInputError, match=f"{name}.*{looks}.*tickets"):
        play(SOURCE, [path])


def test_the_json_test_suite_is_judged_right_and_never_crashes(shared):
    for path in sorted((shared / "badinput/JSONTestSuite").rglob("*.json")):
        try:
            units = list(SOURCE.read(input_file(path), Settings()))
        except WrongInputError:
            continue
        has_syntax_error = any(
            isinstance(u, RecordError) and u.reason == Reason.SYNTAX for u in units
        )
        assert not (path.name.startswith("y_") and has_syntax_error), path.name
        for unit in units:
            assert isinstance(unit, RecordError) or unit.model_dump_json()
        is_empty = not path.read_bytes().strip(b"\xef\xbb\xbf \n")
        if path.name.startswith("n_") and not is_empty:
            assert has_syntax_error, path.name


def test_hostile_texts_come_back_unchanged(shared, tmp_path):
    texts = json.loads((shared / "badinput/blns/blns.json").read_text("utf-8"))
    items = [
        ticket(ticketNumber=str(n), customer=t, contact=t, subject=t, notes=[t])
        for n, t in enumerate(texts)
    ]
    units = read_all(SOURCE, [write(tmp_path, copy.deepcopy(items))], NEW_YORK)
    assert {unit.raw["ticketNumber"]: unit.raw for unit in units} == {
        i["ticketNumber"]: i for i in items
    }
    for session in sessions(SOURCE, units, NEW_YORK):
        assert type(session).from_bytes(session.to_bytes()) == session


def test_garbage_is_refused_or_rejected_never_a_crash(shared, tmp_path):
    rng = random.Random(7)
    start = (shared / "samples/notes/notes.json").read_bytes()
    for number in range(200):
        broken = bytearray(start)
        for _ in range(rng.randint(1, 8)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        path = tmp_path / f"{number}.json"
        path.write_bytes(broken)
        try:
            units = list(SOURCE.read(input_file(path), Settings()))
        except WrongInputError:
            continue
        sessions(SOURCE, [u for u in units if isinstance(u, Record)], Settings())
