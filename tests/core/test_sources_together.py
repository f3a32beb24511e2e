"""The four real sources in one pipeline: each stands alone, and none misses another.

One thing rests on another source: whose work a chat is. Tickets that exist link the chats that name
them, and work at the time of a chat is proposed for it. Notes and connections that name a ticket
rest on tickets too; all that the sources themselves say rests on nothing else.
"""

import json
import shutil

import pytest

from sdc_core.inputs import list_inputs
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Technician
from sdc_core.sources import SOURCES
from sdc_core.sources.sillytavern.source import SOURCE as SILLYTAVERN
from sdc_core.workspace import open_workspace
from tests.faults import world

NAMES = [source.name for source in SOURCES]
# Whose links may rest on which other sources.
RESTS_ON = {"sillytavern": {"syncro", "screenconnect"}}
_OF_THE_LINK = {
    "processing_log", "processing_status", "customer_id", "customer_name", "contact_id",
    "contact_name",
}  # fmt: skip
NUMBER = 101  # of the first ticket of the world
ANN = Technician(id="ann", name="Ann", names=["AdminUser", "User"])


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", world.NOW)


def _write(root):
    """The world, with two chats: one beside a connection in the next month, one with a ticket."""
    world.write_first(root)
    row = "m9,Host,Access,WKSTN-09,AdminUser,2025-05-01T00:00:00Z,2025-05-01T01:00:00Z,3600,c9,"
    report = world.HEADER + f"{row}HealthGroup Beta\n"
    (root / "input/screenconnect/may.csv").write_text(report, encoding="utf-8")
    _chat(root, "Beside", ["2025-04-30T23:50:00.000Z", "2025-05-01T00:20:00.000Z"], "all is well")
    _chat(root, "Named", ["2025-05-02T10:00:00.000Z"], f"Ticket #{NUMBER}: all is well")


def _chat(root, name, moments, text):
    header = {"user_name": "User", "character_name": name, "chat_metadata": {}}
    said = [{"name": "User", "is_user": True, "send_date": m, "mes": text} for m in moments]
    lines = "\n".join(map(json.dumps, [header, *said]))
    (root / f"input/sillytavern/{name}.jsonl").write_text(lines, encoding="utf-8")


def _settings(root):
    return world.settings_for(root).model_copy(update={"technicians": [ANN]})


def _run(root, keep):
    """The world with the inputs of some sources only."""
    _write(root)
    for name in set(NAMES) - keep:
        for path in (root / "input" / name).iterdir():
            path.unlink()
    report = run_pipeline(open_workspace(_settings(root)))
    return report, _finished(root)


def _finished(root):
    """`{source: {file name: bytes}}` of the finished Sessions."""
    found = {}
    for path in (root / "output/sessions").rglob("*_*_*.json"):
        content = path.read_bytes()
        system = json.loads(content)["meta"]["source_system"]
        name = next(source.name for source in SOURCES if source.system == system)
        found.setdefault(name, {})[path.name] = content
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDC_NOW", world.NOW)
        _, finished = _run(tmp_path_factory.mktemp("all"), set(NAMES))
    assert set(finished) == set(NAMES)
    return finished


@pytest.mark.parametrize("name", NAMES)
def test_each_source_alone_says_what_it_says_beside_the_others(everything, tmp_path, name):
    report, finished = _run(tmp_path, {name})
    assert not report.failures
    assert finished.keys() == {name}
    if name in RESTS_ON:
        assert finished != {name: everything[name]}
        assert _said(finished[name]) == _said(everything[name])
    else:
        assert finished == {name: everything[name]}


@pytest.mark.parametrize("name", NAMES)
def test_each_source_may_be_absent(everything, tmp_path, name):
    report, finished = _run(tmp_path, set(NAMES) - {name})
    assert not report.failures
    assert finished.keys() == set(NAMES) - {name}
    for other, sessions in finished.items():
        if name in RESTS_ON.get(other, ()):
            assert sessions != everything[other]
            assert _said(sessions) == _said(everything[other])
        else:
            assert sessions == everything[other]


def test_what_a_chat_rests_on(everything):
    chats = {}
    for content in everything["sillytavern"].values():
        session = json.loads(content)
        chats[session["segments"][0]["content"]] = session
    named = chats[f"Ticket #{NUMBER}: all is well"]
    assert named["meta"]["processing_status"] == "Linked"
    beside = chats["all is well"]
    assert beside["meta"]["processing_status"] == "Complete"
    [proposal] = beside["meta"]["processing_log"][0]["details"]["proposals"]
    assert proposal["kind"] == "overlap"
    assert proposal["customer_name"] == "HealthGroup Beta"


def _said(sessions):
    """Sessions without whose work they are, and why."""
    return {name: _without_link(json.loads(content)) for name, content in sessions.items()}


def _without_link(session):
    meta, context = session["meta"], session["context"]
    for place in (meta, context):
        for field in _OF_THE_LINK & place.keys():
            del place[field]
    return session


def test_a_lost_customer_list_takes_no_customer_away(everything, tmp_path):
    _write(tmp_path)
    run_pipeline(open_workspace(_settings(tmp_path)))
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "customers.json").unlink()
    unreachable = run_pipeline(open_workspace(_settings(tmp_path)))
    assert "customers" in unreachable.failures
    assert _finished(tmp_path) == everything
    notes = tmp_path / "input/notes/notes.json"
    notes.write_text(notes.read_text("utf-8").replace("Replaced", "Swapped"), encoding="utf-8")
    waiting = run_pipeline(open_workspace(_settings(tmp_path)))
    assert any("customer list" in text for text in waiting.failures.values())
    assert _finished(tmp_path) == everything
    _write(tmp_path)
    assert not run_pipeline(open_workspace(_settings(tmp_path))).failures
    assert _finished(tmp_path) == everything


def test_tickets_from_a_file_are_loudly_marked_at_every_look(tmp_path):
    tickets = tmp_path / "input/syncro/tickets.json"
    world.write_first(tmp_path)
    settings = world.settings_for(tmp_path)
    stand_in = settings.syncro_api.model_copy(update={"tickets_file": tickets})
    settings = settings.model_copy(update={"syncro_api": stand_in})
    for _ in range(2):
        report = run_pipeline(open_workspace(settings))
        syncro = next(intake for intake in report.intakes if intake.source == "syncro")
        assert any("NOT from Syncro" in warning for warning in syncro.warnings)


@pytest.mark.parametrize(("is_deep", "found"), [(True, 2), (False, 1)])
def test_chats_in_subfolders_are_read_unless_the_setting_says_not(tmp_path, is_deep, found):
    world.write_first(tmp_path)
    chat = tmp_path / "input/sillytavern/WorkLog.jsonl"
    below = chat.parent / "WorkLog" / "deeper.jsonl"
    below.parent.mkdir()
    below.write_bytes(chat.read_bytes())
    settings = world.settings_for(tmp_path)
    defaults = settings.processing_defaults.model_copy(
        update={"recursive_sillytavern_scan": is_deep}
    )
    settings = settings.model_copy(update={"processing_defaults": defaults})
    assert len(list_inputs(settings, SILLYTAVERN)) == found
