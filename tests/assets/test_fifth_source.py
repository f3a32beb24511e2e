"""`docs/adding-a-source.md` does what it says: its code, on a copy of the project, is a source."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.readme import PROJECT

PAGE = PROJECT / "docs" / "adding-a-source.md"
BLOCK = re.compile(r"^```([\w-]+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = ("sdc_core", "sdc_assets", "tests")
CUSTOMERS = [{"id": 1, "business_name": "Alpha Corp"}, {"id": 2, "business_name": "Beta Ltd"}]
GRAPH = """
import json
from sdc_assets.build import build_defs
from sdc_core.settings import load_settings
defs = build_defs(load_settings())
graph = defs.resolve_asset_graph()
keys = [node.key.to_user_string() for node in graph.asset_nodes if "toy" in node.key.path]
monthly = [n.key.to_user_string() for n in graph.asset_nodes
           if "toy" in n.key.path and n.partitions_def is not None]
checks = [key.to_user_string() for key in graph.asset_check_keys if "toy" in key.asset_key.path]
print(json.dumps({"assets": sorted(keys), "monthly": monthly, "checks": sorted(checks),
                  "sensors": [s.name for s in defs.sensors],
                  "jobs": [j.name for j in defs.jobs]}))
"""


def blocks() -> list[tuple[str, str, str]]:
    """(language, path, text) of each block of the page that names a file."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def patched(text: str, diff: str) -> str:
    """The text with the lines of a diff; a line added after none taken away comes first or last."""
    lines = diff.splitlines()
    for taken, added in pairwise(lines):
        if taken.startswith("-"):
            assert text.count(taken[1:]) == 1, taken
            text = text.replace(taken[1:], added[1:])
    alone = [
        line[1:]
        for before, line in pairwise(["", *lines])
        if line.startswith("+") and not before.startswith("-")
    ]
    for line in alone:
        is_import = line.startswith("from ")
        text = text.replace("\nfrom ", f"\n{line}\nfrom ", 1) if is_import else f"{text}\n{line}\n"
    return text


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project after a person did what the page says."""
    root = tmp_path_factory.mktemp("project")
    left_out = shutil.ignore_patterns("__pycache__", "fuzz", "browser", "images")
    for name in CODE:
        shutil.copytree(PROJECT / name, root / name, ignore=left_out)
    shutil.copy(PROJECT / "pyproject.toml", root)
    for language, name, text in blocks():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        new = patched(path.read_text(encoding="utf-8"), text) if language == "diff" else text
        path.write_text(new, encoding="utf-8", newline="\n")
    return root


@pytest.fixture(scope="module")
def run(project):
    """A process in the copy, over a data root with the sample in its drop folder."""
    data = project / "data"
    (data / "input" / "toy").mkdir(parents=True)
    shutil.copy(project / "tests/fixtures/toy/week.toy", data / "input/toy/week.toy")
    customers = project / "customers.json"
    customers.write_text(json.dumps([{**c, "contacts": []} for c in CUSTOMERS]), encoding="utf-8")
    own = {"SDC_DATA_FOLDER": str(data), "SDC_SYNCRO_API__CUSTOMERS_FILE": str(customers)}
    environment = {**os.environ, **own, "PYTHONPATH": str(project), "PYTHONUTF8": "1"}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], cwd=project, env=environment, capture_output=True,
            text=True, encoding="utf-8", check=False, timeout=300,
        )  # fmt: skip

    return run


SDC = ("-c", "from sdc_assets.cli import main; main()")


def test_the_graph_has_its_assets_partitions_sensor_jobs_and_checks(run):
    done = run("-c", GRAPH)
    assert done.returncode == 0, done.stderr
    graph = json.loads(done.stdout.splitlines()[-1])
    assert graph["assets"] == ["intake/toy", "sessions/toy"]
    assert graph["monthly"] == ["sessions/toy"]
    assert any("quarantine_budget" in check for check in graph["checks"])
    assert "toy_files" in graph["sensors"]
    assert {"intake_toy", "sessions_toy"} <= set(graph["jobs"])


def test_what_is_dropped_becomes_finished_sessions(run, project):
    read = run(*SDC, "ingest", "--source", "toy")
    assert read.returncode == 0, read.stdout + read.stderr
    done = run(*SDC, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    files = sorted((project / "data/output/sessions").rglob("*_*_*.json"))
    made = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    made.sort(key=lambda session: session["insights"]["session_start_time_utc"])
    assert [len(session["segments"]) for session in made] == [2, 1, 1]
    assert [s["insights"]["session_duration_minutes"] for s in made] == [50, 0, 20]
    assert {s["context"]["customer_id"] for s in made} == {1, 2}
    assert [path.parent.name for path in files] == ["2025-03"] * 3
    assert {s["meta"]["source_system"] for s in made} == {"ToyLog"}


def test_it_keeps_the_contract(run):
    done = run("-m", "pytest", "tests/core/sources/test_contract.py", "-q", "-k", "toy",
               "-p", "no:cacheprovider")  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 15


def test_the_page_names_every_attribute_that_it_says_is_there():
    from sdc_core.sources.base import Source

    named = re.findall(r"^- ((?:`\w+`(?:, )?)+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    attributes = {name for line in named for name in re.findall(r"`(\w+)`", line)}
    assert attributes
    assert attributes <= Source.__dataclass_fields__.keys()
