"""The program as a whole: quick help, plain errors, exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdc_assets.cli import COMMANDS, main
from sdc_assets.cli.exits import Exit, exit_of
from sdc_core import errors

HEAVY = ("dagster", "polars", "httpx", "numpy", "openai", "google.genai")


def run(*arguments: str) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("sdc")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_help_names_every_command_and_loads_nothing_heavy():
    script = (
        "import sys\nfrom sdc_assets.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert "HEAVY []" in shown.stdout
    for name in COMMANDS:
        assert f"  {name} " in shown.stdout
    assert "Exit codes: 0 all fine" in shown.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output


def test_the_installed_program_starts():
    shown = run("--help")
    assert shown.returncode == 0
    assert "sdc" in shown.stdout


def test_an_unknown_command_is_a_usage_error():
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == Exit.USAGE


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.SettingsError("x"), Exit.USAGE),
        (errors.InputMissingError("x"), Exit.NOTHING_DONE),
        (errors.MissingKeyError("x"), Exit.NOTHING_DONE),
        (errors.BusyError("x"), Exit.BUSY),
        (errors.TornError("x"), Exit.FAILED),
    ],
)
def test_errors_have_exit_codes_that_mean_something(error, expected):
    assert exit_of(error) == expected


def test_an_error_is_one_line_on_stderr_and_no_traceback(tmp_path):
    config = tmp_path / "config.json"
    config.write_text('{"processing_defaults": {"first_month": "soon"}}')
    shown = CliRunner().invoke(main, ["--config", str(config), "status"])
    assert shown.exit_code == Exit.USAGE
    assert shown.stdout == ""
    assert shown.stderr.startswith("error: ")
    assert str(config) in shown.stderr
    assert "first_month" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_config_that_is_not_there_is_named(tmp_path):
    shown = CliRunner().invoke(main, ["--config", str(tmp_path / "no.json"), "status"])
    assert shown.exit_code == Exit.USAGE
    assert "no.json" in shown.stderr


def test_a_secret_in_the_config_is_refused(tmp_path):
    config = tmp_path / "config.json"
    config.write_text('{"syncro_api": {"api_key": "T123"}}')
    shown = CliRunner().invoke(main, ["--config", str(config), "doctor"])
    assert shown.exit_code == Exit.USAGE
    assert "SYNCRO_API_KEY" in shown.stderr
    assert "T123" not in shown.output
