"""`sdc evaluate insights`: figures for people and programs, titles to read in a file."""

import json

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.exits import Exit

CASES = [
    {"id": "a", "segments": ["Customer: The printer is offline.", "Tech: Set a new port."],
     "accepted": [["printer", "offline"]]},
    {"id": "b", "segments": ["Customer: Outlook asks for a password."], "accepted": [["scanner"]]},
    {"id": "c", "segments": ["Customer: The door is stuck."]},
]  # fmt: skip


@pytest.fixture
def sdc(tmp_path, monkeypatch):
    """The command from a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(main, ["evaluate", "insights", *map(str, args)])


@pytest.fixture
def file(tmp_path):
    """Three Sessions, one of them without an answer."""
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, CASES)), encoding="utf-8")
    return path


def test_figures_for_people(sdc, file, tmp_path):
    result = sdc(file, "--out", tmp_path / "titles.jsonl")
    assert (result.exit_code, result.stderr) == (Exit.FINE, "")
    assert result.stdout.startswith("1 of 2 titles name the problem (50%).")
    assert "words not in the source   0.00%" in result.stdout
    assert "- b: 'Outlook asks for a password'" in result.stdout
    lines = (tmp_path / "titles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]
    assert json.loads(lines[0]) == {
        "id": "a",
        "title": "The printer is offline",
        "summary": "The printer is offline. Set a new port.",
    }


def test_one_json_document_for_programs(sdc, file):
    found = json.loads(sdc(file, "--json").stdout)
    assert (found["sessions"], found["with_accepted"], found["named"]) == (3, 2, 1)
    assert found["named_share"] == 0.5
    assert found["invented_share"] == 0
    assert [one["is_named"] for one in found["results"]] == [True, False, None]


def test_without_answers_titles_are_written(sdc, tmp_path):
    path = tmp_path / "bare.jsonl"
    path.write_text(json.dumps(CASES[2]), encoding="utf-8")
    assert "without 'accepted' none can be judged" in sdc(path).stdout


def test_a_demo_world_is_judged_too(sdc):
    found = json.loads(sdc("--demo", 40, "--json").stdout)
    assert found["sessions"] >= 30
    assert found["named_share"] >= 0.7


def test_a_file_or_a_world_and_not_both(sdc, file):
    assert sdc().exit_code == Exit.USAGE
    assert sdc(file, "--demo", 3).exit_code == Exit.USAGE


def test_a_wrong_line_is_named(sdc, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"segments": []}\n{"segments": 4}\n', encoding="utf-8")
    result = sdc(path)
    assert result.exit_code not in {Exit.FINE, Exit.USAGE}
    assert "bad.jsonl[2]: segments is int: must be a list" in result.stderr
