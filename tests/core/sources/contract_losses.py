"""Nothing is lost: every unit leaves a trace, and what is rejected is kept and explained."""

import json
from pathlib import Path

from sdc_core.errors import SourceError
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from tests.core.sources.play import input_file
from tests.core.sources.units import UNITS, is_whole, traces

SETTINGS = Settings()


def leaves_a_trace_of_every_unit(source: Source, paths: list[Path]) -> None:
    """Each unit of a file is a record, a rejected unit, or counted beside a record."""
    counted = 0
    for path in paths:
        expected = UNITS[source.name].count(path.read_bytes())
        units = list(source.read(input_file(path), SETTINGS))
        if expected is not None and not any(map(is_whole, units)):
            assert traces(units) >= expected, path.name
            counted += expected
    assert counted, "no sample that the plain reader of tests/core/sources/units.py can count"


def explains_what_it_rejects(source: Source, paths: list[Path], folder: Path) -> None:
    """A broken unit costs itself alone: its bytes, its place and a reason are kept."""
    planted = 0
    for path in paths:
        content = path.read_bytes()
        broken = folder / path.name
        try:
            broken.write_bytes(UNITS[source.name].plant(content))
        except (ValueError, LookupError, TypeError):
            continue  # a sample in another writing
        good, found = _read(source, path, path.name), _read(source, broken, path.name)
        if len(_records(good)) != len(_records(found)) or len(_records(good)) == 0:
            continue
        (error,) = _new_errors(good, found)
        _check_error(error, path.name, broken.read_bytes())
        assert list(map(_said, _records(found))) == list(map(_said, _records(good)))
        planted += 1
    assert planted, "no sample in which tests/core/sources/units.py can plant a broken unit"


def _check_error(error: RecordError, name: str, content: bytes) -> None:
    assert error.reason in Reason
    assert error.reason is not Reason.INTERNAL
    assert error.detail
    assert error.ref.file == name
    assert not is_whole(error)
    assert error.raw
    assert error.raw in content or _is_part(error.raw, content)


def _is_part(raw: bytes, content: bytes) -> bool:
    """Whether a JSON value stands somewhere in the file, written in any way."""
    try:
        return json.dumps(json.loads(raw)) in json.dumps(json.loads(content))
    except ValueError:
        return False


def _read(source: Source, path: Path, name: str) -> list[Record | RecordError]:
    try:
        return list(source.read(InputFile(path=path, name=name), SETTINGS))
    except SourceError:
        return []


def _records(units: list[Record | RecordError]) -> list[Record]:
    return [unit for unit in units if isinstance(unit, Record)]


def _said(record: Record) -> str:
    return json.dumps(record.raw, sort_keys=True)


def _new_errors(
    good: list[Record | RecordError], found: list[Record | RecordError]
) -> list[RecordError]:
    """Rejected units that the file without the broken one does not have."""
    known = [unit.raw for unit in good if isinstance(unit, RecordError)]
    errors = [unit for unit in found if isinstance(unit, RecordError)]
    for raw in known:
        errors.remove(next(error for error in errors if error.raw == raw))
    return errors
