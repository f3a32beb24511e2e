"""Random histories of files and an API that share records, some of them held: as full looks end."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sdc_core.errors import SourceError
from sdc_core.ids import stable_id
from sdc_core.intake import run_intake
from sdc_core.intake.memory import MEMORY_FILE
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.sources.base import Pull
from tests.core.toy import NAME, World, line, make_source

BEGIN = datetime(2025, 6, 1, 12, tzinfo=UTC)
STEPS = 14
_open = Path.open
COMPANIES = ("Alpha", "Beta", "Gamma", "Delta", "Eta")


class Inputs:
    """What lies in the folder, what is held, and what the API answers next."""

    def __init__(self, draw):
        self.draw = draw
        self.files = {}
        self.times = {}
        self.held = set()
        self.answer = []

    def step(self):
        self.held = {name for name in self.files if self.draw.random() < 0.1}
        self.answer = [self._row() for _ in range(self.draw.choice((0, 0, 1, 2)))]
        for _ in range(self.draw.choice((0, 1, 1, 2))):
            name = f"{self.draw.randint(1, 6)}.toy"
            if self.draw.random() < 0.2:
                self.files.pop(name, None)
            else:
                self.files[name] = [self._row() for _ in range(self.draw.randint(0, 3))]
                self.times[name] = self.draw.randint(1, 9)

    def source(self):
        return make_source(
            ties=lambda record: [record.raw.get("company") or ""],
            pull=lambda *_: Pull([_from_api(row) for row in self.answer], [], {}),
            is_api=lambda _: True,
        )

    def opener(self):
        """In place of `Path.open`: another program holds some of the files."""

        def open_unless_held(path, mode="r", *args, **more):
            if mode != "w" and path.suffix == ".toy" and path.name in self.held:
                raise PermissionError(13, "Permission denied", str(path))
            return _open(path, mode, *args, **more)

        return open_unless_held

    def write(self, world):
        for path in (world.root / "input/toy").glob("*.toy"):
            path.unlink()
        for name, rows in self.files.items():
            world.write(*rows, name=name, at=self.times[name])

    def _row(self):
        if self.draw.random() < 0.05:
            return "broken\n"
        month = self.draw.choice((1, 2, 3, 6, 9))
        start = f"2025-0{month}-0{self.draw.randint(1, 3)}T10:00:00+00:00"
        company, text = self.draw.choice(COMPANIES), self.draw.choice("abc")
        return line(self.draw.randint(1, 12), start, company=company, text=text)


def _from_api(row):
    raw = json.loads(row if row.startswith("{") else line(99))
    ref = SourceRef(path="/rows", id=str(raw["id"]))
    return Record(key=stable_id("toy", raw["id"]), kind="toy", raw=raw, ref=ref)


def _look(world, now, *, forgets):
    if forgets:
        (world.root / "records/toy" / MEMORY_FILE).unlink(missing_ok=True)
    try:
        return run_intake(world.open(), NAME, now=now).failures
    except SourceError as error:
        return str(error)


def _kept(world):
    waiting = world.open().quarantine.entries(NAME)
    return world.tree("records"), {(e.id, e.reason, e.status) for e in waiting}


@pytest.mark.parametrize("seed", range(60))
def test_a_history_of_files_and_answers_ends_with_the_same_bytes(tmp_path, monkeypatch, seed):
    draw = random.Random(seed)
    inputs, now = Inputs(draw), BEGIN
    monkeypatch.setattr(Path, "open", inputs.opener())
    narrow = World(tmp_path / "narrow", inputs.source())
    whole = World(tmp_path / "whole", inputs.source())
    for step in range(STEPS):
        inputs.step()
        now += timedelta(days=draw.choice((0, 1, 20, -5)))
        for world in (narrow, whole):
            inputs.write(world)
        said = [_look(world, now, forgets=world is whole) for world in (narrow, whole)]
        assert said[0] == said[1], step
        assert _kept(narrow) == _kept(whole), step
