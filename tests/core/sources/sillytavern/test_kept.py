"""Which lines are messages, in whose role, and what is counted of the rest."""

import json

import pytest

from sdc_core.sources.sillytavern import lines as lines_module
from tests.core.sources.test_sillytavern import Chats, answer, built, header, settled, units, user


@pytest.fixture
def chats(tmp_path):
    return Chats(tmp_path)


def screen(kind, text="Hello there!", **more):
    return {"name": "Help", "is_user": False, "is_system": True, "mes": text,
            "send_date": "August 6, 2025 6:48pm", "extra": {"type": kind}, **more}  # fmt: skip


def read(chats, lines):
    return units([chats.write("chat.jsonl", lines)])


SCREENS = (
    "help", "welcome", "welcome_prompt", "group", "empty", "generic", "bookmark_created",
    "bookmark_back", "slash_commands", "formatting", "hotkeys", "macros", "assistant_note",
)  # fmt: skip


@pytest.mark.parametrize("kind", SCREENS)
def test_a_screen_of_the_program_is_dropped_and_counted(chats, kind):
    (record,) = read(chats, [user("one"), screen(kind)])
    assert record.fields["left_out"] == {kind: 1}


@pytest.mark.parametrize(("name", "kind"), [("SillyTavern System", "system"), ("", "nameless")])
def test_a_line_of_nobody_is_dropped_and_counted(chats, name, kind):
    (record,) = read(chats, [user("one"), answer("Welcome", name=name)])
    assert record.fields["left_out"] == {kind: 1}


def test_screens_are_counted_at_the_message_before_them(chats):
    lines = [screen("welcome"), user("one"), screen("help"), screen("help"), user("two"), user("x")]
    found = [record.fields.get("left_out") for record in read(chats, lines)]
    assert found == [{"welcome": 1, "help": 2}, None, None]


def test_the_session_shows_what_was_left_out(chats):
    (session,) = built([chats.write("chat.jsonl", [user("one"), screen("help"), user("two")])])
    assert session.segments[0].metadata.left_out == {"help": 1}
    assert "left_out" not in session.segments[1].metadata.model_dump()


def test_a_chat_that_grows_behind_a_screen_changes_no_record(chats):
    lines = [user("one"), screen("help")]
    (before,) = read(chats, lines)
    after, _ = read(chats, [*lines, user("two", "August 6, 2025 6:49pm")])
    assert after.model_dump() == before.model_dump()


@pytest.mark.parametrize("kind", ["comment", "narrator"])
@pytest.mark.parametrize("name", ["", "Note", "System"])
def test_notes_and_narration_are_kept_whatever_their_name(chats, kind, name):
    (record,) = read(chats, [screen(kind, "The printer hums.", name=name)])
    assert record.fields["role"] == kind


def test_an_unknown_type_is_a_message(chats):
    (record,) = read(chats, [screen("assistant_message")])
    assert record.fields["role"] == "ai"


@pytest.mark.parametrize(
    ("odd", "role"),
    [
        ({"extra": {"role": "user", "marinara_id": "1"}}, "user"),
        ({"extra": {"role": "narrator"}}, "narrator"),
        ({"extra": {"role": "assistant"}}, "ai"),
        ({"extra": {}, "is_system": "user"}, "user"),
        ({"extra": {}, "is_system": "assistant"}, "ai"),
        ({"extra": {}, "is_system": True}, "ai"),
    ],
)
def test_roles_that_another_exporter_writes_are_read(chats, odd, role):
    line = {"name": "x", "is_user": False, "send_date": "August 6, 2025 6:48pm", "mes": "a", **odd}
    (record,) = read(chats, [line])
    assert record.fields["role"] == role


def test_texts_inside_an_object_are_texts(chats):
    raw = answer("two", 3, mes={"message": "two"}, swipes=[{"message": "one"}, {"message": "two"}])
    (session,) = built([chats.write("chat.jsonl", [header(), user("x"), raw])])
    assert [segment.content for segment in session.segments] == ["x", "two"]


def test_a_swipe_to_a_text_in_an_object_is_a_revision(chats):
    plain = {"gen_started": None, "gen_finished": None}
    old = answer("one", **plain, swipes=[{"message": "one"}], send_date="August 6, 2025 6:48pm")
    new = answer(
        "two", **plain, swipes=[{"message": "one"}, {"message": "two"}],
        send_date="August 6, 2025 6:50pm",
    )  # fmt: skip
    files = [
        chats.write("a.jsonl", [header(), user("x"), old]),
        chats.write("b.jsonl", [header(), user("x"), new]),
    ]
    records = settled(files)
    assert sorted(r.raw["mes"] for r in records) == ["two", "x"]


@pytest.mark.parametrize(
    "content",
    ['{"name":"Nick","is_user":true,"mes":"old","mes":"new","send_date":1754520480000}'],
)
def test_a_key_that_stands_twice_is_flagged_and_its_line_kept(chats, content):
    (record,) = read(chats, [content])
    assert record.raw["mes"] == "new"
    assert record.fields["flags"] == ["duplicate_keys"]
    assert record.fields["original_line"] == content


@pytest.mark.parametrize("text", ['he said: "a":1', 'C:\\\\":', '\\":\\":', '"'])
def test_text_that_looks_like_keys_is_no_duplicate(chats, text):
    (record,) = read(chats, [json.dumps(user(text))])
    assert record.fields["flags"] == []


def test_a_line_of_a_megabyte_is_read(chats):
    (record,) = read(chats, [user("x" * 1_000_000)])
    assert len(record.raw["mes"]) == 1_000_000


def test_a_line_beyond_the_limit_costs_itself_only(chats, monkeypatch):
    monkeypatch.setattr(lines_module, "_MAX_LINE_BYTES", 1000)
    found = read(chats, [user("one"), user("x" * 2000), user("two")])
    assert [getattr(unit, "reason", None) for unit in found] == [None, "too_large", None]
    assert b"xxx" in found[1].raw


@pytest.mark.parametrize("depth", [62, 63])
def test_nesting_up_to_the_limit_is_read(chats, depth):
    found = read(chats, ['{"mes":"a","x":' + "[" * depth + "]" * depth + "}"])
    assert [getattr(unit, "reason", None) for unit in found] == [None]


def test_thinking_tools_and_attachments_stay_out_of_the_text(chats):
    extra = {
        "reasoning": "SECRET", "reasoning_signature": "SECRET", "reasoning_duration": 12,
        "tool_invocations": [{"name": "ping"}], "files": [{"name": "log.txt", "text": "SECRET"}],
        "image": "/user/images/WorkLog/shot.png", "inline_image": True, "display_text": "SECRET",
        "media": [{"url": "data:image/png;base64,AAAA", "type": "image"}],
    }  # fmt: skip
    (session,) = built(
        [chats.write("c.jsonl", [header(), user("x"), answer("two", 3, extra=extra)])]
    )
    segment = session.segments[1]
    assert segment.content == "two"
    assert segment.metadata.attachments == ["log.txt", "shot.png"]
    assert segment.metadata.tool_invocations == [{"name": "ping"}]
    assert b"SECRET" not in session.to_bytes()
    assert b"base64" not in session.to_bytes()
