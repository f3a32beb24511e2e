"""What every source must keep, as checks that raise AssertionError.

Each check takes a source and input files of it. `test_contract.py` runs them over all sources,
and over broken ones that each check must catch.
"""

import random
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from sdc_core.errors import SourceError
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from tests.core.sources.contract_losses import (
    explains_what_it_rejects,
    leaves_a_trace_of_every_unit,
)
from tests.core.sources.contract_settings import names_the_settings_it_uses
from tests.core.sources.contract_surroundings import (
    ignores_clock_zone_and_language,
    names_places_that_exist_everywhere,
    never_writes_to_its_inputs,
)
from tests.core.sources.play import input_file, merged, play, read_all, sessions

SETTINGS = Settings()


def reads_the_same_twice(source: Source, paths: list[Path]) -> None:
    """Two reads of the same bytes give equal units in equal order."""
    first, second = (read_all(source, paths, SETTINGS) for _ in range(2))
    assert [u.model_dump() for u in first] == [u.model_dump() for u in second]


def reads_something(source: Source, paths: list[Path]) -> None:
    """The samples hold work, else the other checks look at nothing."""
    assert play(source, paths)[0]


def has_unique_ids(source: Source, paths: list[Path]) -> None:
    """No two Sessions, and no two segments of a Session, share an id."""
    made, _ = play(source, paths)
    ids = [session.meta.session_id for session in made]
    assert len(ids) == len(set(ids))
    for session in made:
        segments = [segment.segment_id for segment in session.segments]
        assert len(segments) == len(set(segments))


def has_utc_bounds_in_order(source: Source, paths: list[Path]) -> None:
    """Times are UTC; start <= end for every segment and Session, and no segment lies outside."""
    for session in play(source, paths)[0]:
        start, end = session.start_utc, session.insights.session_end_time_utc
        spans = [(s.start_time_utc, s.end_time_utc) for s in session.segments]
        for first, last in [(start, end), *spans]:
            assert first is None or first.tzinfo is UTC or first.utcoffset().total_seconds() == 0
            assert first is None or last is None or first <= last
        assert all(first is None or start <= first for first, _ in spans)
        assert end is None or all(last is None or last <= end for _, last in spans)


def names_its_evidence(source: Source, paths: list[Path]) -> None:
    """Every Session says its system, and every segment and rejected unit where it came from."""
    made, rejected = play(source, paths)
    for session in made:
        assert session.meta.source_system == source.system
        assert session.segments
        assert all(s.metadata.source_ref.file for s in session.segments)
    assert all(error.ref.file and error.detail for error in rejected)


def ignores_the_order_of_files_and_records(source: Source, paths: list[Path]) -> None:
    """Sessions depend on the set of records alone."""
    want = [s.to_bytes() for s in play(source, paths)[0]]
    assert [s.to_bytes() for s in play(source, paths[::-1])[0]] == want
    records = merged(source, read_all(source, paths, SETTINGS), SETTINGS)
    for seed in range(3):
        mixed = [record.model_copy(deep=True) for record in records]
        random.Random(seed).shuffle(mixed)
        settled = source.settle(mixed, SETTINGS)
        assert [s.to_bytes() for s in sessions(source, settled, SETTINGS)] == want


def survives_its_store(source: Source, paths: list[Path]) -> None:
    """A record read back from JSON gives the same Session."""
    records = merged(source, read_all(source, paths, SETTINGS), SETTINGS)
    stored = [Record.model_validate_json(record.model_dump_json()) for record in records]
    want = [s.to_bytes() for s in sessions(source, records, SETTINGS)]
    assert [s.to_bytes() for s in sessions(source, stored, SETTINGS)] == want


def makes_anew_what_it_read(source: Source, paths: list[Path]) -> None:
    """What a stored record says to its own reader is what it says already."""
    for unit in read_all(source, paths, SETTINGS):
        if isinstance(unit, Record) and source.remake:
            stored = Record.model_validate_json(unit.model_dump_json())
            assert source.remake(stored, SETTINGS) == unit.fields


def a_copy_adds_nothing(source: Source, paths: list[Path]) -> None:
    """The same bytes under a second name double no Session and move no id."""
    want = [s.meta.session_id for s in play(source, paths)[0]]
    units = read_all(source, paths, SETTINGS)
    for path in paths:
        copy = InputFile(path=path, name=f"copy/{path.name}", sha256=input_file(path).sha256)
        units += source.read(copy, SETTINGS)
    records = merged(source, units, SETTINGS)
    assert [s.meta.session_id for s in sessions(source, records, SETTINGS)] == want


def never_crashes_on_garbage(source: Source, paths: list[Path], folder: Path) -> None:
    """Broken bytes are refused by a SourceError or rejected as values; nothing else is raised."""
    for content in _garbage([path.read_bytes() for path in paths]):
        path = folder / f"garbage{paths[0].suffix}"
        path.write_bytes(content)
        try:
            units = list(source.read(input_file(path), SETTINGS))
        except SourceError:
            continue
        assert all(isinstance(unit, Record | RecordError) for unit in units)
        sessions(source, merged(source, units, SETTINGS), SETTINGS)


def _garbage(samples: list[bytes]) -> list[bytes]:
    rng = random.Random(11)
    fixed = [b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"[]", b"null", b"[" * 100_000,
             b'"', b"a,b\n1", bytes(range(256)), b"\xff\xfe\x00\xd8", b"[{}]", b'{"a":' * 500]  # fmt: skip
    cut = [sample[: rng.randrange(len(sample))] for sample in samples for _ in range(8)]
    return fixed + cut + [_flipped(rng, sample) for sample in samples for _ in range(8)]


def _flipped(rng: random.Random, sample: bytes) -> bytes:
    broken = bytearray(sample)
    for _ in range(4):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


Check = Callable[[Source, list[Path]], None]
CheckInFolder = Callable[[Source, list[Path], Path], None]
CHECKS: tuple[Check, ...] = (
    reads_something,
    reads_the_same_twice,
    has_unique_ids,
    has_utc_bounds_in_order,
    names_its_evidence,
    ignores_the_order_of_files_and_records,
    survives_its_store,
    makes_anew_what_it_read,
    a_copy_adds_nothing,
    leaves_a_trace_of_every_unit,
    names_the_settings_it_uses,
    ignores_clock_zone_and_language,
    names_places_that_exist_everywhere,
)
# These write files of their own into an empty folder.
CHECKS_IN_FOLDER: tuple[CheckInFolder, ...] = (
    never_crashes_on_garbage,
    explains_what_it_rejects,
    never_writes_to_its_inputs,
)
