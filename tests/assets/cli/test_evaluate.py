"""`sdc evaluate`: figures for people and programs, a predictions file, nothing else written."""

import json

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.exits import Exit
from tests.core.linking.evaluation.folder import GOLD, QUERIES, write_set


@pytest.fixture
def sdc(tmp_path, monkeypatch):
    """The command from a folder of its own: what it writes is seen."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return lambda *arguments: CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


def test_figures_for_people(sdc, tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    result = sdc("linking", folder, "--out", tmp_path / "p.csv")
    assert (result.exit_code, result.stderr) == (Exit.FINE, "")
    said = " ".join(result.stdout.split())
    assert said.startswith("Of 7 queries 3 are linked,")
    assert "6 customers; 7 queries" in said
    for name in ("precision", "recall linkable", "wrong links", "open", "Calibration"):
        assert name in said
    assert f"Predictions: {tmp_path / 'p.csv'}" in said
    assert all(len(line) <= 100 for line in result.stdout.splitlines())
    assert (tmp_path / "p.csv").read_text(encoding="utf-8").count("\n") == len(QUERIES) + 1


def test_one_json_document_for_programs(sdc, tmp_path):
    found = json.loads(sdc("linking", write_set(tmp_path, gold=GOLD), "--json").stdout)
    assert (found["customers"], found["queries"], found["full"]["queries"]) == (6, 7, 7)
    assert found["full"]["precision"] == found["full"]["correct"] / found["full"]["linked"]
    assert found["full"]["sweep"][0]["threshold"] == 50
    assert found["queries_per_second"] > 0
    assert found["balanced"] is None


def test_without_the_truth_it_says_what_cannot_be_said(sdc, tmp_path):
    result = sdc("linking", write_set(tmp_path))
    assert result.exit_code == Exit.FINE
    assert "No gold.csv" in result.stdout


def test_the_knobs_of_the_command_line_stand_above_the_settings(sdc, tmp_path):
    folder = write_set(tmp_path, gold=GOLD)
    found = json.loads(sdc("linking", folder, "--threshold", 80, "--margin", 3, "--json").stdout)
    assert (found["threshold"], found["margin"]) == (80, 3)


def test_a_part_of_the_list_names_its_seed_and_has_balanced_figures(sdc, tmp_path):
    folder = write_set(tmp_path, gold=GOLD)
    said = sdc("linking", folder, "--customers", 3, "--seed", 5).stdout
    assert "3 customers, drawn with seed 5" in said
    assert "In-list queries and as many others" in said


def test_it_writes_nothing_but_what_it_was_asked_for(sdc, tmp_path):
    sdc("linking", write_set(tmp_path / "set", gold=GOLD))
    assert list((tmp_path / "here").rglob("*")) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["--lists", 3], Exit.USAGE, "--lists draws lists of --customers"),
        (["--customers", 0], Exit.USAGE, "0"),
        (["--threshold", 101], Exit.USAGE, "101"),
        (["--lists", 2, "--customers", 2, "--out", "p.csv"], Exit.USAGE, "writes no --out"),
    ],
)
def test_wrong_options(sdc, tmp_path, arguments, exit_code, said):
    result = sdc("linking", write_set(tmp_path), *arguments)
    assert result.exit_code == exit_code
    assert said in result.stderr


def test_a_folder_without_tables_is_named(sdc, tmp_path):
    result = sdc("linking", tmp_path)
    assert result.exit_code == Exit.NOTHING_DONE
    assert result.stderr == f"error: {tmp_path}: holds neither customers.csv nor customers.jsonl\n"


@pytest.mark.parametrize(("name", "said"), [("nowhere", "does not exist"), ("file", "is a file")])
def test_what_is_no_folder_is_named(sdc, tmp_path, name, said):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = sdc("linking", tmp_path / name)
    assert result.exit_code == Exit.NOTHING_DONE
    assert result.stderr.startswith(f"error: {tmp_path / name}: {said}")


def test_a_demo_world_in_three_groups(sdc, tmp_path):
    result = sdc("demo", "--sessions", 120, "--seed", 3)
    assert (result.exit_code, result.exception) == (Exit.FINE, None)
    said = " ".join(result.stdout.split())
    assert said.startswith("Of ")
    for text in ("Their own evidence", "The source names another", "No evidence", "Wrong links: "):
        assert text in said
    assert list((tmp_path / "here").rglob("*")) == []


def test_a_demo_world_with_the_names_of_a_set_for_programs(sdc, tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    found = json.loads(sdc("demo", "--sessions", 80, "--names", folder, "--json").stdout)
    assert set(found["groups"]) == {"points", "misnamed", "silent"}
    assert found["sessions"] == sum(g["sessions"] for g in found["groups"].values())
    assert found["all"]["wrong"] == len(found["wrong_links"])
    assert found["world"]["sessions"] == 80
