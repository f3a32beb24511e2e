"""The `dagster` lines of README.md, run as they stand there, on a fresh instance."""

import shlex
import shutil

import pytest

from tests import readme
from tests.assets.end_to_end.program import Program

pytestmark = pytest.mark.slow
EXPORT = "report_export_excel_resaved.csv"
# Months of the README: those of the world at hand.
MONTHS = {"2026-05-01...2026-10-01": "2024-12-01...2025-03-01", "2026-10-01": "2025-01-01"}
SERVERS = ("dagster dev",)


def documented() -> list[str]:
    return [line for line in readme.commands("dagster") if line not in SERVERS]


def adapted(line: str) -> list[str]:
    for there, here in MONTHS.items():
        line = line.replace(there, here)
    return shlex.split(line)[1:]


def prepare(root, shared, home=None) -> Program:
    samples = shared / "samples"
    shutil.copytree(samples / "notes", root / "data" / "input" / "notes")
    (root / "data" / "input" / "screenconnect").mkdir()
    shutil.copy(samples / "screenconnect" / EXPORT, root / "data" / "input" / "screenconnect")
    program = Program(root, {"DAGSTER_HOME": str(home)} if home else {})
    program.configure(
        syncro_api={"customers_file": str(samples / "syncro" / "lean_customer_cache.json")}
    )
    return program


@pytest.fixture(scope="module")
def without_home(tmp_path_factory, shared):
    """The program and what each line ended with, one after another, DAGSTER_HOME unset."""
    program = prepare(tmp_path_factory.mktemp("no_home"), shared)
    ends = {}
    for line in documented():
        run = program.dagster(*adapted(line), folder=readme.PROJECT)
        ends[line] = (run, program.tree("output"))
    return program, ends


@pytest.mark.parametrize("line", documented())
def test_each_line_succeeds_without_a_dagster_home(without_home, line):
    run, _ = without_home[1][line]
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_lines_show_validation_a_range_and_one_month_of_a_selection():
    lines = documented()
    assert any("definitions validate" in line for line in lines)
    assert any("--select '*'" in line and "--partition-range" in line for line in lines)
    assert any("--partition " in line and "linked_sessions" in line for line in lines)


def test_the_range_makes_the_finished_files_and_the_selection_leaves_them(without_home):
    program, ends = without_home
    _, after_range, after_selection = (tree for _, tree in ends.values())
    assert len(program.finished()) == 12 + 1  # one note lies in the range
    assert after_range == after_selection


def test_everything_over_one_month_on_an_empty_home(tmp_path, shared):
    (tmp_path / "home").mkdir()
    program = prepare(tmp_path, shared, tmp_path / "home")
    month = ["--select", "*", "--partition", "2025-01-01"]
    run = program.dagster("asset", "materialize", "-m", "sdc_assets", *month)
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(program.finished()) == 12


def test_a_partition_key_that_is_none_is_refused_and_writes_nothing(tmp_path, shared):
    program = prepare(tmp_path, shared)
    month = ["--select", "session_insights", "--partition", "2025-13-01"]
    run = program.dagster("asset", "materialize", "-m", "sdc_assets", *month)
    assert run.returncode != 0
    assert "2025-13-01" in run.stdout + run.stderr
    assert program.tree() == {}
