"""The chats of the demo world against the truth they were written from."""

from datetime import date, timedelta

import pytest

from sdc_core.demo.generator import generate
from sdc_core.demo.truth import Truth
from sdc_core.records import RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.source import SOURCE
from tests.core.sources.play import merged, sessions

# A main chat's line stands for a copy's; what a message says may be late by its own length.
EARLY, LATE = timedelta(minutes=6), timedelta(minutes=8)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("demo"), sessions=400, end=date(2025, 11, 20))


@pytest.fixture(scope="module")
def truth(world):
    return Truth.model_validate_json(world.truth.read_bytes())


@pytest.fixture(scope="module")
def settings(truth):
    return Settings.model_validate(
        {
            "sillytavern": {"zone": truth.zone},
            "technicians": [person.model_dump() for person in truth.technicians],
        }
    )


@pytest.fixture(scope="module")
def records(world, settings):
    folder = world.input_root / "sillytavern"
    units = [
        unit
        for path in sorted(folder.rglob("*.jsonl"))
        for unit in SOURCE.read(InputFile(path, path.relative_to(folder).as_posix()), settings)
    ]
    assert not any(isinstance(unit, RecordError) for unit in units)
    return merged(SOURCE, units, settings)


def test_every_true_message_is_one_record(records, truth):
    true = [r for r in truth.records if r.source == SOURCE.name and not r.is_copy]
    assert len(records) == len(true) > 100


def test_every_session_is_one_visit_with_its_times_and_technicians(records, truth, settings):
    true = {
        (r.natural_id["file"], r.natural_id["line"]): r
        for r in truth.records
        if r.source == SOURCE.name
    }
    made = sessions(SOURCE, records, settings)
    assert len(made) == truth.planned_sessions[SOURCE.name]
    for session in made:
        facts = []
        for segment in session.segments:
            place = segment.metadata.source_ref
            fact = true[place.file, place.line]
            assert segment.metadata.technician == fact.technician_id
            assert fact.start_utc - EARLY <= segment.start_time_utc <= fact.end_utc + LATE
            facts.append((fact.job_id, fact.start_utc, fact.end_utc))
        assert len(set(facts)) == 1
