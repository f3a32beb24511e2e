"""SillyTavern chats to Sessions: the samples against their truth, and what a changed chat keeps."""

import json
import random
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sdc_core.errors import InputUnreadableError, WrongInputError
from sdc_core.records import Reason, Record, RecordError, Revision
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.source import SOURCE
from tests.core.sources.play import merged, sessions

NEW_YORK = {"sillytavern": {"zone": "America/New_York"}}
SETTINGS = Settings.model_validate(
    {**NEW_YORK, "technicians": [{"id": "nick", "name": "Nick", "names": ["User"]}]}
)
RECORDED = "Test Chat - No Reasoning2025-08-06@18h48m10s.jsonl"
START = datetime(2025, 8, 6, 22, 48, tzinfo=UTC)


def files_below(folder):
    return [
        InputFile(path=path, name=path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*.jsonl"))
    ]


def units(files, settings=SETTINGS):
    return [unit for file in files for unit in SOURCE.read(file, settings)]


def settled(files, settings=SETTINGS):
    return merged(SOURCE, units(files, settings), settings)


def built(files, settings=SETTINGS):
    return sessions(SOURCE, settled(files, settings), settings)


@pytest.fixture
def family(shared):
    return files_below(shared / "samples/sillytavern/synthetic_family")


@pytest.fixture
def recorded(shared):
    path = shared / "samples/sillytavern" / RECORDED
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Chats:
    """Chat files of a test: written anew with every change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name, lines, newline="\n"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = newline.join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        path.write_bytes(text.encode())
        return InputFile(path=path, name=name)


@pytest.fixture
def chats(tmp_path):
    return Chats(tmp_path)


def user(text, date="August 6, 2025 6:48pm", **more):
    return {"name": "Nick", "is_user": True, "send_date": date, "mes": text, "extra": {}, **more}


def answer(text, second=0, **more):
    times = {
        "gen_started": f"2025-08-06T22:48:{second:02d}.000Z",
        "gen_finished": f"2025-08-06T22:48:{second + 5:02d}.000Z",
    }
    return {"name": "WorkLog", "is_user": False, "send_date": "August 6, 2025 6:48pm", "mes": text,
            **times, "extra": {}, **more}  # fmt: skip


def header(**metadata):
    return {
        "user_name": "Nick",
        "character_name": "WorkLog",
        "chat_metadata": {"chat_id_hash": 7, **metadata},
    }


def contents(made):
    return sorted(segment.content for session in made for segment in session.segments)


# The samples


def test_the_synthetic_family_holds_eighteen_messages(shared, family):
    truth = json.loads(
        (shared / "samples/sillytavern/synthetic_family/EXPECTED.json").read_text(encoding="utf-8")
    )
    in_family = [r for r in settled(family) if r.fields["chat"]["chat_id_hash"] == 5129384756123456]
    assert len(in_family) == truth["unique_messages_in_worklog_family"] == 18


def test_the_order_of_files_changes_no_session(family):
    want = [session.to_bytes() for session in built(family)]
    for seed in range(5):
        order = random.Random(seed).sample(family, len(family))
        assert [session.to_bytes() for session in built(order)] == want


def test_the_doubled_hour_of_the_family_is_one_hour_of_work(family):
    night = next(s for s in built(family) if s.start_utc.date().isoformat() == "2025-11-02")
    first, last = (s for s in night.segments if s.author == "Nick")
    assert (first.start_time_utc.hour, last.start_time_utc.hour) == (5, 6)
    assert night.insights.session_duration_minutes == 60


def test_the_old_texts_of_the_family_are_revisions(family):
    changed = {
        r.fields["line"]: r
        for r in settled(family)
        if len(r.revisions) and r.fields["line"] in (10, 11)
    }
    assert "25 minutes" in changed[10].revisions[0].raw["mes"]
    assert "30 minutes" in changed[10].raw["mes"]
    assert "25 minutes" in changed[11].revisions[0].raw["mes"]


def test_a_branch_owns_its_tail_and_the_main_chat_the_prefix(family):
    session = next(s for s in built(family) if s.start_utc.isoformat().startswith("2025-10-27T13"))
    chats = [(s.metadata.chat, s.content) for s in session.segments]
    assert [text for chat, text in chats if "Branch" in chat] == [
        "Actually the error is 0x800CCC0E.",
        "That is a blocked SMTP port.",
    ]


def test_the_recorded_chat_has_its_true_utc_times(shared):
    folder = shared / "samples/sillytavern"
    for settings in (SETTINGS, Settings()):
        (session,) = built([InputFile(path=folder / RECORDED, name=RECORDED)], settings)
        assert session.start_utc == START
        assert session.insights.session_end_time_utc == datetime(2025, 8, 6, 23, 1, 56, 202000, UTC)
        assert len(session.segments) == 12
        assert session.insights.source_title == "SillyTavern Chat with Test Chat"
        assert session.context.links == ["st_chat_id:1645423684533243"]
        assert session.meta.processing_status == "Complete"


def test_only_people_are_technicians(shared):
    folder = shared / "samples/sillytavern"
    (session,) = built([InputFile(path=folder / RECORDED, name=RECORDED)])
    told = {(s.metadata.role, s.author, s.metadata.technician) for s in session.segments}
    assert ("user", "User", "nick") in told
    assert all(technician is None for role, _, technician in told if role == "ai")


def test_the_oldest_file_is_epoch_milliseconds_and_its_greeting_opens_no_session(shared):
    name = "legacy2023-01_Aqua_1673181146000.jsonl"
    file = InputFile(path=shared / "samples/sillytavern" / name, name=name)
    (record,) = settled([file])
    assert record.fields["start_utc"] == "2023-01-24T12:29:31.558000+00:00"
    assert built([file]) == []


def test_imports_are_flagged_and_carry_no_minutes(shared):
    folder = shared / "samples/sillytavern/generated_by_st_code"
    for path in sorted(folder.glob("*.jsonl")):
        if "risu" not in path.name:
            (session,) = built([InputFile(path=path, name=path.name)])
            assert session.meta.flags == ["import"]
            assert session.insights.session_duration_seconds == 0


def test_a_risu_import_keeps_its_true_times(shared):
    path = shared / "samples/sillytavern/generated_by_st_code/import_risu_v1.18.jsonl"
    first = built([InputFile(path=path, name=path.name)])[0]
    assert first.start_utc == datetime(2024, 8, 6, 12, 0, 0, 123000, UTC)
    assert first.meta.flags == []


# What a changed chat keeps: ids before and after, on the recorded chat


def _renamed(lines):
    for line in lines[1:]:
        line["name"] = {"Test Chat": "Log Book"}.get(line["name"], line["name"])


def _persona_synced(lines):
    for line in lines[1:]:
        if line["is_user"]:
            line["name"], line["force_avatar"] = "Nick", "/thumbnail?type=persona&file=n.png"


def _edited(lines):
    lines[3]["mes"] = "Started 25 minutes ago."


def _first_edited(lines):
    lines[1]["mes"] = "So here is an edited chat."


def _all_edited(lines):
    for line in lines[1:]:
        line["mes"] += " (checked)"


def _swiped(lines):
    new = {"gen_started": "2025-08-06T23:03:00.000Z", "gen_finished": "2025-08-06T23:03:09.000Z"}
    last = lines[-1]
    last["swipes"].append("Quite another answer.")
    last["swipe_info"].append({"send_date": "August 6, 2025 7:03pm", **new, "extra": {}})
    last.update(mes="Quite another answer.", swipe_id=1, send_date="August 6, 2025 7:03pm", **new)


def _continued(lines):
    last = lines[-1]
    last.update(
        mes=last["mes"] + " And more.", send_date="August 6, 2025 7:04pm",
        gen_started="2025-08-06T23:04:00.000Z", gen_finished="2025-08-06T23:04:05.000Z",
    )  # fmt: skip
    last["swipes"] = [last["mes"]]
    last["swipe_info"] = []


CHANGES = [_renamed, _persona_synced, _edited, _first_edited, _all_edited, _swiped, _continued]
TEXT_CHANGES = {_edited: 1, _first_edited: 1, _all_edited: 12, _swiped: 1, _continued: 1}


def _names(change):
    return change.__name__.strip("_")


@pytest.mark.parametrize("change", CHANGES, ids=_names)
def test_a_changed_copy_adds_no_message(chats, recorded, change):
    after = deepcopy(recorded)
    change(after)
    files = [chats.write("a/old copy.jsonl", recorded), chats.write("b/chat.jsonl", after)]
    for order in (files, files[::-1]):
        records = settled(order)
        assert len(records) == 12
        assert sum(bool(r.revisions) for r in records) == TEXT_CHANGES.get(change, 0)
        assert len(sessions(SOURCE, records, SETTINGS)) == 1


@pytest.mark.parametrize("change", CHANGES, ids=_names)
def test_a_chat_changed_in_place_keeps_its_ids(chats, recorded, change):
    before = _look([], [chats.write("chat.jsonl", recorded)], day=0)
    after = deepcopy(recorded)
    change(after)
    file = chats.write("chat.jsonl", after)
    now = _look(before, [file], day=1)
    assert _ids(now) == _ids(before)
    assert contents(sessions(SOURCE, now, SETTINGS)) == sorted(m["mes"] for m in after[1:])
    assert not any(record.source_missing for record in now)
    again = _look(now, [file], day=2)
    assert [r.model_dump() for r in again] == [r.model_dump() for r in now]


@pytest.mark.parametrize("change", CHANGES, ids=_names)
def test_settling_a_settled_list_changes_nothing(chats, recorded, change):
    after = deepcopy(recorded)
    change(after)
    records = settled([chats.write("a.jsonl", recorded), chats.write("b.jsonl", after)])
    again = SOURCE.settle(records[::-1], SETTINGS)
    assert [r.model_dump() for r in again] == [r.model_dump() for r in records]


def _look(stored, files, day):
    """One look as the intake does it: what is gone stays, marked; what differs is revised."""
    seen = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    found: dict[str, Record] = {}
    for unit in units(files):
        fresh = unit.model_copy(update={"first_seen_utc": seen, "last_seen_utc": seen})
        earlier = found.get(unit.key)
        found[unit.key] = fresh if earlier is None else SOURCE.prefer(earlier, fresh)
    known = {record.key: record for record in stored}
    records = [
        record.model_copy(update={"source_missing": True})
        for key, record in known.items()
        if key not in found
    ]
    for key, fresh in found.items():
        records.append(_again(known[key], fresh) if key in known else fresh)
    return SOURCE.settle(records, SETTINGS)


def _again(before, fresh):
    if before.content_digest() == fresh.content_digest():
        return before.model_copy(update={"source_missing": False})
    old = Revision(
        raw=before.raw, fields=before.fields, ref=before.ref, seen_utc=before.last_seen_utc
    )
    revisions = [*before.revisions, old] if before.raw != fresh.raw else before.revisions
    return fresh.model_copy(
        update={"first_seen_utc": before.first_seen_utc, "revisions": revisions}
    )


def _ids(records):
    made = sessions(SOURCE, records, SETTINGS)
    return [(s.meta.session_id, sorted(g.segment_id for g in s.segments)) for s in made]


def test_a_message_edited_back_is_what_it_was(chats):
    first = chats.write("chat.jsonl", [header(), user("one"), answer("two")])
    before = _look([], [first], day=0)
    edited = _look(
        before, [chats.write("chat.jsonl", [header(), user("uno"), answer("two")])], day=1
    )
    back = _look(edited, [chats.write("chat.jsonl", [header(), user("one"), answer("two")])], day=2)
    assert _ids(before) == _ids(edited) == _ids(back)
    assert contents(sessions(SOURCE, back, SETTINGS)) == ["one", "two"]
    assert [r.raw["mes"] for record in back for r in record.revisions] == ["uno"]


def test_a_deleted_message_is_no_revision_of_its_neighbour(chats):
    before = _look([], [chats.write("chat.jsonl", [header(), user("one"), user("two")])], day=0)
    now = _look(before, [chats.write("chat.jsonl", [header(), user("two")])], day=1)
    assert {(r.raw["mes"], r.source_missing) for r in now} == {("one", True), ("two", False)}


def test_a_deleted_message_that_a_branch_still_holds_stays_a_message(chats):
    main = chats.write("chat.jsonl", [header(), user("two")])
    branch = chats.write("b.jsonl", [header(main_chat="chat"), user("one"), user("two")])
    assert len(settled([main, branch])) == 2


def test_a_growing_chat_recomputes_its_session(chats):
    lines = [header(), user("one"), answer("two", 10)]
    before = _look([], [chats.write("chat.jsonl", lines)], day=0)
    lines += [user("three", "August 6, 2025 6:53pm")]
    now = _look(before, [chats.write("chat.jsonl", lines)], day=1)
    (old,), (new,) = _ids(before), _ids(now)
    assert old[0] == new[0]
    assert len(new[1]) == 3
    assert {r.key: r.fields for r in before}.items() <= {r.key: r.fields for r in now}.items()


# Identity


def test_equal_short_texts_of_one_minute_are_counted(chats):
    file = chats.write(
        "chat.jsonl", [header(), user("ok"), answer("Go on.", 3), user("ok"), user("ok")]
    )
    assert len(settled([file])) == 4


def test_copies_take_the_maximum_of_equal_messages_and_not_the_sum(chats):
    main = chats.write("chat.jsonl", [header(), user("ok"), user("ok")])
    branch = chats.write(
        "chat - Branch #1.jsonl", [header(main_chat="chat"), user("ok"), user("ok"), user("ok")]
    )
    assert len(settled([main, branch])) == 3


def test_a_copied_message_is_a_new_one(chats):
    copy = user("call back", 1754521200123)
    records = settled([chats.write("chat.jsonl", [header(), user("call back"), copy])])
    assert [r.fields["flags"] for r in sorted(records, key=lambda r: r.fields["line"])] == [
        [],
        ["copied"],
    ]


def test_composed_and_decomposed_letters_and_line_ends_are_one_text(chats):
    one = chats.write("a.jsonl", [header(), user("Café\r\nclosed ")])
    other = chats.write("b.jsonl", [header(), user("Cafe\u0301\nclosed")])
    assert len(settled([one, other])) == 1


def test_a_chat_converted_to_a_group_is_the_same_family(chats):
    solo = [{"user_name": "Nick", "character_name": "WorkLog"}, user("one"), answer("two", 3)]
    group = [
        user("one"),
        answer("two", 3, name="Log Book", extra={"gen_id": 1}),
        answer("three", 20),
    ]
    made = built(
        [chats.write("chats/WorkLog/a.jsonl", solo), chats.write("group chats/2025.jsonl", group)]
    )
    assert [len(session.segments) for session in made] == [3]


def test_unrelated_chats_of_one_hour_stay_apart(chats):
    files = [
        chats.write("a.jsonl", [header(), user("one")]),
        chats.write("b.jsonl", [header(chat_id_hash=8), user("two")]),
    ]
    assert len(built(files)) == 2


def test_a_rename_of_the_parent_does_not_break_the_family(chats):
    start = [user("one"), answer("two", 3)]
    branch = {
        "chat_metadata": {"main_chat": "old name"},
        "user_name": "unused",
        "character_name": "unused",
    }
    plain = {"chat_metadata": {}, "user_name": "unused", "character_name": "unused"}
    files = [
        chats.write("new name.jsonl", [plain, *start, user("three", "August 6, 2025 6:50pm")]),
        chats.write(
            "new name - Branch #1.jsonl", [branch, *start, user("four", "August 6, 2025 6:51pm")]
        ),
    ]
    assert [len(session.segments) for session in built(files)] == [4]


# What counts


def test_reasoning_never_reaches_the_session(chats):
    secret = "PRIVATE THINKING"
    extra = {"reasoning": secret, "reasoning_signature": secret}
    file = chats.write("chat.jsonl", [header(), user("one"), answer("two", 3, extra=extra)])
    (session,) = built([file])
    assert secret.encode() not in session.to_bytes()


def test_a_hidden_message_is_kept_and_a_help_screen_is_not(chats):
    help_screen = {**answer("Hello there!"), "extra": {"type": "help"}, "is_system": True}
    (session,) = built([chats.write("chat.jsonl", [user("one", is_system=True), help_screen])])
    assert [(s.content, s.metadata.flags) for s in session.segments] == [("one", ["hidden"])]


def test_a_comment_belongs_to_the_user_of_the_file(chats):
    note = {"name": "Note", "is_system": True, "send_date": "August 6, 2025 6:49pm", "mes": "bill it",
            "extra": {"type": "comment"}}  # fmt: skip
    (session,) = built([chats.write("chat.jsonl", [header(), user("one"), note])])
    assert [s.metadata.technician for s in session.segments] == ["nick", "nick"]
    assert session.segments[1].metadata.role == "comment"


def test_a_message_inserted_later_stands_where_the_chat_shows_it(chats):
    lines = [
        header(),
        user("one"),
        user("noted later", "August 6, 2025 7:10pm"),
        user("two", "August 6, 2025 6:50pm"),
    ]
    (session,) = built([chats.write("chat.jsonl", lines)])
    assert [s.content for s in session.segments] == ["one", "noted later", "two"]


@pytest.mark.parametrize(("gap", "count"), [(60, 1), (59, 2)])
def test_a_pause_longer_than_the_setting_cuts(chats, gap, count):
    file = chats.write("chat.jsonl", [header(), user("one"), user("two", "August 6, 2025 7:48pm")])
    settings = Settings.model_validate(
        {**NEW_YORK, "processing_defaults": {"sillytavern_session_gap_minutes": gap}}
    )
    assert len(built([file], settings)) == count


def test_a_technician_works_from_message_to_message(chats):
    lines = [header(), user("one"), answer("two", 3), user("three", "August 6, 2025 7:18pm")]
    (session,) = built([chats.write("chat.jsonl", lines)])
    assert session.insights.session_duration_minutes == 30
    assert session.insights.connected_union_minutes == session.insights.span_minutes


def test_messages_without_a_time_go_with_their_neighbour(chats):
    lines = [
        header(),
        user("one"),
        user("two", None),
        user("three", "August 9, 2025 6:48pm"),
        user("four", "soon"),
    ]
    made = built([chats.write("chat.jsonl", lines)])
    assert [[s.content for s in session.segments] for session in made] == [
        ["one", "two"],
        ["three", "four"],
    ]


def test_a_chat_without_any_time_is_an_undated_session(chats):
    (session,) = built([chats.write("chat.jsonl", [header(), user("one", None), user("two", "")])])
    assert session.start_utc is None
    assert [s.content for s in session.segments] == ["one", "two"]


def test_a_zone_that_nobody_named_is_flagged(chats):
    (session,) = built([chats.write("chat.jsonl", [user("one")])], Settings())
    assert session.meta.flags == ["zone_assumed"]


def test_backups_are_skipped_unless_asked_for(family):
    asked = Settings.model_validate(
        {"sillytavern": {"zone": "America/New_York", "include_backups": True}}
    )
    backup = [file for file in family if "backups" in file.name]
    assert units(backup) == []
    assert units(backup, asked)
    assert len(settled(family, asked)) == len(settled(family))


def test_a_message_that_only_a_backup_holds_is_flagged(chats):
    asked = Settings.model_validate({"sillytavern": {"include_backups": True}})
    files = [
        chats.write("chats/W/chat.jsonl", [header(), user("one")]),
        chats.write(
            "backups/chat_w_20250806-190000.jsonl",
            [header(), user("one"), user("lost", "August 6, 2025 6:50pm")],
        ),
    ]
    (session,) = built(files, asked)
    assert [(s.content, s.metadata.flags) for s in session.segments] == [
        ("one", []), ("lost", ["deleted_in_chat"]),
    ]  # fmt: skip


# Bad input


def test_a_torn_line_is_kept_and_its_neighbours_survive(family):
    torn = next(file for file in family if file.name.endswith("torn.jsonl"))
    found = units([torn])
    (error,) = (unit for unit in found if isinstance(unit, RecordError))
    assert (error.ref.line, error.reason) == (4, Reason.SYNTAX)
    assert error.raw == torn.path.read_bytes().splitlines()[3]
    assert len(found) == 3


@pytest.mark.parametrize("lines", [[], [header()], ["", "  "]])
def test_a_file_without_messages_gives_nothing(chats, lines):
    assert units([chats.write("chat.jsonl", lines)]) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"SessionID,SessionName,ConnectedTime\r\n1,a,b\r\n", "ScreenConnect"),
        (b'{"toDoItems": []}', "notes.json"),
        (b'[{"business_name": "A"}]', "customer list"),
        (b"PK\x03\x04\x00\x00", "Excel"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path, content, kind):
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(WrongInputError, match=kind):
        units([InputFile(path=path, name="x.jsonl")])


def test_a_file_that_is_gone_is_unreadable(tmp_path):
    with pytest.raises(InputUnreadableError, match=r"gone\.jsonl"):
        units([InputFile(path=tmp_path / "gone.jsonl", name="gone.jsonl")])


def test_a_file_of_torn_messages_only_keeps_their_bytes(chats):
    found = units(
        [chats.write("chat.jsonl", ['{"name":"Nick","mes":"a', '{"name":"Nick","mes":"b'])]
    )
    assert [unit.raw for unit in found] == [b'{"name":"Nick","mes":"a', b'{"name":"Nick","mes":"b']


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "chat.jsonl"
    text = "\r\n".join(json.dumps(m, ensure_ascii=False) for m in (header(), user("Café"), "x"))
    path.write_bytes(text.encode(encoding))
    record, error = units([InputFile(path=path, name="chat.jsonl")])
    assert record.raw["mes"] == "Café"
    assert error.raw.decode("utf-16-le" if encoding == "utf-16" else encoding) == '"x"'
    assert record.fields["flags"] == (["encoding=guessed"] if encoding == "cp1252" else [])


def test_one_broken_byte_costs_one_line(tmp_path):
    path = tmp_path / "chat.jsonl"
    lines = [
        json.dumps(user(text), ensure_ascii=False).encode() for text in ("Café", "Zürich", "plain")
    ]
    lines[1] = lines[1].replace("ü".encode(), b"\xfc")
    path.write_bytes(b"\n".join(lines))
    found = units([InputFile(path=path, name="chat.jsonl")])
    assert [getattr(unit, "reason", None) for unit in found] == [None, Reason.DECODE, None]


def test_half_an_emoji_is_repaired_and_the_line_kept(chats):
    line = json.dumps(user("cut \ud83d here"))
    (record,) = units([chats.write("chat.jsonl", [line])])
    assert record.raw["mes"] == "cut \ufffd here"
    assert record.fields["flags"] == ["text_repaired"]
    assert record.fields["original_line"] == line
    record.model_dump_json()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"mes":' + "[" * 100_000, Reason.TOO_DEEP),
        ('{"mes":"a","x":' + "[" * 80 + "]" * 80 + "}", Reason.TOO_DEEP),
        ('{"mes":"a","x":1e999}', Reason.SYNTAX),
        ('{"mes":"a","x":NaN}', Reason.SYNTAX),
        ('{"mes":"a","x":' + "9" * 5000 + "}", Reason.SYNTAX),
        ("[1]", Reason.SCHEMA_TYPE),
        ('{"mes":null}', Reason.SCHEMA_TYPE),
        ('{"name":"Nick"}', Reason.SCHEMA_MISSING),
    ],
)
def test_a_line_between_good_ones_is_rejected_with_its_bytes(chats, line, reason):
    found = units([chats.write("chat.jsonl", [user("one"), line, user("two")])])
    assert [getattr(unit, "reason", None) for unit in found] == [None, reason, None]
    assert found[1].raw == line.encode()
    assert "chat.jsonl[2]" in found[1].detail
