"""Files whose names are no text: Linux holds any bytes, Windows halves of characters."""

import os
import sys

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import Workspace
from tests.badinput.place import chat, line
from tests.core import toy
from tests.factory import MOMENT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")


def odd(folder, name, content):
    path = folder / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_file_with_a_name_of_bytes_is_read_as_any_other(tmp_path):
    place = toy.World(tmp_path)
    place.write(toy.line(1))
    path = odd(tmp_path / "input" / "toy", b"caf\xe9.toy", toy.line(2).encode() + b"no json\n")
    assert run_intake(place.open(), toy.NAME, now=MOMENT).records == 2
    (entry,) = place.open().quarantine.entries(toy.NAME)
    assert entry.source_ref.file == "caf&#56553;.toy"
    assert run_intake(place.open(), toy.NAME, now=MOMENT).is_unchanged
    path.unlink()
    run_intake(place.open(), toy.NAME, now=MOMENT, retry=[entry.id])
    found = place.open().records(toy.NAME).load_all()
    assert sorted(record.source_missing for record in found) == [False, True]


@pytest.mark.parametrize("linked", [b"", b"data/Jos\xe9/chats"])
def test_a_chat_below_folders_of_bytes(tmp_path, linked):
    folder = tmp_path / "SillyTavern"
    odd(folder, b"data/Jos\xe9/chats/Caf\xe9/a.jsonl", chat([line(1), b'{"mes']))
    paths = {
        "data_folder": tmp_path / "data",
        "sillytavern_chat_input_folder": folder / os.fsdecode(linked),
    }
    work = {"work": {"include": {"characters": ["*"]}}}
    workspace = Workspace(Settings.model_validate({"project_paths": paths, "sillytavern": work}))
    assert run_intake(workspace, "sillytavern").records == 1
    (record,) = workspace.records("sillytavern").load_all()
    assert record.fields["chat"]["user"] == "Jos&#56553;"
    assert record.fields["chat"]["character"] == "Caf&#56553;"
