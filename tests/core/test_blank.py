"""An empty file: no record, nothing to reject, and no reason to doubt what was read before."""

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.workspace import open_workspace
from tests.core import toy
from tests.core.test_remade import put
from tests.factory import MOMENT

BLANK = [b"", b" \n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe \x00\n\x00"]


@pytest.mark.parametrize("content", BLANK)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_it_gives_no_record_and_no_reject(tmp_path, source, content):
    settings = Settings(
        project_paths={"data_folder": tmp_path}, processing_defaults={"first_month": "2024-12"}
    )
    file = put(tmp_path, source.name)
    workspace = open_workspace(settings, [source])
    before = run_intake(workspace, source.name, now=MOMENT)
    assert before.records
    file.write_bytes(content)
    report = run_intake(workspace, source.name, now=MOMENT)
    assert (report.records, report.missing, report.rejected) == (before.records, 0, {})
    assert report.failures == []
    (told,) = [text for text in report.warnings if "is empty now" in text]
    assert f"the {before.records} records that it held stay" in told
    file.unlink()
    assert run_intake(workspace, source.name, now=MOMENT).missing == before.records


def test_a_list_without_items_is_a_statement(tmp_path):
    """The file says that there is nothing; it is not empty."""
    settings = Settings(
        project_paths={"data_folder": tmp_path}, processing_defaults={"first_month": "2024-12"}
    )
    file = put(tmp_path, "notes")
    workspace = open_workspace(settings, SOURCES)
    run_intake(workspace, "notes", now=MOMENT)
    file.write_bytes(b'{"tickets": []}')
    assert run_intake(workspace, "notes", now=MOMENT).missing == 2


def test_its_rejected_units_stay_open_with_the_copy_of_the_file(tmp_path):
    place = toy.World(tmp_path)
    file = place.write(toy.line(1), "no json\n")
    run_intake(place.open(), toy.NAME, now=MOMENT)
    content = file.read_bytes()
    file.write_bytes(b"")
    assert run_intake(place.open(), toy.NAME, now=MOMENT).rejected == {"syntax": 1}
    (entry,) = place.open().quarantine.entries(toy.NAME)
    assert place.open().quarantine.kept_input(entry) == content
    place.write(toy.line(1), at=5)
    report = run_intake(place.open(), toy.NAME, now=MOMENT)
    assert (report.rejected, report.missing) == ({}, 0)
