"""The shape of the graph, and that it loads light and lazily."""

import json
import re
import subprocess
import sys
from pathlib import Path

import dagster as dg

import sdc_assets
from sdc_assets.build import build_defs
from sdc_core.sources import SOURCES
from tests.assets import graph, toy

PACKAGE = Path(sdc_assets.__file__).parent


def test_the_graph_is_as_its_snapshot_says():
    assert graph.current() == json.loads(graph.SNAPSHOT.read_text(encoding="utf-8"))


def test_everything_loads(settings):
    dg.Definitions.validate_loadable(build_defs(settings))


def test_a_fifth_source_gets_its_assets_jobs_sensor_and_checks_by_itself(settings):
    found = graph.describe(build_defs(settings, (*SOURCES, toy.SOURCE)))
    assert {"intake/toy", "sessions/toy"} <= found["assets"].keys()
    assert "sessions/toy" in found["assets"]["linked_sessions"]["deps"]
    assert {"intake_toy", "sessions_toy"} <= found["jobs"].keys()
    assert "toy_files" in found["sensors"]
    assert "toy_intake" in found["schedules"]
    assert "intake/toy:quarantine_budget" in found["checks"]


def test_no_two_nodes_of_a_group_look_the_same(settings):
    """The web UI shows the group and the last part of the key."""
    nodes = build_defs(settings).resolve_asset_graph().asset_nodes
    shown = [(node.group_name, node.key.path[-1]) for node in nodes]
    assert len(set(shown)) == len(shown)


def test_importing_the_definitions_loads_no_heavy_library(tmp_path):
    heavy = "{'polars', 'openai', 'google.genai'}"
    code = f"import sys, sdc_assets.definitions; print(sorted({heavy} & set(sys.modules)))"
    assert _python(code, tmp_path) == "[]"


def test_importing_the_package_or_its_commands_loads_no_dagster(tmp_path):
    code = (
        "import sys, sdc_assets; assert 'defs' in dir(sdc_assets); print('dagster' in sys.modules)"
    )
    assert _python(code, tmp_path) == "False"


def test_importing_the_definitions_writes_nothing(tmp_path):
    _python("import sdc_assets.definitions", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_defs_of_the_package_are_those_of_definitions():
    from sdc_assets.definitions import defs

    assert sdc_assets.defs is defs


def test_no_module_uses_postponed_annotations():
    banned = re.compile(r"^from __future__ import annotations", re.MULTILINE)
    modules = [path for path in PACKAGE.rglob("*.py") if banned.search(path.read_text("utf-8"))]
    assert modules == []


def _python(code: str, folder: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()
