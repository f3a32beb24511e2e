"""Each file of JSONTestSuite as a notes.json beside a good one, and between two good chat lines.

`y_` must be accepted as JSON, `n_` must be rejected, `i_` may be either (its README). What is
accepted as JSON is still no note and no message, so it is rejected for another reason.
"""

import json

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.records import Reason
from tests.badinput.place import chat, line, note

BROKEN = {Reason.SYNTAX, Reason.DECODE, Reason.TOO_DEEP, Reason.TOO_LARGE}
FEWEST = 318
# An empty file is no notes.json yet, and nothing that could be lost.
EMPTY = {
    "n_single_space.json",
    "n_structure_no_data.json",
    "n_structure_UTF8_BOM_no_data.json",
}


@pytest.fixture(scope="session")
def suite(shared) -> dict[str, bytes]:
    """Name to bytes."""
    folder = shared / "badinput" / "JSONTestSuite" / "test_parsing"
    cases = {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}
    assert len(cases) >= FEWEST
    return cases


def test_as_a_notes_file_beside_a_good_one(place, suite):
    place.put("notes/good.json", json.dumps({"tickets": [note(1), note(2)]}).encode())
    for name, content in suite.items():
        place.put(f"notes/suite/{name}", content)
    run = place.sdc_here("ingest", "--source", "notes", "--json")
    assert run.exit_code == Exit.FAILED, run.stderr  # others could not be read, the good one was
    titles = {session.insights.source_title for session in place.stored("notes")}
    assert {"subject 1", "subject 2"} <= titles
    failures = json.loads(run.stdout)["problems"]
    wrong = {name for name in suite if any(f"suite/{name}: " in text for text in failures)}
    entries = [e for e in place.rejected("notes") if e.source_ref.file.startswith("suite/")]
    whole = {e.source_ref.file.removeprefix("suite/"): e for e in entries if e.is_whole_input}
    broken = {name for name, entry in whole.items() if entry.reason in BROKEN}
    assert [name for name in sorted(broken) if name.startswith("y_")] == []
    assert {name: whole[name].raw for name in broken} == {name: suite[name] for name in broken}
    must = {name for name in suite if name.startswith("n_")} - EMPTY
    assert sorted(must - broken - wrong) == []


def test_as_a_line_between_two_good_lines_of_a_chat(place, suite):
    files = {}
    for number, (name, content) in enumerate(suite.items()):
        files[name] = f"sillytavern/WorkLog/{number:03d}.jsonl"
        place.put(files[name], chat([line(2 * number), content, line(2 * number + 1)]))
    run = place.sdc_here("ingest", "--source", "sillytavern", "--json")
    assert run.exit_code == Exit.FINE, run.stderr
    found = place.contents("sillytavern")
    lost = [n for n in range(2 * len(suite)) if f"message {n}" not in found]
    assert lost == []
    assert len(found) == 2 * len(suite)
    entries = {}
    for entry in place.rejected("sillytavern"):
        entries.setdefault(f"sillytavern/{entry.source_ref.file}", []).append(entry)
    single = {n: c for n, c in suite.items() if len(c.splitlines()) == 1 and c.strip()}
    for name, content in single.items():
        (entry,) = entries[files[name]]
        assert entry.raw.rstrip(b"\r\n") == content.rstrip(b"\r\n"), name
        if name.startswith("y_"):
            assert entry.reason not in BROKEN, name
        if name.startswith("n_"):
            assert entry.reason in BROKEN, name
