"""A row that its file still holds is one record, under whatever key it is read now."""

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import Workspace
from tests.badinput.place import report, row
from tests.factory import MOMENT

NAME = "screenconnect"
ROWS = report([row(1), row(2)]).replace(b"Z,", b",")  # times without a zone


class Office:
    """One data root whose zone a person corrects."""

    def __init__(self, root):
        self.root = root
        self.path = root / "input" / NAME / "report.csv"
        self.path.parent.mkdir(parents=True)
        self.path.write_bytes(ROWS)

    def workspace(self, zone):
        values = {
            "project_paths": {"data_folder": self.root},
            "screenconnect": {"zone": zone},
            "processing_defaults": {"first_month": "2024-12"},
        }
        return Workspace(Settings.model_validate(values))

    def look(self, zone):
        return run_intake(self.workspace(zone), NAME, now=MOMENT)

    def records(self):
        return self.workspace("UTC").records(NAME).load_all()

    def starts(self):
        return sorted(record.fields["start_utc"][11:16] for record in self.records())


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path)
    found.look("UTC")
    assert found.starts() == ["09:30", "11:00"]
    return found


def test_another_zone_doubles_no_hour(office):
    old = {record.session_id for record in office.records()}
    told = office.look("America/New_York")
    assert office.starts() == ["14:30", "16:00"]
    assert told.sessions == 2
    assert any("2 records" in line and "another key" in line for line in told.warnings)
    assert {one for record in office.records() for one in record.superseded_ids} == old
    assert not any(record.source_missing for record in office.records())
    assert office.look("America/New_York").is_unchanged


def test_the_zone_taken_back_is_as_if_it_had_never_changed(office):
    before = {record.key: record.session_id for record in office.records()}
    office.look("America/New_York")
    office.look("UTC")
    assert {record.key: record.session_id for record in office.records()} == before


def test_a_file_put_back_after_the_zone_changed_doubles_no_hour(office):
    office.path.unlink()
    told = office.look("America/New_York").warnings
    assert any("2 records stay as the settings before made them" in line for line in told)
    assert office.starts() == ["09:30", "11:00"]
    office.path.write_bytes(ROWS)
    office.look("America/New_York")
    assert office.starts() == ["14:30", "16:00"]


def test_a_file_renamed_while_the_zone_changed_doubles_no_hour(office):
    office.path.rename(office.path.with_name("other.csv"))
    office.look("America/New_York")
    assert office.starts() == ["14:30", "16:00"]


def test_rows_of_two_exports_that_overlap_double_no_hour(office):
    other = office.path.with_name("other.csv")
    other.write_bytes(report([row(2), row(3)]).replace(b"Z,", b","))
    office.look("America/New_York")
    other.unlink()
    office.look("UTC")
    assert office.starts() == ["09:30", "11:00", "17:30"]  # nobody reads the third one again


def test_a_row_that_left_its_file_stays(office):
    office.path.write_bytes(report([row(2), row(3)]).replace(b"Z,", b","))
    office.look("America/New_York")
    assert [r.source_missing for r in office.records() if r.fields["start_utc"][11:16] == "09:30"]
    assert office.starts() == sorted(["09:30", "16:00", "17:30"])
