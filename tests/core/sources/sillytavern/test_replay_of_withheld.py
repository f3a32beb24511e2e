"""A rejected line of a chat read again from its copy, after what was decided on the chat changed."""

import json
from dataclasses import replace

import pytest

from sdc_core.intake import run_intake
from sdc_core.records import Reason, Record, RecordError
from sdc_core.sources.sillytavern.source import SOURCE
from sdc_core.work_or_private import ChatChoice
from sdc_core.workspace import open_workspace
from tests.core.sources.test_sillytavern_private import CANARY, NAME, Root, line

TORN = '{"mes": "' + CANARY + " torn"


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-09-01T12:00:00+00:00")
    return Root(tmp_path, {})


def copies(root):
    return list((root.data / "quarantine").rglob("*.gz"))


def entries(root):
    return root.open().quarantine.entries(NAME)


def replay(root):
    """Every open unit read again."""
    return run_intake(root.open(), NAME, retry=[entry.id for entry in entries(root)])


@pytest.fixture
def confirmed(root):
    """A confirmed chat with one good and one torn line."""
    root.say(ChatChoice.WORK, "Seraphina", "u")
    path = root.write("data/u/chats/Seraphina/my divorce.jsonl", line(CANARY), TORN)
    run_intake(root.open(), NAME)
    assert root.texts() == [CANARY]
    assert len(copies(root)) == 1
    return path


@pytest.mark.parametrize("choice", [ChatChoice.ASK, ChatChoice.PRIVATE])
def test_what_is_no_work_any_more_is_not_brought_back_by_its_copy(root, confirmed, choice):
    confirmed.unlink()
    root.say(choice, "Seraphina", "u")
    replay(root)
    assert root.texts() == []
    assert root.traces(CANARY) == []
    assert copies(root) == []
    assert root.traces("divorce") == []
    assert all(entry.context.keys() <= {"raw_sha256"} for entry in entries(root))


def test_what_is_still_work_comes_back_from_its_copy(root, confirmed):
    confirmed.unlink()
    replay(root)
    assert root.texts() == [CANARY]
    assert [entry.raw for entry in entries(root)] == [TORN.encode()]
    assert len(copies(root)) == 1


def test_a_dropped_chat_is_work_also_in_its_copy(root):
    path = root.write("u/chats/Aqua/a.jsonl", line("fix"), TORN, below=root.drop)
    run_intake(root.open(), NAME)
    path.unlink()
    replay(root)
    assert root.texts() == ["fix"]
    assert [entry.raw for entry in entries(root)] == [TORN.encode()]


def faulty(file, settings):
    """Rejects what the mended reader takes."""
    for unit in SOURCE.read(file, settings):
        is_odd = isinstance(unit, Record) and unit.raw["mes"] == "odd"
        raw = json.dumps(line("odd", 2)).encode()
        why = {"reason": Reason.INTERNAL, "detail": "a fault", "raw": raw}
        yield RecordError(ref=unit.ref, **why) if is_odd else unit


def test_a_message_that_only_its_copy_has_is_missing_with_and_without_its_text(root):
    root.say(ChatChoice.WORK, "Seraphina", "u")
    path = root.write("data/u/chats/Seraphina/a.jsonl", line("good"), line("odd", 2))
    workspace = open_workspace(root.open().settings, [replace(SOURCE, read=faulty)])
    run_intake(workspace, NAME)
    path.unlink()
    root.say(ChatChoice.ASK, "Seraphina", "u")
    replay(root)
    assert [record.source_missing for record in root.records()] == [True, True]
    assert root.texts() == []
    assert run_intake(root.open(), NAME).is_unchanged
