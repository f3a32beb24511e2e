"""`sdc demo` as a newcomer types it: again, without its cache, with one row changed, without truth.

The runs build on each other in one data root; each is looked at by the test that it is named for.
"""

import csv
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sdc_assets.instance import open_instance
from sdc_core.demo.generator import TRUTH_FILE
from sdc_core.settings import load_settings
from tests.assets.end_to_end.program import Program

pytestmark = pytest.mark.slow

NOW = "2026-11-20T12:00:00+00:00"
WORLD = ("--sessions", "40", "--months", "2")


@dataclass(frozen=True)
class Demo:
    """A demo world; its data root is the folder itself."""

    root: Path

    def run(self) -> dict:
        program = Program(self.root.parent, {"SDC_NOW": NOW})
        done = program.sdc("demo", "--root", str(self.root), *WORLD, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def finished(self) -> dict[str, tuple[int, bytes]]:
        """(time of writing, bytes) of every finished Session file."""
        files = sorted((self.root / "output" / "sessions").glob("*/[0-9]*.json"))
        return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    def runs_in_history(self) -> int:
        with open_instance(load_settings(self.root / "config.json", {})) as instance:
            return instance.get_runs_count()


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Demo:
    made = Demo(tmp_path_factory.mktemp("newcomer") / "demo")
    told = made.run()
    assert told["files_written"] == len(made.finished()) > 30
    return made


@pytest.fixture(scope="module")
def first(demo) -> dict[str, tuple[int, bytes]]:
    return demo.finished()


def test_a_second_time_really_executes_and_writes_no_session_file(demo, first):
    before = demo.runs_in_history()
    assert demo.run()["files_written"] == 0
    assert demo.runs_in_history() > before
    assert demo.finished() == first


def test_a_third_time_without_the_cache_writes_no_session_file_either(demo, first):
    shutil.rmtree(demo.root / "cache")
    assert demo.run()["files_written"] == 0
    assert demo.finished() == first
    assert (demo.root / "cache" / "customers").is_dir()


def test_without_the_truth_the_same_bytes_come_out(demo, first):
    """Nothing under test reads the truth; the second root has the raw files of the first only."""
    blind = Demo(demo.root.parent / "blind")
    for folder in ("input", "SillyTavern"):
        shutil.copytree(demo.root / folder, blind.root / folder, copy_function=shutil.copy2)
    for path in demo.root.glob("*.json"):
        if path.name != TRUTH_FILE:
            shutil.copy2(path, blind.root)
    (demo.root / TRUTH_FILE).rename(demo.root.parent / TRUTH_FILE)
    try:
        blind.run()
    finally:
        (demo.root.parent / TRUTH_FILE).rename(demo.root / TRUTH_FILE)
    assert not list(blind.root.rglob(TRUTH_FILE))
    sought = {name: content for name, (_, content) in first.items()}
    assert {name: content for name, (_, content) in blind.finished().items()} == sought


def test_one_changed_row_writes_exactly_its_sessions(demo, first):
    report, row = a_host_row(demo.root / "input" / "screenconnect")
    meant = {
        name
        for name, (_, content) in first.items()
        for segment in json.loads(content)["segments"]
        if (segment["metadata"]["source_ref"]["file"], segment["metadata"]["source_ref"]["row"])
        == (report.name, row)
    }
    assert len(meant) == 1
    shorten(report, row)
    assert demo.run()["files_written"] == 1
    after = demo.finished()
    assert {name for name in after if after[name] != first.get(name)} == meant
    assert after.keys() == first.keys()


def a_host_row(folder) -> tuple[Path, int]:
    """The first closed Host row of the first export in UTF-8, and its number in the file."""
    report = min(folder.glob("connections_*[0-9].csv"))
    for number, row in enumerate(table(report), start=1):
        if row[1] == "Host" and row[6]:
            return report, number
    raise AssertionError(f"{report} has no closed Host row")


def shorten(report, number) -> None:
    """One second less, in both columns that say so, and no other byte."""
    row = table(report)[number - 1]
    end, seconds = row[6], row[7]
    changed = end[:17] + f"{(int(end[17:19]) or 1) - 1:02d}" + end[19:]
    text = report.read_bytes()
    assert text.count(f"{end},{seconds},".encode()) == 1
    report.write_bytes(
        text.replace(f"{end},{seconds},".encode(), f"{changed},{int(seconds) - 1},".encode())
    )


def table(report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(report.read_text("utf-8-sig"))))
