"""Two folders hold a file of one name: what happens to one of them costs the other nothing."""

from pathlib import Path

import pytest

from sdc_core.intake import run_intake
from sdc_core.intake.memory import MEMORY_FILE
from tests.core.toy import NAME, World, line, make_source

BROKEN = "{broken\n"


class Twins:
    """The drop folder and a linked one, each with a file `x.toy`."""

    def __init__(self, root, monkeypatch):
        self.world = World(root, make_source(folder_setting="notes_json"))
        linked = root / "linked"
        linked.mkdir(parents=True)
        paths = self.world.settings.project_paths.model_copy(update={"notes_json": [linked]})
        self.world.settings = self.world.settings.model_copy(update={"project_paths": paths})
        self.paths = {"dropped": root / "input/toy/x.toy", "linked": linked / "x.toy"}
        self.paths["dropped"].parent.mkdir(parents=True)
        self.held = set()
        monkeypatch.setattr(Path, "open", self._opener(Path.open))

    def write(self, which, *rows):
        self.paths[which].write_text("".join(rows), encoding="utf-8")

    def look(self):
        return run_intake(self.world.open(), NAME)

    def texts(self):
        records = self.world.open().records(NAME).load_all()
        return {r.raw["text"]: r.source_missing for r in records}

    def waiting(self):
        return [e.raw for e in self.world.open().quarantine.entries(NAME) if e.is_open]

    def _opener(self, real):
        def opened(path, *args, **kwargs):
            if path in self.held:
                raise PermissionError(13, "held")
            return real(path, *args, **kwargs)

        return opened


@pytest.fixture(params=["dropped", "linked"])
def one(request):
    return request.param


@pytest.fixture
def other(one):
    return "linked" if one == "dropped" else "dropped"


@pytest.fixture
def twins(tmp_path, monkeypatch, one, other):
    twins = Twins(tmp_path, monkeypatch)
    twins.write(one, line(1, text="one"))
    twins.write(other, line(2, text="other"))
    twins.look()
    assert twins.texts() == {"one": False, "other": False}
    return twins


def at_rest(twins):
    """Nothing is read again, and a look at everything finds the same."""
    before = twins.world.tree("records")
    quiet = twins.look().is_unchanged
    (twins.world.root / "records/toy" / MEMORY_FILE).unlink()
    twins.look()
    return quiet and twins.world.tree("records") == before


def test_one_that_changes(twins, one):
    twins.write(one, line(1, text="one"), line(3, text="three"))
    assert twins.look().new == 1
    assert twins.texts() == {"one": False, "other": False, "three": False}
    assert at_rest(twins)


def test_one_that_vanishes(twins, one):
    twins.paths[one].unlink()
    twins.look()
    assert twins.texts() == {"one": True, "other": False}
    assert at_rest(twins)


def test_a_torn_one_that_vanishes_stays_rejected_whatever_becomes_of_the_other(twins, one, other):
    twins.write(one, line(1, text="one"), BROKEN)
    twins.look()
    twins.paths[one].unlink()
    twins.look()
    assert twins.waiting() == [BROKEN.strip().encode()]
    twins.write(other, line(2, text="other"), line(4, text="grown"))
    twins.look()
    (twins.world.root / "records/toy" / MEMORY_FILE).unlink()
    twins.look()
    assert twins.waiting() == [BROKEN.strip().encode()]
    twins.write(one, line(1, text="one"))
    twins.look()
    assert twins.waiting() == []


def test_a_torn_one_in_a_folder_that_moved_is_closed_when_it_is_mended(twins):
    twins.write("linked", BROKEN)
    twins.look()
    moved = twins.paths["linked"].parent.rename(twins.world.root / "moved")
    paths = twins.world.settings.project_paths.model_copy(update={"notes_json": [moved]})
    twins.world.settings = twins.world.settings.model_copy(update={"project_paths": paths})
    (moved / "x.toy").write_text(line(1, text="mended"), encoding="utf-8")
    twins.look()
    assert twins.waiting() == []


def test_one_that_is_torn_and_mended(twins, one):
    twins.write(one, BROKEN)
    twins.look()
    assert twins.texts() == {"one": False, "other": False}
    assert twins.waiting() == [BROKEN.strip().encode()]
    assert at_rest(twins)
    twins.write(one, line(1, text="one"))
    twins.look()
    assert (twins.waiting(), twins.texts()) == ([], {"one": False, "other": False})


def test_one_that_is_held_while_the_other_grows(twins, one, other):
    twins.held.add(twins.paths[one])
    twins.write(other, line(2, text="other"), line(4, text="grown"))
    report = twins.look()
    assert (report.new, len(report.failures)) == (1, 1)
    assert twins.texts() == {"one": False, "other": False, "grown": False}
    assert at_rest(twins)
    twins.held.clear()
    twins.write(one, line(1, text="changed"))
    assert twins.look().failures == []
    assert twins.texts() == {"changed": False, "other": False, "grown": False}
    assert at_rest(twins)


def test_one_of_another_kind_hides_nothing_of_the_other(twins, one, other):
    twins.write(one, "WRONG")
    twins.write(other, line(2, text="other"), line(4, text="grown"))
    assert twins.look().new == 1
    assert twins.texts() == {"one": False, "other": False, "grown": False}
    assert at_rest(twins)


def test_a_torn_one_that_is_held_waits_whatever_the_other_says(twins, one, other):
    twins.write(one, BROKEN)
    twins.look()
    twins.held.add(twins.paths[one])
    twins.write(other, line(2, text="other"), line(4, text="grown"))
    twins.look()
    assert twins.waiting() == [BROKEN.strip().encode()]
    twins.held.clear()
    twins.look()
    assert twins.waiting() == [BROKEN.strip().encode()]


def test_both_torn_alike_until_both_are_mended(twins, one, other):
    for which in (one, other):
        twins.write(which, BROKEN)
    twins.look()
    for which, waiting in ((one, [BROKEN.strip().encode()]), (other, [])):
        twins.write(which, line(1, text="one"), line(2, text="other"))
        twins.look()
        assert twins.waiting() == waiting
    assert twins.texts() == {"one": False, "other": False}
