"""Accepted records whose file is gone, after their reader became another one."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.workspace import open_workspace
from tests.badinput.place import chat, line, note, report, row, ticket
from tests.core import toy
from tests.factory import MOMENT

LATER = MOMENT + timedelta(days=2)
RAISED = {"parser_version": "next"}


def fuller(read):
    """A reader that gives one more field."""

    def reading(file, settings):
        for unit in read(file, settings):
            unit.fields["more"] = sorted(unit.raw)
            yield unit

    return reading


def remake(record, settings):
    del settings
    return None if record.raw.get("odd") else {**record.fields, "more": sorted(record.raw)}


def new_toy(**changes):
    return toy.make_source(read=fuller(toy.read), remake=remake, **RAISED, **changes)


def records(place):
    return {record.raw["id"]: record for record in place.open().records(toy.NAME).load_all()}


@pytest.fixture
def gone(tmp_path):
    """Two records of a file that is gone, the first of them with an earlier state."""
    place = toy.World(tmp_path, toy.make_source())
    place.write(toy.line(1, text="first"), toy.line(2, odd=1))
    run_intake(place.open(), toy.NAME, now=MOMENT)
    place.write(toy.line(1, text="second"), toy.line(2, odd=1), at=3).rename(tmp_path / "kept")
    (tmp_path / "kept").rename(tmp_path / "input" / "toy" / "a.toy")
    run_intake(place.open(), toy.NAME, now=MOMENT)
    (tmp_path / "input" / "toy" / "a.toy").unlink()
    run_intake(place.open(), toy.NAME, now=MOMENT)
    assert len(records(place)[1].revisions) == 1
    return place


def test_it_says_what_the_reader_of_now_says(gone):
    before = records(gone)
    place = toy.World(gone.root, new_toy())
    report = run_intake(place.open(), toy.NAME, now=LATER)
    after = records(place)
    assert after[1].fields == {"more": ["company", "id", "start", "text"]}
    assert after[1].revisions[0].fields == {"more": ["company", "id", "start", "text"]}
    for number in (1, 2):
        for name in ("key", "session_id", "raw", "ref", "last_seen_utc", "source_missing"):
            assert getattr(after[number], name) == getattr(before[number], name)
    assert (report.new, report.revised) == (0, 0)
    assert report.months_changed == ["2025-01"]


def test_what_cannot_be_made_anew_stays_and_is_named_once(gone):
    place = toy.World(gone.root, new_toy())
    report = run_intake(place.open(), toy.NAME, now=LATER)
    assert records(place)[2].fields == {}
    (told,) = [text for text in report.warnings if "older reader" in text]
    assert "toy: 1 records stay" in told
    assert "a.toy[2]" in told
    assert run_intake(place.open(), toy.NAME, now=LATER).is_unchanged


def test_the_result_is_that_of_the_file(gone, tmp_path):
    """A full history ends with the same records whether they were read or made anew."""
    other = toy.World(tmp_path / "other", new_toy())
    other.write(toy.line(1, text="second"))
    run_intake(other.open(), toy.NAME, now=MOMENT)
    place = toy.World(gone.root, new_toy())
    run_intake(place.open(), toy.NAME, now=LATER)
    assert records(place)[1].fields == records(other)[1].fields


def test_a_changed_setting_counts_too(gone):
    """It shapes what is read; what it would read otherwise stays, and is counted once."""
    source = new_toy(settings_used=lambda settings: {"zone": settings.business_zone})
    place = toy.World(gone.root, replace(source, parser_version="1"))
    report = run_intake(place.open(), toy.NAME, now=LATER)
    assert "more" in records(place)[1].fields
    (told,) = [text for text in report.warnings if "records stay" in text]
    assert "toy: 1 records stay as the settings before made them" in told
    assert run_intake(place.open(), toy.NAME, now=LATER).is_unchanged


FILES = {
    "notes": ("notes.json", b'{"tickets": [%s]}', note),
    "syncro": ("tickets.json", b'{"tickets": [%s]}', ticket),
}


def put(folder, name):
    if name == "screenconnect":
        path, content = "report.csv", report([row(1), row(2)])
    elif name == "sillytavern":
        path, content = "WorkLog/chat.jsonl", chat([line(1), line(2)])
    else:
        path, form, make = FILES[name]
        content = form % b", ".join(json.dumps(make(n)).encode() for n in (1, 2))
    file = folder / "input" / name / path
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_of_each_source(tmp_path, source):
    """An older reader did not know one field; chats, which need their neighbours, are named."""
    settings = Settings(
        project_paths={"data_folder": tmp_path}, processing_defaults={"first_month": "2024-12"}
    )
    lost = {"notes": "priority", "syncro": "updated_utc", "screenconnect": "details",
            "sillytavern": "resolution"}[source.name]  # fmt: skip

    def older(file, settings):
        for unit in source.read(file, settings):
            del unit.fields[lost]
            yield unit

    def ingest(reader):
        workspace = open_workspace(settings, [reader])
        told = run_intake(workspace, source.name, now=LATER)
        return told, workspace.records(source.name).load_all()

    file = put(tmp_path, source.name)
    ends = {"group": lambda _records, _settings: iter(()), "settle": lambda records, _: records}
    ingest(replace(source, read=older, parser_version="0", **ends))
    file.unlink()
    told, found = ingest(source)
    is_made = source.name != "sillytavern"
    assert [lost in record.fields for record in found] == [is_made] * len(found)
    assert bool([text for text in told.warnings if "older reader" in text]) is not is_made
    assert found
