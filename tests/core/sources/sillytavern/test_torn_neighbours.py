"""A file with a torn line says nothing of what it lacks; what it does say is told from it still."""

import json

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.workspace import open_workspace
from tests.core.sources.test_sillytavern import answer, header, user

TORN = '{"name": "Us'


class Chat:
    """One chat in the drop folder, looked at after every change."""

    def __init__(self, root):
        self.workspace = open_workspace(Settings(project_paths={"data_folder": root}), SOURCES)
        self.path = root / "input/sillytavern/chat.jsonl"
        self.path.parent.mkdir(parents=True)

    def look(self, *lines):
        texts = (one if isinstance(one, str) else json.dumps(one) for one in lines)
        self.path.write_text("\n".join(texts), encoding="utf-8", newline="\n")
        return self.look_again()

    def look_again(self):
        store = self.workspace.records("sillytavern")
        (store.folder / "_blocks.bin").unlink(missing_ok=True)
        run_intake(self.workspace, "sillytavern")
        records = store.load_all()
        return {r.raw["mes"]: [one.raw["mes"] for one in r.revisions] for r in records}


@pytest.fixture
def chat(tmp_path):
    return Chat(tmp_path)


def test_a_swipe_above_a_torn_line_is_no_second_message(chat):
    said = answer("two", 3)
    swiped = {**said, "mes": "two, better", "swipes": ["two", "two, better"]}
    chat.look(header(), user("one"), said)
    chat.look(header(), user("one"), swiped)
    want = {"one": [], "two, better": ["two"]}
    assert chat.look(header(), user("one"), swiped, TORN) == want
    assert chat.look_again() == want


def test_a_message_that_follows_in_a_torn_file_is_one_of_its_own(chat):
    chat.look(header(), user("one"), TORN)
    want = {"one": [], "two": []}
    assert chat.look(header(), user("one"), {**user("two")}, TORN) == want
