"""What README.md and docs/ promise is there: commands, links, settings keys."""

import re

import pytest
from click.testing import CliRunner

from sdc_assets.cli import COMMANDS, main
from sdc_core.models import Session
from sdc_core.settings import SECRET_VARIABLES, Settings
from tests import readme

TEST_COMMAND = ".venv/bin/python -m pytest"
OPTION = re.compile(r"--[a-z-]+")


def documented() -> list[str]:
    """The first cell of each row of the command table, without backticks."""
    rows = re.findall(r"^\| `(sdc [^`]+)` \|", readme.text_of(), re.MULTILINE)
    return [row.replace("\\|", "|") for row in rows]


def test_ci_runs_the_test_command_of_the_readme():
    (line,) = [b for block in readme.blocks("sh") for b in block.splitlines() if TEST_COMMAND in b]
    *_, tests = (part.strip() for part in line.split("&&"))
    assert tests.startswith(TEST_COMMAND)
    ci = (readme.PROJECT / ".ci" / "run").read_text("utf-8").splitlines()
    assert tests in ci


def test_the_windows_commands_are_the_posix_ones():
    def plain(line):
        line = line.replace("py -3", "python3").replace("\\", "/").replace("Scripts", "bin")
        return line.replace("; ", " && ")

    posix = [line for b in readme.blocks("sh") for line in b.splitlines() if "-m venv" in line]
    windows = [line for b in readme.blocks("powershell") for line in b.splitlines()]
    assert [plain(line) for line in windows] == posix


def test_every_documented_command_exists_and_every_command_is_documented():
    assert {row.split()[1] for row in documented()} == set(COMMANDS)
    shown = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []


@pytest.mark.parametrize("row", documented())
def test_every_documented_option_exists(row):
    name = row.split()[1]
    shown = CliRunner().invoke(main, [name, "--help"]).output
    assert [option for option in OPTION.findall(row) if f"{option} " not in shown] == []


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.name)
def test_every_relative_link_points_to_a_file(page):
    assert [t for t in readme.links(page) if not (page.parent / t).exists()] == []


def test_the_finished_session_that_it_shows_is_one():
    (example,) = readme.blocks("json")
    assert Session.from_bytes(example.encode()).segments


def is_setting(name: str) -> bool:
    section, _, key = name.partition(".")
    field = Settings.model_fields.get(section)
    return field is not None and (key in ("", "*") or key in field.annotation.model_fields)


def test_every_named_setting_exists():
    # The left column of the table of the first version names keys that are gone.
    text = re.sub(r"^\| `?[^|]*\|(?=[^|]*\|$)", "|", readme.text_of(), flags=re.MULTILINE)
    sections = "|".join(Settings.model_fields)
    named = set(re.findall(rf"`((?:{sections})\.[\w*]+)", text)) - {"notes.json"}
    assert named
    assert sorted(name for name in named if not is_setting(name)) == []


def test_every_folder_setting_of_the_table_exists():
    named = re.findall(r"^\| [^|]+ \| `(\w+)` \| `?\*", readme.text_of(), re.MULTILINE)
    folders = Settings.model_fields["project_paths"].annotation.model_fields
    assert [name for name in named if name not in folders] == []


def test_every_secret_variable_is_one_that_is_read():
    named = set(re.findall(r"`([A-Z_]+_API_KEY)`", readme.text_of()))
    assert named
    assert named <= set(SECRET_VARIABLES.values())


def test_a_setting_that_is_none_is_found():
    """The twin that must fail."""
    assert is_setting("processing_defaults.first_month")
    assert not is_setting("processing_defaults.first_mnth")
    assert not is_setting("llm_provider_config.active_provider")
