"""Killed inside a Dagster run, the next run ends with the bytes of an undisturbed one."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRunStatus

from tests.faults import world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known to Windows"),
]
PROJECT = Path(__file__).resolve().parents[2]
# (phase, job, durable step, before which of its kind in that job)
KILLS = [
    ("first", "intake_screenconnect", "record_store", 2),
    ("first", "insights", "rename", 3),
    ("update", "insights", "manifest", 2),
]


def run(root, *meant) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.in_dagster", str(root), *map(str, meant)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def run_to_the_end(root) -> dict[str, str]:
    done = run(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return world.tree(root)


@pytest.fixture(scope="module")
def after_first(tmp_path_factory) -> Path:
    """A data root after its first ingest, undisturbed."""
    root = tmp_path_factory.mktemp("undisturbed") / "first"
    world.write_first(root)
    run_to_the_end(root)
    return root


@pytest.fixture(scope="module")
def after_update(after_first) -> Path:
    """The same after every source and a finished file changed, undisturbed."""
    root = after_first.with_name("update")
    shutil.copytree(after_first, root)
    world.write_update(root)
    run_to_the_end(root)
    return root


def begin(phase, root, after_first) -> None:
    """The inputs of a phase, not yet run."""
    if phase == "first":
        world.write_first(root)
    else:
        shutil.copytree(after_first, root)
        world.write_update(root)


def unfinished_runs(root) -> list[str]:
    with DagsterInstance.from_config(str(root / ".dagster")) as instance:
        return [r.job_name for r in instance.get_runs() if r.status == DagsterRunStatus.STARTED]


@pytest.mark.parametrize(("phase", "job", "step", "number"), KILLS)
def test_a_kill_inside_a_dagster_run_loses_and_doubles_nothing(
    request, tmp_path, after_first, phase, job, step, number
):
    root = tmp_path / "killed"
    begin(phase, root, after_first)
    killed = run(root, job, step, number)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    assert unfinished_runs(root) == [job]
    undisturbed = world.tree(request.getfixturevalue(f"after_{phase}"))
    assert world.tree(root) != undisturbed
    assert run_to_the_end(root) == undisturbed
    assert max(world.session_ids(root).values()) == 1
