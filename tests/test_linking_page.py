"""`docs/linking.md` says what the linker does: its kinds of evidence, knobs, methods, commands."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_core.linking.base import Decision, Evidence, Method
from sdc_core.linking.evaluation.sets import SOURCE_SYSTEMS
from sdc_core.linking.evidence.kinds import KIND_NAMES
from sdc_core.linking.make import make_linker
from sdc_core.models import ProcessingStatus
from sdc_core.settings import Linking, Settings

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "linking.md").read_text(encoding="utf-8")
# Written by no step of the linker: what a person decided has the status `Reviewed`.
NEVER_RECORDED = {Method.PERSON}
KNOBS = {
    "processing_defaults": (
        "customer_linking_fuzzy_match_threshold",
        "customer_linking_margin",
    ),
    "linking": tuple(Linking.model_fields),
}


def unnamed(words, text=PAGE):
    return [word for word in words if f"`{word}`" not in text]


def knobs():
    """(name, default) of every setting in the table."""
    found = re.findall(r"^\| (`[\w.]+`(?:, `[\w.]+`)*) \| ([^|]+) \|", PAGE, re.MULTILINE)
    for names, defaults in found:
        if names.strip("`").split(".")[0] in KNOBS:
            yield from zip(re.findall(r"`([\w.]+)`", names), defaults.split(", "), strict=True)


def test_it_names_every_kind_of_evidence():
    assert unnamed(KIND_NAMES) == []


def test_it_names_every_method_decision_and_status():
    words = {*Method, *ProcessingStatus} - NEVER_RECORDED - {ProcessingStatus.NEEDS_LINKING}
    assert unnamed(words - {Method.NONE}) == []
    assert [word for word in Decision if f"| {word} |" not in PAGE] == []


def test_it_names_every_source_of_a_query():
    assert unnamed(name for name in SOURCE_SYSTEMS if name) == []


def test_a_word_that_is_missing_is_seen():
    assert unnamed(["mail", "fax"], "`mail` and fax") == ["fax"]


def test_every_knob_stands_there_with_its_default():
    settings = Settings()
    wanted = {
        f"{section}.{name}": json.dumps(getattr(getattr(settings, section), name))
        for section, names in KNOBS.items()
        for name in names
    }
    shown = {name: default.strip().strip("`") for name, default in knobs()}
    assert {name: _plain(default) for name, default in wanted.items()} == shown


def _plain(default):
    return default.strip('"').removesuffix(".0")


def test_the_record_that_it_shows_is_one():
    [record] = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    shown = json.loads(record)
    read = Evidence.model_validate({"customers_fingerprint": "left out", **shown})
    assert json.loads(read.model_dump_json(include=set(shown))) == shown
    assert [key for key in shown if key not in Evidence.model_fields] == []
    assert read.linker_version == make_linker([], Settings(), fingerprint="").version


@pytest.mark.parametrize("command", [("link",), ("evaluate", "linking"), ("evaluate", "demo")])
def test_every_option_that_it_names_exists(command):
    shown = CliRunner().invoke(main, [*command, "--help"]).output
    named = set(re.findall(rf"`sdc {' '.join(command)}[^`]*?(--[a-z-]+)", PAGE))
    assert [option for option in named if option not in shown] == []


def test_the_example_of_a_set_can_be_evaluated(tmp_path):
    for name, row in re.findall(r"^(\w+\.jsonl) +(\{.*\})$", PAGE, re.MULTILINE):
        (tmp_path / name).write_text(row + "\n", encoding="utf-8")
    (tmp_path / "gold.csv").write_text(
        "query_id,true_id,kind,linkable\na,1,variant,1\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["evaluate", "linking", str(tmp_path), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.output)["queries"] == 1
