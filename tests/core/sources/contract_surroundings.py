"""A source depends on its inputs and settings alone, and leaves its surroundings as they are."""

import shutil
import time
from pathlib import Path, PureWindowsPath

import pytest

from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.store.paths import check_path
from tests.core.sources.play import input_file, play, read_all

# (clock, zone of the machine, language of the machine)
PLACES = (
    ("2025-06-30T12:00:00+00:00", "UTC", "C"),
    ("2031-01-01T00:00:00+00:00", "Asia/Tokyo", "de_DE.UTF-8"),
    ("2019-11-03T01:30:00-05:00", "America/New_York", "tr_TR.UTF-8"),
)
SETTINGS = Settings()


def never_writes_to_its_inputs(source: Source, paths: list[Path], folder: Path) -> None:
    """No file is changed, touched or added; not even where the source may."""
    for path in paths:
        shutil.copy2(path, folder)
    copies = sorted(folder.iterdir())
    before = _state(folder)
    play(source, copies)
    assert _state(folder) == before


def ignores_clock_zone_and_language(source: Source, paths: list[Path]) -> None:
    """Sessions are the same in every year, zone and language of the machine."""
    results = []
    for clock, zone, language in PLACES:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SDC_NOW", clock)
            patch.setenv("TZ", zone)
            patch.setenv("LC_ALL", language)
            _use_zone()
            results.append([s.to_bytes() for s in play(source, paths)[0]])
    _use_zone()
    assert all(result == results[0] for result in results)


def names_places_that_exist_everywhere(source: Source, paths: list[Path]) -> None:
    """Its name is a folder on every system; a reference is the name that the file was given."""
    check_path(Path("records"), Path("records") / source.name)
    assert source.name == source.name.casefold()
    assert "/" not in source.name
    path = paths[0]
    file = InputFile(path=path, name=f"below/{path.name}", sha256=input_file(path).sha256)
    for unit in [*source.read(file, SETTINGS), *read_all(source, paths[:1], SETTINGS)]:
        where = PureWindowsPath(unit.ref.file)
        assert unit.ref.file in {file.name, path.name}
        assert not where.is_absolute()
        assert ".." not in where.parts
        assert "\\" not in unit.ref.file


def _state(folder: Path) -> list[tuple[str, bytes, int]]:
    return [(p.name, p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.iterdir())]


def _use_zone() -> None:
    if hasattr(time, "tzset"):  # POSIX; elsewhere the zone cannot be changed from inside
        time.tzset()
