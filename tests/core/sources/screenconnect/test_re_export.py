"""The same rows exported again in any form are the same Sessions, with the same ids."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.source import SOURCE
from tests.core.sources.play import merged, sessions
from tests.core.sources.screenconnect.exports import as_csv, as_excel, as_json, without_place
from tests.core.sources.screenconnect.server import make_settings, world

NAMES = make_settings().screenconnect.api.fields
SETTINGS = Settings()


def told(files, rng=None):
    """Sessions of these files, in this order or shuffled."""
    files = rng.sample(files, len(files)) if rng else files
    units = [unit for file in files for unit in SOURCE.read(file, SETTINGS)]
    return [without_place(s) for s in sessions(SOURCE, merged(SOURCE, units, SETTINGS), SETTINGS)]


def copies(folder, rows, rng):
    return [as_csv(folder / f"copy{n}.csv", NAMES, rows) for n in range(3)]


def split(folder, rows, rng):
    middle = rng.randrange(len(rows))
    parts = rows[:middle], rows[max(0, middle - 5) :]
    return [as_csv(folder / f"part{n}.csv", NAMES, part) for n, part in enumerate(parts)]


def shuffled(folder, rows, rng):
    names = rng.sample(NAMES, len(NAMES))
    return [as_csv(folder / "shuffled.csv", names, rng.sample(rows, len(rows)))]


def as_others_write(folder, rows, rng):
    return [
        as_csv(folder / "semicolon.csv", NAMES, rows, delimiter=";", encoding="utf-16"),
        as_csv(folder / "tab.csv", NAMES, rows, delimiter="\t", encoding="cp1252"),
        as_json(folder / "report.json", NAMES, rows),
    ]


def saved_by_excel(folder, rows, rng):
    return [
        as_csv(folder / "raw.csv", NAMES, rows),
        as_csv(folder / "excel.csv", NAMES, as_excel(rows), delimiter=";"),
    ]


def with_an_older_export(folder, rows, rng):
    open_then = [
        {**row, "DisconnectedTime": None, "DurationSeconds": 0} if rng.random() < 0.3 else row
        for row in rows
    ]
    return [as_csv(folder / "old.csv", NAMES, open_then), as_csv(folder / "new.csv", NAMES, rows)]


WAYS = (copies, split, shuffled, as_others_write, saved_by_excel, with_an_older_export)


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_re_export_changes_no_session(tmp_path_factory, way, seed):
    rng, folder = random.Random(seed), tmp_path_factory.mktemp("reports")
    rows = world(rng, 40)
    want = told([as_csv(folder / "first.csv", NAMES, rows)])
    assert told(way(folder, rows, rng), rng) == want


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_two_saves_by_excel_are_one(tmp_path_factory, seed):
    rng, folder = random.Random(seed), tmp_path_factory.mktemp("reports")
    rows = as_excel(world(rng, 40))
    want = told([as_csv(folder / "a.csv", NAMES, rows)])
    again = as_csv(folder / "b.csv", rng.sample(NAMES, len(NAMES)), rng.sample(rows, len(rows)))
    assert told([again]) == want
    assert told([again, as_csv(folder / "a.csv", NAMES, rows)]) == want
