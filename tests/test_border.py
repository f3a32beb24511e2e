"""The borders of the design, kept by tests: what imports what, and what every decision says."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("dagster", "polars", "openai", "google.genai", "numpy", "rapidfuzz")
# Half as much again as measured: what fails this is a heavy library, not a new module of ours.
MODULES_ALLOWED = 700


def _files(package):
    return sorted((ROOT / package).rglob("*.py"))


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def _named(imported, packages):
    return [name for name in imported if name.split(".")[0] in packages]


@pytest.mark.parametrize("path", _files("sdc_core"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_library_knows_nothing_of_dagster(path):
    assert _named(_imports(path), {"dagster", "dagster_webserver", "sdc_assets"}) == []


def test_the_border_is_seen_in_any_form_of_import(tmp_path):
    """The twin that must fail."""
    path = tmp_path / "x.py"
    path.write_text("def f():\n    import dagster as dg\n    from dagster._core import x\n")
    assert _named(_imports(path), {"dagster"}) == ["dagster", "dagster._core.x"]


@pytest.mark.parametrize("package", ["sdc_core", "sdc_assets"])
def test_annotations_are_real(package):
    """Dagster and pydantic read annotations at run time; postponed ones break typed contexts."""
    postponed = [p.name for p in _files(package) if "__future__.annotations" in list(_imports(p))]
    assert postponed == []


def test_opening_a_workspace_loads_nothing_heavy():
    code = "import sys, sdc_core.workspace; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert [name for name in HEAVY if name in loaded] == []
    assert len(loaded) < MODULES_ALLOWED


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda p: p.stem
)
def test_a_decision_says_why(path):
    text = path.read_text(encoding="utf-8")
    words = ("Requirement", "Options", "Choice", "Cost")
    assert [word for word in words if f"**{word}.**" not in text] == []
