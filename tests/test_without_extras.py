"""What a machine without the extras can do: everything but what they are for."""

import subprocess
import sys

import pytest

from tests.readme import PROJECT
from tests.without_extras import HIDDEN

# Where the code asks for the extras; the whole suite: `pytest -p tests.without_extras -n 2`.
PARTS = [
    "tests/core/embeddings",
    "tests/core/search",
    "tests/core/insights/test_writer.py",
    "tests/core/llm/test_gateway.py",
    "tests/core/privacy/test_extra.py",
]


@pytest.mark.slow
def test_the_parts_that_use_the_extras_pass_without_them():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.without_extras"]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", *PARTS],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    assert " passed" in run.stdout


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_a_hidden_package_is_not_found(name):
    """The twin that must fail: what is hidden cannot have been imported."""
    code = (
        "import tests.without_extras as t, importlib.util; t.hide(); "
        f"assert importlib.util.find_spec({name!r}) is None"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)
