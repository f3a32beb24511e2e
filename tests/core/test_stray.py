"""A file in the wrong folder is recognised by its content and told where it belongs."""

import json

import pytest

from sdc_core.settings import load_settings
from sdc_core.sources import SOURCES
from sdc_core.stray import strays

REPORT = "SessionName,ProcessType,ConnectedTime,DisconnectedTime\n"
CHAT = json.dumps({"name": "Ana", "is_user": True, "mes": "done"}) + "\n"


@pytest.fixture
def found(tmp_path):
    settings = load_settings(environment={"SDC_DATA_FOLDER": str(tmp_path)})

    def put(source, name, content):
        path = tmp_path / "input" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        known = {known.name: known for known in SOURCES}
        return list(strays(settings, known[source], SOURCES))

    return put


@pytest.mark.parametrize("source", ["notes", "sillytavern", "syncro"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_connection_report_is_named_in_every_other_folder(found, source, encoding, tmp_path):
    (stray,) = found(source, "May 2025/Report.CSV", REPORT.encode(encoding))
    assert "it looks like a ScreenConnect connection report" in stray.problem
    assert str(tmp_path / "input" / "screenconnect") in stray.advice
    assert "Report.CSV" in stray.problem


def test_a_chat_among_the_reports_belongs_to_sillytavern(found):
    (stray,) = found("screenconnect", "WorkLog.jsonl", CHAT.encode())
    assert stray.home.name == "sillytavern"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.csv", b"date,amount\n2025-01-01,5\n"),
        ("settings.json", b'{"theme": "dark"}'),
        ("readme.md", REPORT.encode()),
        ("empty.csv", b""),
        ("picture.png", b"\x89PNG"),
    ],
)
def test_what_no_source_reads_is_nobodys_business(found, name, content):
    assert found("sillytavern", name, content) == []


def test_a_file_of_the_source_itself_is_no_stray(found):
    assert found("screenconnect", "report.csv", REPORT.encode()) == []
