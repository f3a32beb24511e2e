"""What is taken in range of keys by range ends with the same bytes as what is held at once.

Two data roots live through one random history of notes.json files. In one of them nothing may be
held, and a range holds few records.
"""

import errno
import json
import os
import random
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from sdc_core.errors import DiskError, SourceError, TornError
from sdc_core.intake import joined, ranges, run_intake
from sdc_core.intake.memory import MEMORY_FILE
from sdc_core.intake.ranges import Ranges
from sdc_core.settings import Settings
from sdc_core.sources.base import Joints
from sdc_core.sources.notes.source import SOURCE as NOTES
from sdc_core.store import key_ranges
from sdc_core.workspace import open_workspace
from tests.core.store.stops import disturbed_trees, steps_of, tree

BEGIN = datetime(2025, 6, 1, 12, tzinfo=UTC)
STEPS = 10
NAMES = ("one.json", "two.json", "three.json")
ZONES = ("America/New_York", "Europe/Berlin")
_open = Path.open


class Notes:
    """Notes as a person keeps them; few texts, numbers and dates, so that items are mistaken."""

    def __init__(self, draw):
        self.draw = draw
        self.files = {"one.json": [self._item() for _ in range(draw.randint(1, 12))]}
        self.torn, self.blank, self.held = set(), set(), set()
        self.zone, self.first_month = ZONES[0], "2024-01"

    def step(self):
        draw = self.draw
        self.held = {name for name in self.files if draw.random() < 0.05}
        acts = (self.add, self.add, self.edit, self.edit, self.edit, self.correct, self.remove,
                self.twin, self.shuffle, self.start, self.vanish, self.rename, self.tear,
                self.empty, self.move_zone, self.move_range)  # fmt: skip
        for act in draw.sample(acts, draw.choice((0, 1, 2, 3))):
            act()

    def start(self):
        self.files[self.draw.choice(NAMES)] = [self._item() for _ in range(self.draw.randint(0, 5))]

    def add(self):
        self._items().append(self._item())

    def edit(self):
        self._change("notes", [self._text(), self._text()])

    def correct(self):
        name = self.draw.choice(("customer", "subject", "date", "ticketNumber"))
        self._change(name, self.draw.choice(("Alpha", "Beta", "1/2/25", "4/5/25", "7", "")))

    def remove(self):
        items = self._items()
        if items:
            items.pop(self.draw.randrange(len(items)))

    def twin(self):
        items = self._items()
        if items:
            items.append(self.draw.choice(items))

    def shuffle(self):
        self.draw.shuffle(self._items())

    def vanish(self):
        self.files.pop(self.draw.choice(NAMES), None)

    def rename(self):
        name = self.draw.choice(NAMES)
        if name in self.files:
            self.files[self.draw.choice(NAMES)] = self.files.pop(name)

    def tear(self):
        self.torn = {self.draw.choice(NAMES)} if self.draw.random() < 0.5 else set()

    def empty(self):
        self.blank = {self.draw.choice(NAMES)} if self.draw.random() < 0.5 else set()

    def move_zone(self):
        self.zone = self.draw.choice(ZONES)

    def move_range(self):
        self.first_month = self.draw.choice(("2024-01", "2025-03"))

    def settings(self, root):
        return Settings.model_validate({
            "project_paths": {"data_folder": root},
            "notes": {"zone": self.zone},
            "processing_defaults": {"first_month": self.first_month},
        })  # fmt: skip

    def write(self, root):
        folder = root / "input/notes"
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for place, name in enumerate(sorted(self.files)):
            text = json.dumps({"tickets": self.files[name]})
            text = text[:-3] if name in self.torn else "\n" if name in self.blank else text
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            os.utime(folder / name, (1_700_000_000 + place, 1_700_000_000 + place))

    def opener(self):
        def open_unless_held(path, mode="r", *args, **more):
            if mode != "w" and path.parent.name == "notes" and path.name in self.held:
                raise PermissionError(13, "Permission denied", str(path))
            return _open(path, mode, *args, **more)

        return open_unless_held

    def _items(self):
        return self.files.setdefault(self.draw.choice(sorted(self.files) or NAMES), [])

    def _change(self, name, value):
        items = self._items()
        if items:
            at = self.draw.randrange(len(items))
            if isinstance(items[at], dict):
                items[at] = {**items[at], name: value}

    def _text(self):
        return self.draw.choice(("looked", "fixed", "printer", "again", "called"))

    def _item(self):
        draw = self.draw
        if draw.random() < 0.05:
            return draw.choice((5, {}, "text"))
        item = {
            "date": draw.choice(("1/2/25", "2/3/25", "4/5/25", "12/1/24", "7/9/25", "")),
            "customer": draw.choice(("Alpha", "Beta")),
            "subject": draw.choice(("Slow", "Broken")),
            "notes": [self._text() for _ in range(draw.randint(0, 5))],
            **draw.choice(({}, {}, {"colour": "red"})),
        }
        return item if draw.random() < 0.4 else {**item, "ticketNumber": str(draw.randint(1, 9))}


@pytest.fixture
def _small(request):
    """Ranges of few records, and all limits so low that every way is taken."""
    few = request.param % 3
    with (
        patch.object(ranges, "_RANGE_BYTES", 1_000),
        patch.object(key_ranges, "_BUFFER_BYTES", 700),
        patch.object(joined, "_FEW", few),
    ):
        yield request.param


def _look(root, settings, now, *, forgets):
    if forgets:
        (root / "records/notes" / MEMORY_FILE).unlink(missing_ok=True)
    held = -1 if root.name == "ranges" else ranges.HELD_BYTES
    with patch.object(ranges, "HELD_BYTES", held):
        try:
            report = asdict(run_intake(open_workspace(settings), NOTES.name, now=now))
            return json.dumps(report).replace(str(root), "")
        except SourceError as error:
            return str(error)


def _kept(root):
    return tree(root / "records"), tree(root / "quarantine")


@pytest.mark.parametrize("_small", range(40), indirect=True)
def test_a_history_of_notes_ends_with_the_same_bytes(tmp_path, monkeypatch, _small):
    draw = random.Random(_small)
    notes, now = Notes(draw), BEGIN
    monkeypatch.setattr(Path, "open", notes.opener())
    for step in range(STEPS):
        now += timedelta(days=draw.choice((0, 1, 20, 60, -5)))
        forgets = draw.random() < 0.2
        said = []
        for root in (tmp_path / "whole", tmp_path / "ranges"):
            notes.write(root)
            said.append(_look(root, notes.settings(root), now, forgets=forgets))
        assert said[0] == said[1], step
        assert _kept(tmp_path / "whole") == _kept(tmp_path / "ranges"), step
        notes.step()


def _live(root, *files, now=BEGIN, source=NOTES):
    """One intake by ranges of these files, each a list of items."""
    folder = root / "input/notes"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, items in zip(NAMES, files, strict=False):
        content = items if isinstance(items, str) else json.dumps(items)
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    workspace = open_workspace(_settings(root), (source,))
    with patch.object(ranges, "HELD_BYTES", -1), patch.object(ranges, "_RANGE_BYTES", 300):
        return run_intake(workspace, NOTES.name, now=now)


def _settings(root):
    return Settings.model_validate({"project_paths": {"data_folder": root}})


def _items(count, **changes):
    days = ("1/2/25", "2/3/25", "3/4/25")
    return [
        {"ticketNumber": str(n), "date": days[n % 3], "subject": f"s{n}", "notes": [f"n{n}"]}
        | (changes if n == 1 else {})
        for n in range(count)
    ]


def _names(root):
    return sorted(path.name for path in (root / "records/notes").iterdir())


def test_an_intake_by_ranges_that_dies_anywhere_ends_as_if_undisturbed(tmp_path):
    def first(root):
        _live(root, _items(20))

    def changed(root):
        edited = [*_items(15, subject="corrected"), {"date": "9/9/25", "task": "new"}, 5]
        _live(root, edited, now=BEGIN + timedelta(days=1))

    steps = set()
    for step, undisturbed, disturbed in disturbed_trees(tmp_path, first, changed):
        assert disturbed == undisturbed, step
        steps.add(step)
    assert {"record_store", "rename", "manifest", "delete", "quarantine", "cursor"} <= steps


def test_both_ways_take_the_same_durable_steps(tmp_path):
    def act(root, held):
        with patch.object(ranges, "HELD_BYTES", held):
            run_intake(open_workspace(_settings(root)), NOTES.name, now=BEGIN)

    taken = []
    for name, held in (("whole", 1 << 40), ("ranges", -1)):
        root = tmp_path / name
        _live(root, _items(20))
        (root / "input/notes/one.json").write_text(json.dumps(_items(9)), encoding="utf-8")
        taken.append(steps_of(lambda root=root, held=held: act(root, held)))
    assert taken[0] == taken[1]


def test_no_temp_file_is_left_and_those_of_a_killed_intake_are_deleted(tmp_path):
    with patch.object(Ranges, "__exit__", lambda *_: None):
        _live(tmp_path, _items(20))
    assert [name for name in _names(tmp_path) if name.startswith(".~")]
    _live(tmp_path, _items(21))
    assert not [name for name in _names(tmp_path) if name.startswith(".~")]


def test_what_changed_while_it_was_read_leaves_nothing_of_it(tmp_path, monkeypatch):
    """The reader tells at its end that the file moved; its records were spooled by then."""
    states = iter(range(100))
    monkeypatch.setattr("sdc_core.sources.notes.reader._state", lambda _: next(states))
    with pytest.raises(SourceError, match="changed while it was read"):
        _live(tmp_path, _items(20))
    monkeypatch.undo()
    assert _live(tmp_path, _items(3)).records == 3


def test_a_reader_that_fails_leaves_nothing_of_its_file(tmp_path):
    def failing(file, settings):
        yield from NOTES.read(file, settings)
        if file.name == "two.json":
            raise KeyError("a fault")

    report = _live(tmp_path, _items(3), _items(9), source=replace(NOTES, read=failing))
    assert report.records == 3
    assert "fault of the program" in report.failures[0]


@pytest.mark.parametrize("hurt", [Path.unlink, lambda path: path.write_bytes(b"{}\n")])
def test_a_torn_store_is_an_error_and_stays_as_it_is(tmp_path, hurt):
    _live(tmp_path, _items(20))
    hurt(next((tmp_path / "records/notes").glob("2025-01-*.jsonl")))
    before = tree(tmp_path / "records")
    with pytest.raises(TornError, match="restore it from a backup"):
        _live(tmp_path, _items(21))
    assert tree(tmp_path / "records") == before


def test_a_disk_that_is_full_leaves_the_store_as_it_is(tmp_path, monkeypatch):
    _live(tmp_path, _items(20))
    before = tree(tmp_path / "records")

    def full(path, mode="r", *args, **more):
        if path.name.startswith(".~"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return _open(path, mode, *args, **more)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskError, match="No space left"):
        _live(tmp_path, _items(21))
    monkeypatch.undo()
    assert tree(tmp_path / "records") == before


def test_joints_that_say_too_little_are_seen_by_the_comparison(tmp_path):
    """The twin of the histories: a corrected number is no new Session where `joints` tells of it."""
    stores = []
    for name, source in (("told", NOTES), ("silent", replace(NOTES, joints=lambda _: Joints()))):
        root = tmp_path / name
        for items in (_items(20), _items(20, subject="corrected")):
            _live(root, items, source=source)
        stores.append(tree(root / "records"))
    assert stores[0] != stores[1]


def test_a_replay_of_a_file_that_is_gone_is_held(tmp_path):
    """It needs what is stored at hand; the result is that of the usual way."""
    trees = []
    for name in ("whole", "ranges"):
        root = tmp_path / name
        _live(root, _items(9), [*_items(3), 5])
        (root / "input/notes/two.json").unlink()
        workspace = open_workspace(_settings(root))
        waiting = [entry.id for entry in workspace.quarantine.entries(NOTES.name)]
        with patch.object(ranges, "HELD_BYTES", -1 if name == "ranges" else 1 << 40):
            run_intake(workspace, NOTES.name, now=BEGIN, retry=waiting)
        trees.append((tree(root / "records"), tree(root / "quarantine")))
    assert trees[0] == trees[1]
