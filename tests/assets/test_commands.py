"""Dagster's own commands on the package, as its manual says, over the shared samples."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sdc_assets.instance import prepare_home
from sdc_core.settings import load_settings

pytestmark = pytest.mark.slow
EXPORT = "screenconnect/report_export_excel_resaved.csv"


@pytest.fixture
def environment(tmp_path, shared) -> dict[str, str]:
    """A data root with the 25-row export, and an instance made ready once."""
    root = tmp_path / "data"
    drop = root / "input" / "screenconnect"
    drop.mkdir(parents=True)
    shutil.copy(shared / "samples" / EXPORT, drop)
    own = {
        "SDC_DATA_FOLDER": str(root),
        "SDC_SYNCRO_API__CUSTOMERS_FILE": str(shared / "samples/syncro/lean_customer_cache.json"),
    }
    home = prepare_home(load_settings(environment=own))
    return {**os.environ, **own, "DAGSTER_HOME": str(home)}


def dagster(environment, *arguments) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "dagster", *arguments],
        env=environment,
        cwd=Path(environment["SDC_DATA_FOLDER"]),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


def sessions(environment) -> list[dict]:
    folder = Path(environment["SDC_DATA_FOLDER"]) / "output" / "sessions"
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/2*.json"))]


def materialize(environment, *arguments):
    return dagster(environment, "asset", "materialize", "-m", "sdc_assets", *arguments)


def test_the_definitions_are_valid(environment):
    assert "passed validation" in dagster(
        environment, "definitions", "validate", "-m", "sdc_assets"
    )


def test_everything_over_a_range(environment):
    materialize(environment, "--select", "*", "--partition-range", "2025-01-01...2025-03-01")
    found = sessions(environment)
    assert len(found) == 12
    assert {session["meta"]["source_system"] for session in found} == {"ScreenConnect"}


def test_everything_over_one_month_and_then_one_step(environment):
    materialize(environment, "--select", "*", "--partition", "2025-01-01")
    before = sessions(environment)
    assert before
    materialize(environment, "--select", "session_insights", "--partition", "2025-01-01")
    assert sessions(environment) == before
