"""The demo world: repeatable, complete, believable, and apart from its truth."""

from datetime import date

import pytest

from sdc_core.demo.generator import generate

END = date(2025, 11, 20)


def contents(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("demo"), end=END)


def test_equal_arguments_give_equal_bytes(demo, tmp_path):
    generate(tmp_path, end=END)
    assert contents(tmp_path) == contents(demo.root)
