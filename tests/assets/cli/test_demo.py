"""`sdc demo`: one world, run and run again; the truth is never needed."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.exits import Exit

SMALL = ("--sessions", "30", "--months", "2")


def demo(root: Path, *arguments: str, **environment: str):
    return CliRunner(env=environment).invoke(main, ["demo", "--root", str(root), *arguments])


def files(root: Path) -> dict[str, bytes]:
    output = root / "output"
    return {str(p.relative_to(output)): p.read_bytes() for p in output.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> tuple[Path, dict]:
    """A world run once with its truth moved away, and the key of a person in the environment."""
    root = tmp_path_factory.mktemp("demo") / "world"
    from sdc_assets.cli.demo import make_world

    make_world(root, {"sessions": 30, "months": 2}, fresh=False)
    (root / "truth.json").rename(root.parent / "truth.json")
    own = {"SYNCRO_API_KEY": "T-mine", "SDC_SYNCRO_API__BASE_URL": "https://mine.example/api/v1"}
    done = demo(root, *SMALL, "--json", **own)
    assert done.exit_code == Exit.FINE, done.output
    return root, json.loads(done.stdout)


def test_all_four_sources_become_sessions(world):
    _, report = world
    assert set(report["sessions"]) == {"syncro", "screenconnect", "notes", "sillytavern"}
    assert report["files_written"] > 15
    assert report["problems"] == []


def test_private_chats_of_the_linked_folder_wait_and_are_no_session(world):
    root, report = world
    truth = json.loads((root.parent / "truth.json").read_bytes())
    waiting = {line["character"]: line["messages"] for line in report["chats_waiting"]}
    wanted = Counter()
    for chat in truth["private_chats"]:
        wanted.update(dict.fromkeys(chat["characters"], chat["messages"]))
    assert len(wanted) == 3
    assert waiting == wanted
    names = b"|".join(name.encode() for name in wanted)
    assert not any(re.search(names, content) for content in files(root).values())
    assert "What should I cook" not in (root / "logs/sdc.log").read_text(encoding="utf-8")


def test_again_it_runs_and_writes_nothing_whatever_the_day(world):
    root, _ = world
    before = files(root)
    again = demo(root, "--json", SDC_NOW="2031-01-05T00:00:00+00:00")
    report = json.loads(again.stdout)
    assert report["files_written"] == 0
    assert report["runs"]
    assert {k: v for k, v in files(root).items() if "_manifest" not in k} == {
        k: v for k, v in before.items() if "_manifest" not in k
    }


def test_other_arguments_do_not_replace_a_world(world):
    root, _ = world
    refused = demo(root, "--seed", "8")
    assert refused.exit_code == Exit.USAGE
    assert "--fresh" in refused.stderr
    assert "--seed 8" in refused.stderr


def test_nothing_of_a_persons_own_account_reaches_the_demo(world):
    root, _ = world
    held = [p for p in root.rglob("*") if p.is_file() and b"mine.example" in p.read_bytes()]
    assert held == []
    assert not any(b"T-mine" in p.read_bytes() for p in root.rglob("*") if p.is_file())


def test_it_says_what_to_look_at_and_the_commands_work(world):
    root, _ = world
    shown = demo(root).stdout
    path = next(line.split(":", 1)[1].strip() for line in shown.splitlines() if "finished" in line)
    assert Path(path).is_file()
    config = str(root / "config.json")
    for command in (["status"], ["history", path], ["doctor"]):
        assert CliRunner().invoke(main, ["--config", config, *command]).exit_code == Exit.FINE


def test_a_folder_of_somebody_elses_files_is_refused(tmp_path):
    own = tmp_path / "input" / "screenconnect" / "report.csv"
    own.parent.mkdir(parents=True)
    own.write_text("precious")
    assert demo(tmp_path, *SMALL).exit_code == Exit.USAGE
    assert own.read_text() == "precious"
