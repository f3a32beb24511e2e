"""What each fixture becomes, to the last field."""

import pytest

from tests.core.sources.golden import actual, cases, expected_path

CASES = list(cases())


@pytest.mark.parametrize(("source", "path"), CASES, ids=[f"{s.name}-{p.name}" for s, p in CASES])
def test_a_fixture_becomes_what_stands_beside_it(source, path):
    assert actual(source, path) == expected_path(path).read_text(encoding="utf-8")
