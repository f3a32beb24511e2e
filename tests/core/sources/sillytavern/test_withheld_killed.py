"""A chat becomes private and the process dies on the way: after the next run no text is left."""

import gzip
import shutil

import pytest

from sdc_core.pipeline import run_pipeline
from sdc_core.work_or_private import ChatChoice
from tests.core.sources.test_sillytavern_private import CANARY, Root, line
from tests.core.store.stops import steps_of, stop_at

CHAT = "u/chats/Sera/a.jsonl"


@pytest.fixture(params=["there", "gone"])
def template(tmp_path, monkeypatch, request):
    """A chat that was work, with a torn line and a broken hand edit, and is private from now on."""
    monkeypatch.setenv("SDC_NOW", "2025-09-01T12:00:00+00:00")
    root = Root(tmp_path / "template", {})
    root.folder.mkdir()
    root.say(ChatChoice.WORK, "Sera", "u")
    path = root.write(CHAT, line(CANARY), line(f"{CANARY} two", 3), '{"mes": "' + CANARY)
    run_pipeline(root.open())
    _break_a_finished_file(root)
    run_pipeline(root.open())
    assert {"quarantine", "records", "store", "output"} <= {t.split("/")[0] for t in _traces(root)}
    root.say(ChatChoice.PRIVATE, "Sera", "u")
    if request.param == "gone":
        path.unlink()
    return root


def _break_a_finished_file(root):
    path = next((root.data / "output/sessions").glob("*/2*.json"))
    path.write_bytes(path.read_bytes()[:-5])


def _traces(root):
    copies = root.data.rglob("*.gz")
    packed = [copy for copy in copies if CANARY.encode() in gzip.decompress(copy.read_bytes())]
    return [*root.traces(CANARY), *(copy.relative_to(root.data).as_posix() for copy in packed)]


def _copy(template, name):
    shutil.copytree(template.folder, template.folder.parent / name)
    return Root(template.folder.parent / name, {})


def test_a_kill_before_any_step_leaves_no_text_after_the_next_run(template):
    whole = _copy(template, "whole")
    steps = steps_of(lambda: run_pipeline(whole.open()))
    assert {"record_store", "quarantine", "cursor"} <= set(steps)
    assert _traces(whole) == []
    left = {}
    for number, step in enumerate(steps):
        root = _copy(template, str(number))
        stop_at(number, lambda root=root: run_pipeline(root.open()))
        run_pipeline(root.open())
        if traces := _traces(root):
            left[number, step] = traces
        shutil.rmtree(root.folder)
    assert left == {}
