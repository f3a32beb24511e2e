"""What the documents say of the project is so: tests that they name, the table of bugs, decisions.

That links and commands are right is looked at by `test_readme.py`.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from sdc_core.settings import Settings
from tests.readme import PAGES, PROJECT, text_of

BUGS = PROJECT / "docs" / "first-version-bugs.md"
DECISIONS = PROJECT / "docs" / "decisions"
# Numbers that were given out and not used.
NOT_WRITTEN = {16, 17, 19, 20, 21, 23, 24}
REFERENCE = re.compile(r"\b(tests/[\w/.-]+\.py)((?:::\w+)*)")
_SETTING_PAGES = [
    *sorted((PROJECT / "docs").glob("*.md")),
    *sorted((PROJECT / "docs" / "sources").glob("*.md")),
    *sorted((PROJECT / "data").rglob("README.md")),
]
LATER = {"open: linking", "open: insights", "open: billing"}


@cache
def _names(file: str) -> set[tuple[str, ...]] | None:
    """`(test,)` and `(class, test)` of a file, None where there is no such file."""
    path = PROJECT / file
    if not path.is_file():
        return None
    found: set[tuple[str, ...]] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found.add((getattr(node, "name", ""),))
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            found.add((node.name, getattr(inner, "name", "")))
    return found


def missing(text: str) -> list[str]:
    """References to tests that are not there."""
    found = [(file, tuple(names.split("::")[1:])) for file, names in REFERENCE.findall(text)]
    return [
        "::".join((file, *names))
        for file, names in found
        if (known := _names(file)) is None or (names and names not in known)
    ]


def rows(text: str) -> list[list[str]]:
    """The cells of every numbered row of a table."""
    lines = re.findall(r"^\| \d+ \|.*\|$", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def numbering(names: list[str]) -> list[str]:
    """What is wrong with the numbers of decision records."""
    numbers = sorted(int(name[:4]) for name in names)
    doubles = {number for number in numbers if numbers.count(number) > 1}
    gaps = set(range(1, max(numbers) + 1)) - set(numbers) - NOT_WRITTEN
    return [f"{n:04d} twice" for n in sorted(doubles)] + [f"no {n:04d}" for n in sorted(gaps)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_named_test_exists(page):
    assert missing(text_of(page)) == []


def test_the_table_has_every_bug_once():
    assert [int(row[0]) for row in rows(text_of(BUGS))] == list(range(1, 42))


@pytest.mark.parametrize("row", rows(text_of(BUGS)), ids=lambda row: row[0])
def test_every_bug_has_its_test_or_waits_for_a_later_part(row):
    assert len(row) == 4
    named = REFERENCE.findall(row[3])
    assert row[3] in LATER or (named and all(names for _, names in named))


def test_decisions_are_numbered_in_one_row():
    assert numbering([path.name for path in DECISIONS.glob("*.md")]) == []


def unnamed(page: str, folder: Path) -> list[str]:
    """Modules and folders that a page does not name; private ones need not be."""
    places = [
        f"{path.name}/" if path.is_dir() else path.name
        for path in sorted(folder.iterdir())
        if path.name[0] != "_" and (path.suffix == ".py" or (path / "__init__.py").is_file())
    ]
    return [place for place in places if f"`{place}`" not in page]


@pytest.mark.parametrize("folder", ["sdc_core", "sdc_core/store", "sdc_assets"])
def test_the_architecture_names_every_place(folder):
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert unnamed(page, PROJECT / folder) == []


def settings_in(text: str) -> set[str]:
    """Names with a dot that begin with a section of the settings."""
    sections = "|".join(Settings.model_fields)
    return set(re.findall(rf"`((?:{sections})(?:\.\w+)+)[`=]", text)) - {"notes.json"}


def is_setting(name: str) -> bool:
    model = Settings
    for part in name.split("."):
        field = getattr(model, "model_fields", {}).get(part)
        if field is None:
            return False
        model = field.annotation
    return True


@pytest.mark.parametrize("page", _SETTING_PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_setting_that_a_page_names_exists(page):
    assert [n for n in sorted(settings_in(page.read_text("utf-8"))) if not is_setting(n)] == []


# The twins: what these checks must see.


def test_a_reference_to_no_test_is_seen():
    text = "`tests/test_documents.py::test_gone`, tests/none.py::test_a and tests/test_border.py"
    assert missing(text) == ["tests/test_documents.py::test_gone", "tests/none.py::test_a"]


def test_a_method_is_found_by_its_class_only():
    file = "tests/assets/end_to_end/test_bad_input.py"
    assert missing(f"{file}::TestSyncroThatDoesNotAnswer::test_a_wrong_key") == []
    assert missing(f"{file}::test_a_wrong_key") == [f"{file}::test_a_wrong_key"]


def test_a_gap_and_a_double_are_seen():
    names = ["0001-a.md", "0002-b.md", "0002-c.md", "0004-d.md"]
    assert numbering(names) == ["0002 twice", "no 0003"]


def test_a_place_without_a_name_is_seen(tmp_path):
    for name in ("known.py", "new.py", "_private.py", "notes.md"):
        (tmp_path / name).touch()
    for name in ("package", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "package" / "__init__.py").touch()
    assert unnamed("| `known.py` | and new.py |", tmp_path) == ["new.py", "package/"]


def test_a_setting_that_is_none_is_seen():
    text = "`notes.zone`, `sillytavern.work.include.users`, `notes.json` and `notes.zones`"
    assert [n for n in sorted(settings_in(text)) if not is_setting(n)] == ["notes.zones"]
