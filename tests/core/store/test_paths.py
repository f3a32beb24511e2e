"""Which paths we make."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.errors import PathError
from sdc_core.store.paths import MAX_BELOW_ROOT, check_distinct, check_path

ROOT = Path("/data/root")


@pytest.mark.parametrize("name", [
    "CON", "con", "nul.json", "AUX .txt", "COM1", "lpt9.log", "COM¹", "CONIN$",
    "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b", "a*b", "a\\b", "a\x00b", "a\nb", "a\x1fb",
    "dot.", "space ", "..",
])  # fmt: skip
def test_names_that_windows_refuses_are_refused(name):
    with pytest.raises(PathError):
        check_path(ROOT, ROOT / "store" / name / "x.json")
    with pytest.raises(PathError):
        check_path(ROOT, ROOT / name)


@pytest.mark.parametrize(
    "name", ["console.json", "a b.json", "com10", "nullable", "é.json", ".~1.tmp"]
)
def test_harmless_names_pass(name):
    path = ROOT / "store" / name
    assert check_path(ROOT, path) is path


def test_at_most_200_characters_below_the_root():
    longest = "x" * (MAX_BELOW_ROOT - len("store/"))
    check_path(ROOT, ROOT / "store" / longest)
    with pytest.raises(PathError, match="200 characters"):
        check_path(ROOT, ROOT / "store" / f"{longest}x")


def test_a_path_elsewhere_is_refused(tmp_path):
    for path in (tmp_path / "a", ROOT / ".." / "other" / "a", Path("/data/rootless/a")):
        with pytest.raises(PathError):
            check_path(ROOT, path)


def test_a_link_out_of_the_root_is_refused(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "a.json").write_text("{}")
    (root / "month").symlink_to(outside)
    (root / "a.json").symlink_to(outside / "a.json")
    for path in (root / "month" / "a.json", root / "a.json"):
        with pytest.raises(PathError, match="leads out of"):
            check_path(root, path)


def test_a_root_that_is_itself_a_link_is_fine(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "real")
    check_path(tmp_path / "root", tmp_path / "root" / "store" / "a.json")


def test_names_that_differ_by_case_alone_are_refused():
    check_distinct(["a.json", "b.json"])
    for names in (["a.json", "A.json"], ["straße", "STRASSE"], ["a", "a"]):
        with pytest.raises(PathError, match="where case does not count"):
            check_distinct(names)


@given(st.text(max_size=30))
def test_whatever_passes_is_one_windows_name(name):
    path = ROOT / "month" / name
    try:
        check_path(ROOT, path)
    except (PathError, ValueError):
        return
    below = PureWindowsPath(*path.relative_to(ROOT).parts)
    assert not below.is_absolute()
    assert below.drive == ""
    assert below.parts == path.relative_to(ROOT).parts
