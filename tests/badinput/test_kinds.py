"""Sizes and kinds of files: nothing hangs, nothing follows a link in circles, each has a reason."""

import json
import os

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.records import Reason
from tests.badinput.place import SOURCES, chat, line, note, report, row, ticket

LARGE = "x" * 200_000
DEEP = 100_000
GOOD = {
    "screenconnect/good.csv": report([row(1)]),
    "sillytavern/WorkLog/good.jsonl": chat([line(2, LARGE)]),
    "notes/good.json": json.dumps({"tickets": [note(3, subject=LARGE)]}).encode(),
    "syncro/good.json": json.dumps({"tickets": [ticket(4, subject=LARGE)]}).encode(),
}
DEEP_JSON = b'{"tickets":' + b"[" * DEEP + b"]" * DEEP + b"}"
DEEP_LINE = b'{"mes":' + b"[" * DEEP + b"]" * DEEP + b"}"


@pytest.fixture
def good(place):
    for name, content in GOOD.items():
        place.put(name, content)
    return place


def sessions(place) -> dict[str, int]:
    return {source: len(place.stored(source)) for source in SOURCES}


def test_deep_nesting_and_large_texts(good):
    good.put("notes/deep.json", DEEP_JSON)
    good.put("syncro/deep.json", DEEP_JSON)
    good.put("screenconnect/deep.json", DEEP_JSON)
    good.put("sillytavern/WorkLog/deep.jsonl", chat([line(10), DEEP_LINE, line(11)]))
    run = good.sdc_here("run", "--pipeline", "ingest_only")
    assert run.exit_code == Exit.FAILED, run.output
    assert sessions(good) == {"screenconnect": 1, "sillytavern": 3, "notes": 1, "syncro": 1}
    assert LARGE in good.contents("sillytavern")
    assert good.stored("notes")[0].insights.source_title == LARGE
    assert LARGE in good.contents("syncro")
    for source in SOURCES:
        (entry,) = good.rejected(source)
        assert entry.reason in {Reason.TOO_DEEP, Reason.SYNTAX}
        assert len(entry.raw) >= 2 * (DEEP - 1)  # of a part the brackets around it are not its own
        assert entry.raw in DEEP_JSON or entry.raw in DEEP_LINE


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX: a FIFO, links without a privilege")
def test_what_is_no_plain_file(good):
    for source in SOURCES:
        folder = good.data / "input" / source
        suffix = {"screenconnect": "csv", "sillytavern": "jsonl"}.get(source, "json")
        (folder / f"folder.{suffix}").mkdir()
        (folder / f"empty.{suffix}").write_bytes(b"")
        os.mkfifo(folder / f"pipe.{suffix}")
        (folder / f"nowhere.{suffix}").symlink_to(folder / "not there")
        (folder / f"self.{suffix}").symlink_to(folder / f"self.{suffix}")
        (folder / "circle").symlink_to(folder, target_is_directory=True)
    run = good.sdc_here("run", "--pipeline", "ingest_only")
    assert run.exit_code == Exit.FINE, run.output
    assert sessions(good) == dict.fromkeys(SOURCES, 1)
    rejected = [entry for source in SOURCES for entry in good.rejected(source)]
    assert {(entry.source_ref.file.split(".")[0], entry.raw) for entry in rejected} <= {
        ("empty", b"")
    }


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="needs rights that hold: POSIX, and not root"
)
def test_a_file_without_the_right_to_read_it(good):
    """Root reads everything; there `test_bad_input` holds a file by another way."""
    for name in GOOD:
        path = good.data / "input" / name
        bad = path.with_name(f"locked{path.suffix}")
        bad.write_bytes(path.read_bytes())
        bad.chmod(0)
    run = good.sdc_here("run", "--pipeline", "ingest_only")
    assert run.exit_code == Exit.FAILED
    assert run.stderr.count("cannot be read") == len(SOURCES)
    assert sessions(good) == dict.fromkeys(SOURCES, 1)
