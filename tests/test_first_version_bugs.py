"""Bugs of the first version that no other test names (`docs/first-version-bugs.md`)."""

import ast
import json

import pytest

from sdc_core.intake import run_intake
from sdc_core.models import Session
from sdc_core.pipeline import run_pipeline
from sdc_core.sources.sillytavern.source import SOURCE as SILLYTAVERN
from sdc_core.workspace import open_workspace
from tests.core.sources.play import play
from tests.faults import world
from tests.readme import PROJECT

PACKAGES = ("sdc_core", "sdc_assets")
# Modules that run what they load.
RUNS_WHAT_IT_LOADS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}

# Assets are tested as the graph that is built of them.
TESTED_THROUGH = {"sdc_assets.assets": "sdc_assets.build"}


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("SDC_NOW", world.NOW)
    world.write_first(tmp_path)
    return open_workspace(world.settings_for(tmp_path))


def finished(workspace) -> list[Session]:
    store = workspace.layers["session_insights"].store
    return [session for month in store.months() for session in store.load(month)]


def test_a_finished_session_has_its_title_as_plain_text(opened):
    run_pipeline(opened)
    sessions = finished(opened)
    assert sessions
    for title in (session.insights.llm_generated_title for session in sessions):
        assert title
        assert "**" not in title


def test_every_report_in_the_folder_is_read(opened):
    folder = opened.settings.input_root / "screenconnect"
    more = world.HEADER + world._row(7, hour=20, month=3)
    (folder / "b.csv").write_text(more, encoding="utf-8", newline="\n")
    before = run_intake(opened, "screenconnect")
    assert before.files_read == 2
    assert before.records == 8  # seven good rows of the first report, one of the second


def test_a_group_chat_without_a_header_keeps_its_first_message(tmp_path):
    path = tmp_path / "2025-09-03@10h00m00s.jsonl"
    lines = [
        {"name": "Ann", "is_user": True, "send_date": f"2025-09-03T10:0{n}:00.000Z", "mes": text}
        for n, text in enumerate(("the first", "the second"))
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (session,), rejected = play(SILLYTAVERN, [path])
    assert [segment.content for segment in session.segments] == ["the first", "the second"]
    assert rejected == []


def test_a_bad_note_costs_itself_and_is_not_read_again(opened):
    path = opened.settings.input_root / "notes" / "notes.json"
    notes = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"tickets": [*notes["tickets"], "no ticket"]}), encoding="utf-8")
    run_pipeline(opened)
    assert [s for s in finished(opened) if s.meta.source_system == "NotesJSON"]
    again = run_intake(opened, "notes")
    assert again.is_unchanged
    assert again.rejected["schema_type"] == 1


def sources_of_code():
    return [path for package in PACKAGES for path in sorted((PROJECT / package).rglob("*.py"))]


def imported(code: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_nothing_stored_can_run_as_code():
    for path in sources_of_code():
        code = path.read_text(encoding="utf-8")
        assert not imported(code) & RUNS_WHAT_IT_LOADS, path
        assert "allow_dangerous_deserialization" not in code
        assert "allow_pickle=True" not in code
    assert imported("from pickle import load") & RUNS_WHAT_IT_LOADS


def untested(packages: list[str], imports: str) -> list[str]:
    """Packages of which no test imports anything."""
    return [name for name in packages if f"{TESTED_THROUGH.get(name, name)}." not in imports]


def test_every_package_has_its_tests():
    packages = [
        ".".join(path.parent.relative_to(PROJECT).parts)
        for package in PACKAGES
        for path in sorted((PROJECT / package).rglob("__init__.py"))
    ]
    lines = (
        line.strip().replace(" import ", ".")
        for path in (PROJECT / "tests").rglob("test_*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("from sdc_", "import sdc_"))
    )
    imports = "\n".join(lines)
    assert len(packages) > 10
    assert untested(packages, imports) == []
    assert untested(["sdc_core.store"], "from sdc_core.storage.x") == ["sdc_core.store"]
