"""What an intake reads when little changed, and what it carries over."""

import json
from datetime import UTC, datetime

import pytest

from sdc_core.errors import InputUnreadableError
from sdc_core.intake import run_intake
from sdc_core.intake.memory import MEMORY_FILE
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.sources.base import Pull
from sdc_core.store import platform
from tests.core.store.stops import StoppedError, disturbed_trees
from tests.core.toy import NAME, World, line, make_source, read

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)


def by_company(record):
    """The toy groups by company and day: records of two companies never meet."""
    return (record.raw.get("company") or "",)


class Counted:
    """A source with ties that tells which files it read."""

    def __init__(self, **changes):
        self.read_files = []
        self.held = set()
        self.source = make_source(**{"read": self._read, "ties": by_company, **changes})

    def _read(self, file, settings):
        if file.name in self.held:
            raise InputUnreadableError(f"{file.name}: is held")
        self.read_files.append(file.name)
        yield from read(file, settings)

    def taken(self):
        names, self.read_files = sorted(self.read_files), []
        return names


@pytest.fixture
def counted():
    return Counted()


@pytest.fixture
def world(tmp_path, counted):
    world = World(tmp_path, counted.source)
    for number, company in enumerate(("Alpha", "Beta", "Beta", "Gamma"), start=1):
        world.write(line(number, company=company), name=f"{number}.toy", at=number)
    _run(world)
    counted.taken()
    return world


def _run(world, now=NOW):
    return run_intake(world.open(), NAME, now=now)


def _records(world):
    return {record.raw["id"]: record for record in world.open().records(NAME).load_all()}


def test_a_changed_file_is_read_with_those_it_is_tied_to(world, counted):
    world.write(line(2, company="Beta"), line(9, company="Beta"), name="2.toy", at=2)
    report = _run(world)
    assert counted.taken() == ["2.toy", "3.toy"]
    assert (report.new, report.files_read, report.records, report.sessions) == (1, 2, 5, 3)


def test_a_new_file_is_read_with_all_that_it_ties_together(world, counted):
    world.write(line(10, company="Alpha"), line(11, company="Gamma"), name="5.toy", at=5)
    _run(world)
    assert counted.taken() == ["1.toy", "4.toy", "5.toy"]
    world.write(line(1, company="Alpha", text="again"), name="1.toy", at=1)
    _run(world)
    assert counted.taken() == ["1.toy", "4.toy", "5.toy"]


def test_a_vanished_file_marks_its_records_and_no_others(world, counted):
    (world.root / "input/toy/4.toy").unlink()
    assert _run(world).missing == 1
    assert counted.taken() == []
    assert {n for n, record in _records(world).items() if record.source_missing} == {4}


def test_a_record_that_changes_its_company_leaves_its_old_session(world, counted):
    world.write(line(3, company="Gamma"), name="3.toy", at=3)
    _run(world)
    assert counted.taken() == ["2.toy", "3.toy", "4.toy"]
    records = _records(world)
    assert records[3].session_id == records[4].session_id != records[2].session_id


def test_one_key_in_two_files_ties_them(world, counted):
    world.write(line(1, company="Delta", text="newer"), name="5.toy", at=5)
    report = _run(world)
    assert counted.taken() == ["1.toy", "5.toy"]
    assert (report.new, report.revised) == (0, 1)


def test_only_the_months_of_what_was_read_are_written(world):
    world.write(line(5, "2025-02-03T10:00:00+00:00", company="Gamma"), name="5.toy", at=5)
    before = {path.name for path in (world.root / "records/toy").glob("2025-01-*")}
    assert _run(world).months_changed == ["2025-02"]
    assert {path.name for path in (world.root / "records/toy").glob("2025-01-*")} == before


def test_what_could_not_be_read_stays_named_while_others_change(world):
    world.write("WRONG", name="w.toy", at=8)
    world.write(line(6, company="Eta"), "broken\n", name="6.toy", at=6)
    first = _run(world)
    world.write(line(1, company="Alpha", text="again"), name="1.toy", at=1)
    second = _run(world)
    assert (second.failures, second.rejected) == (first.failures, first.rejected)
    assert (second.rejected_in, second.rejected) == (first.rejected_in, {"syntax": 1})
    (world.root / "input/toy/w.toy").unlink()
    assert _run(world).failures == []


def test_a_held_file_is_read_when_it_is_free_and_no_other_one(world, counted):
    counted.held = {"4.toy"}
    world.write(line(4, company="Gamma", text="newer"), name="4.toy", at=4)
    assert _run(world).failures == ["4.toy: is held"]
    counted.held = set()
    assert _run(world).revised == 1
    assert counted.taken() == ["4.toy"]


@pytest.mark.parametrize("hurt", [
    lambda path: path.unlink(),
    lambda path: path.write_bytes(path.read_bytes()[:-9]),
    lambda path: path.write_bytes(b""),
])  # fmt: skip
def test_a_lost_or_torn_memory_costs_one_full_look(world, counted, hurt):
    before = world.tree("records")
    hurt(world.root / "records/toy" / MEMORY_FILE)
    _run(world)
    assert counted.taken() == ["1.toy", "2.toy", "3.toy", "4.toy"]
    assert world.tree("records") == before


def test_what_is_remembered_of_another_store_counts_for_nothing(world, counted):
    """The process died between the record store and the cursor, and the file went back."""
    before = world.tree("records")
    world.write(line(1, company="Alpha", text="newer"), name="1.toy", at=1)

    def die(step):
        if step == "cursor":
            raise StoppedError(step)

    platform.on_step, known = die, platform.on_step
    try:
        with pytest.raises(StoppedError):
            _run(world)
    finally:
        platform.on_step = known
    world.write(line(1, company="Alpha"), name="1.toy", at=1)
    counted.taken()
    _run(world)
    assert counted.taken() == ["1.toy", "2.toy", "3.toy", "4.toy"]
    assert "text" not in _records(world)[1].raw
    assert world.tree("records").keys() & before.keys()


def test_a_narrow_look_that_dies_anywhere_ends_as_if_undisturbed(tmp_path):
    def first(root):
        world = World(root, make_source(ties=by_company))
        world.write(line(1, company="Alpha"), line(2, company="Beta"), name="1.toy", at=1)
        world.write(line(3, company="Gamma"), "broken\n", name="2.toy", at=2)
        _run(world)

    def grown(root):
        world = World(root, make_source(ties=by_company))
        world.write(line(3, company="Gamma"), line(4, company="Eta"), name="2.toy", at=2)
        _run(world)

    steps = set()
    for step, undisturbed, disturbed in disturbed_trees(tmp_path, first, grown):
        assert disturbed == undisturbed, step
        steps.add(step)
    assert {"record_store", "manifest", "quarantine", "file_write", "cursor"} <= steps


def test_ties_that_say_too_little_are_seen_by_the_comparison(tmp_path):
    """The twin of the histories: they compare with full looks, and this source would fail there."""
    stores = []
    for forgets in (False, True):
        world = World(tmp_path / f"{forgets}", make_source(ties=lambda _: ()))
        world.write(line(1), name="1.toy", at=1)
        _run(world)
        world.write(line(0, "2025-01-03T08:00:00+00:00"), name="2.toy", at=2)
        if forgets:
            (world.root / "records/toy" / MEMORY_FILE).unlink()
        _run(world)
        stores.append({n: r.session_id for n, r in _records(world).items()})
    assert stores[0] != stores[1]


def test_an_answer_of_an_api_costs_the_records_that_it_names(tmp_path):
    answers = [_pulled(*range(1, 7)), _pulled(2, text="newer"), _pulled(2, text="newer")]
    source = make_source(
        ties=by_company, pull=lambda *_: answers.pop(0), is_api=lambda _: True, patterns=()
    )
    world = World(tmp_path, source)
    _run(world)
    before = {path.name for path in (world.root / "records/toy").iterdir()}
    report = _run(world)
    assert (report.revised, report.months_changed) == (1, ["2025-02"])
    kept = {path.name for path in (world.root / "records/toy").iterdir()} & before
    assert len([name for name in kept if name.endswith(".jsonl")]) == 5
    assert _run(world).is_unchanged


def _pulled(*numbers, **more):
    records = [
        Record(
            key=f"k{n}",
            kind="toy",
            raw=json.loads(line(n, f"2025-0{n}-03T10:00:00+00:00", company=f"c{n}", **more)),
            ref=SourceRef(path="/tickets", id=str(n)),
        )
        for n in numbers
    ]
    return Pull(records=records, errors=[], cursor={})
