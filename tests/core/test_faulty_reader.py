"""A reader that fails on one file, against all rules, costs that file only."""

import pytest

from sdc_core.intake import run_intake
from tests.core import toy
from tests.factory import MOMENT

PRIVATE = "kanarienvogel"


def failing(error):
    def read(file, settings):
        for unit in toy.read(file, settings):
            if unit.raw.get("odd"):
                raise error
            yield unit

    return toy.make_source(read=read)


@pytest.fixture
def place(tmp_path):
    """Two files, the second of which grows into what its reader cannot take."""
    place = toy.World(tmp_path)
    place.write(toy.line(1))
    place.write(toy.line(2), name="b.toy", at=2)
    run_intake(place.open(), toy.NAME, now=MOMENT)
    place.write(toy.line(1), toy.line(3), at=3)
    place.write(toy.line(2), toy.line(4, odd=1), name="b.toy", at=4)
    return place


@pytest.mark.parametrize("error", [KeyError(PRIVATE), RecursionError(), OSError(5, "disk")])
def test_all_other_files_are_read_and_its_records_stay(place, error):
    world = toy.World(place.root, failing(error))
    report = run_intake(world.open(), toy.NAME, now=MOMENT)
    (failure,) = report.failures
    assert failure.startswith("b.toy: ")
    assert PRIVATE not in failure
    records = world.open().records(toy.NAME).load_all()
    assert sorted(record.raw["id"] for record in records) == [1, 2, 3]
    assert not any(record.source_missing for record in records)


@pytest.mark.parametrize(("error", "is_unchanged"), [(KeyError(), True), (OSError(5, "x"), False)])
def test_a_fault_is_no_endless_reading_and_a_disk_may_be_there_again(place, error, is_unchanged):
    world = toy.World(place.root, failing(error))
    run_intake(world.open(), toy.NAME, now=MOMENT)
    again = run_intake(world.open(), toy.NAME, now=MOMENT)
    assert again.is_unchanged is is_unchanged
    assert len(again.failures) == 1
