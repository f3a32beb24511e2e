"""The conformance suite over all sources; each check has a twin that must fail.

A source brings its samples as files in tests/fixtures/<source>; `*.expected.json` are no samples.
"""

import os
import time
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

import pytest

from sdc_core.errors import PathError
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.sources import SOURCES
from sdc_core.sources.screenconnect.source import SOURCE as SCREENCONNECT
from sdc_core.times import now_utc
from tests.core.sources import contract

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = [source.name for source in SOURCES]


def samples(source) -> list[Path]:
    found = [
        path
        for path in sorted((FIXTURES / source.name).rglob("*"))
        if path.is_file()
        and not path.name.endswith(".expected.json")
        and any(fnmatch(path.name.casefold(), pattern) for pattern in source.patterns)
    ]
    assert found, f"{source.name}: put sample inputs into {FIXTURES.name}/{source.name}"
    return found


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_every_source_keeps_the_contract(source, check):
    check(source, samples(source))


@pytest.mark.parametrize("check", contract.CHECKS_IN_FOLDER, ids=lambda check: check.__name__)
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_every_source_keeps_the_contract_in_a_folder(source, check, tmp_path):
    check(source, samples(source), tmp_path)


def test_names_folders_and_systems_are_distinct():
    for field in ("name", "system", "folder_setting"):
        assert len({getattr(source, field) for source in SOURCES}) == len(SOURCES)


# The twins: a source broken in one way, and the check that must catch it.

GOOD = SCREENCONNECT
calls = iter(range(10**6))


def _read_with_a_counter(file, settings):
    for unit in GOOD.read(file, settings):
        yield unit.model_copy(update={"ref": SourceRef(file=file.name, row=next(calls))})


def _forgets_a_field(record, settings):
    return {**GOOD.remake(record, settings), "technician": None}


def _build(**change):
    def build(group, records, settings):
        return change["of"](GOOD.build(group, records, settings))

    return build


def _one_id(session):
    session.meta.session_id = "same"
    return session


def _end_before_start(session):
    session.insights.session_end_time_utc = session.start_utc - timedelta(seconds=1)
    return session


def _nameless(session):
    session.segments[0].metadata.source_ref = SourceRef()
    return session


def _by_position(records, settings):
    for number, group in enumerate(GOOD.group(list(records), settings)):
        yield group.model_copy(update={"session_id": f"{number}-{records[0].key}"})


def _forgets_its_fields(group, records, settings):
    session = GOOD.build(group, records, settings)
    session.meta.flags = sorted(map(str, map(type, (r.fields.get("moment") for r in records))))
    return session


def _read_with_a_tuple(file, settings):
    for unit in GOOD.read(file, settings):
        if hasattr(unit, "fields"):
            unit.fields["moment"] = (1,)
        yield unit


def _read_with_its_name_in_the_key(file, settings):
    for unit in GOOD.read(file, settings):
        yield (
            unit.model_copy(update={"key": f"{file.name}{unit.key}"})
            if hasattr(unit, "key")
            else unit
        )


def _forgets_the_last(file, settings):
    yield from list(GOOD.read(file, settings))[:-1]


def _forgets_the_bytes(file, settings):
    for unit in GOOD.read(file, settings):
        yield unit if isinstance(unit, Record) else unit.model_copy(update={"raw": b""})


def _says_when_and_where(session):
    session.insights.source_title = f"{now_utc():%Y} {time.strftime('%H', time.localtime(0))}"
    return session


def _names_its_path(file, settings):
    for unit in GOOD.read(file, settings):
        ref = unit.ref.model_copy(update={"file": str(file.path)})
        yield unit.model_copy(update={"ref": ref})


def _touches(file, settings):
    os.utime(file.path, (1, 1))
    yield from GOOD.read(file, settings)


def _crashes(file, _settings):
    yield from file.path.read_bytes().decode("utf-8")[:0]


TWINS = {
    contract.reads_something: replace(GOOD, group=lambda _records, _settings: iter(())),
    contract.reads_the_same_twice: replace(GOOD, read=_read_with_a_counter),
    contract.has_unique_ids: replace(GOOD, build=_build(of=_one_id)),
    contract.has_utc_bounds_in_order: replace(GOOD, build=_build(of=_end_before_start)),
    contract.names_its_evidence: replace(GOOD, build=_build(of=_nameless)),
    contract.ignores_the_order_of_files_and_records: replace(GOOD, group=_by_position),
    contract.survives_its_store: replace(GOOD, read=_read_with_a_tuple, build=_forgets_its_fields),
    contract.makes_anew_what_it_read: replace(GOOD, remake=_forgets_a_field),
    contract.a_copy_adds_nothing: replace(GOOD, read=_read_with_its_name_in_the_key),
    contract.leaves_a_trace_of_every_unit: replace(GOOD, read=_forgets_the_last),
    contract.names_the_settings_it_uses: replace(GOOD, settings_used=lambda _settings: {}),
    contract.ignores_clock_zone_and_language: replace(GOOD, build=_build(of=_says_when_and_where)),
    contract.names_places_that_exist_everywhere: replace(GOOD, read=_names_its_path),
}
TWINS_IN_FOLDER = {
    contract.never_crashes_on_garbage: replace(GOOD, read=_crashes),
    contract.explains_what_it_rejects: replace(GOOD, read=_forgets_the_bytes),
    contract.never_writes_to_its_inputs: replace(GOOD, read=_touches),
}


def test_every_check_has_a_twin():
    assert set(TWINS) == set(contract.CHECKS)
    assert set(TWINS_IN_FOLDER) == set(contract.CHECKS_IN_FOLDER)


@pytest.mark.parametrize("check", TWINS, ids=lambda check: check.__name__)
def test_every_check_catches_the_source_that_breaks_it(check):
    with pytest.raises(AssertionError):
        check(TWINS[check], samples(GOOD))


@pytest.mark.parametrize("check", TWINS_IN_FOLDER, ids=lambda check: check.__name__)
def test_every_check_in_a_folder_catches_the_source_that_breaks_it(check, tmp_path):
    with pytest.raises((AssertionError, UnicodeDecodeError)):
        check(TWINS_IN_FOLDER[check], samples(GOOD), tmp_path)


@pytest.mark.parametrize("name", ["con", "a/b", "a.", "Big"])
def test_a_name_that_is_no_folder_everywhere_is_seen(name):
    with pytest.raises((AssertionError, PathError)):
        contract.names_places_that_exist_everywhere(replace(GOOD, name=name), samples(GOOD))
