"""Output that is sent on under Windows is in the code page: names still come through."""

import json
import os
import subprocess
import sys

import pytest

from .conftest import Place, row

NAMES = ("Łódź Café", "≥ 12 Ω", "日本語 Ltd")


@pytest.fixture(scope="module")
def place(tmp_path_factory, ran_template):
    place = Place(ran_template).copy(tmp_path_factory.mktemp("streams") / "place")
    place.write_rows(*(row(n, f"2025-02-{n:02d}", name) for n, name in enumerate(NAMES, 1)))
    assert place.sdc("run").exit_code == 0
    return place


def sent_on(place, *arguments, encoding="cp1252"):
    return subprocess.run(
        [sys.executable, "-c", "from sdc_assets.cli import main; main()",
         "--config", str(place.config), *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding, "SDC_NOW": "2025-03-15T12:00:00+00:00"},
        capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", [("status",), ("link",), ("link", NAMES[0])])
def test_what_the_code_page_lacks_is_a_question_mark(place, command):
    done = sent_on(place, *command)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?ód? Café".encode("cp1252") in done.stdout


def test_json_loses_nothing(place):
    done = sent_on(place, "link", "--json")
    found = {line["text"] for line in json.loads(done.stdout.decode("cp1252"))["texts"]}
    assert found >= set(NAMES)


def test_utf_8_is_left_as_it_is(place):
    done = sent_on(place, "link", "--json", encoding="utf-8")
    assert NAMES[2].encode() in done.stdout
