"""Text of a source never becomes markup in the Dagster UI."""

import pytest

from sdc_assets import markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 2025-01", "plain 2025-01"),
        ("a|b", "a\\|b"),
        ("two\nlines\there", "two lines here"),
        ("Jan\u00a005,  10:00", "Jan\u00a005, 10:00"),
        ("<img src=x onerror=1>", "&lt;img src=x onerror=1\\>"),
        ("[click](https://x)", "\\[click\\](https\\://x)"),
        ("`code` *bold* _it_ ~s~ # head", "\\`code\\` \\*bold\\* \\_it\\_ \\~s\\~ \\# head"),
        ("&lt;", "\\&lt;"),
        (7, "7"),
    ],
)
def test_markup_is_escaped(text, shown):
    assert markdown.escape(text) == shown


def test_a_hostile_cell_adds_no_row_and_no_column():
    lines = markdown.table(["a", "b"], [("x|y\n|z|", "w")]).splitlines()
    assert len(lines) == 3
    assert lines[2].replace("\\|", "").count("|") == 3


def test_bars_are_largest_first_and_never_empty():
    lines = markdown.bars("status", {"few": 1, "many": 100}).splitlines()
    assert lines[2].startswith("| many | 100 | ███")
    assert lines[3] == "| few | 1 | █ |"


def test_no_counts_give_an_empty_table():
    assert len(markdown.bars("status", {}).splitlines()) == 2
