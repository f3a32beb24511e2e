"""What the API said stands against an older file in the input folder, also about what is gone."""

from sdc_core.intake.look import Look
from sdc_core.intake.merge import merge
from sdc_core.sources.base import InputFile
from sdc_core.sources.syncro.records import TICKET, Place, record_of
from sdc_core.sources.syncro.source import SOURCE
from tests.core.syncro.account import NOW, local, ticket


def _record(place, **changes):
    return record_of(TICKET, ticket(5, **changes), place, {})


def _look(tmp_path, *records):
    look = Look(files=[InputFile(path=tmp_path / "t.json", name="t.json")])
    look.records = {record.key: record for record in records}
    return look


def _merged(stored, look):
    (record,) = merge([stored], look, SOURCE, NOW)
    return record


API, FILE = Place("/tickets/1005"), Place("tickets[0]", "t.json")


def test_an_older_state_in_a_file_is_a_revision_of_what_the_api_said(tmp_path):
    stored = _record(API, status="Resolved", updated_at=local(NOW))
    merged = _merged(stored, _look(tmp_path, _record(FILE)))
    assert merged.raw["status"] == "Resolved"
    assert merged.ref == stored.ref
    assert [revision.raw["status"] for revision in merged.revisions] == ["New"]


def test_a_newer_state_in_a_file_stands(tmp_path):
    fresh = _record(FILE, status="Resolved", updated_at=local(NOW))
    merged = _merged(_record(API), _look(tmp_path, fresh))
    assert (merged.raw["status"], merged.ref.file) == ("Resolved", "t.json")


def test_what_the_api_no_longer_has_does_not_come_back_by_a_file(tmp_path):
    gone = _record(API).model_copy(update={"source_missing": True})
    for state in (_record(FILE), _record(FILE, status="Old", updated_at="2001-01-01T00:00:00Z")):
        assert _merged(gone, _look(tmp_path, state)).source_missing
    assert not _merged(gone, _look(tmp_path, _record(API))).source_missing


def test_the_api_says_that_a_record_is_gone(tmp_path):
    stored = _record(API)
    gone = stored.model_copy(update={"source_missing": True})
    assert _merged(stored, _look(tmp_path, gone)).source_missing
