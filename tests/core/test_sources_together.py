"""The four real sources in one pipeline: each stands alone, and none misses another."""

import json
import shutil

import pytest

from sdc_core.inputs import list_inputs
from sdc_core.pipeline import run_pipeline
from sdc_core.sources import SOURCES
from sdc_core.sources.sillytavern.source import SOURCE as SILLYTAVERN
from sdc_core.workspace import open_workspace
from tests.faults import world

NAMES = [source.name for source in SOURCES]


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", world.NOW)


def _run(root, keep):
    """The world with the inputs of some sources only."""
    world.write_first(root)
    for name in set(NAMES) - keep:
        for path in (root / "input" / name).iterdir():
            path.unlink()
    report = run_pipeline(open_workspace(world.settings_for(root)))
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
def test_each_source_alone_gives_the_sessions_it_gives_beside_the_others(
    everything, tmp_path, name
):
    report, finished = _run(tmp_path, {name})
    assert not report.failures
    assert finished == {name: everything[name]}


@pytest.mark.parametrize("name", NAMES)
def test_each_source_may_be_absent(everything, tmp_path, name):
    report, finished = _run(tmp_path, set(NAMES) - {name})
    assert not report.failures
    assert finished == {other: everything[other] for other in NAMES if other != name}


def test_a_lost_customer_list_takes_no_customer_away(everything, tmp_path):
    world.write_first(tmp_path)
    run_pipeline(open_workspace(world.settings_for(tmp_path)))
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "customers.json").unlink()
    unreachable = run_pipeline(open_workspace(world.settings_for(tmp_path)))
    assert "customers" in unreachable.failures
    assert _finished(tmp_path) == everything
    notes = tmp_path / "input/notes/notes.json"
    notes.write_text(notes.read_text("utf-8").replace("Replaced", "Swapped"), encoding="utf-8")
    waiting = run_pipeline(open_workspace(world.settings_for(tmp_path)))
    assert any("customer list" in text for text in waiting.failures.values())
    assert _finished(tmp_path) == everything
    world.write_first(tmp_path)
    assert not run_pipeline(open_workspace(world.settings_for(tmp_path))).failures
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
