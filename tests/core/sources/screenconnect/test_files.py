"""Report files: encodings, growing files, oversized cells, time forms, custom properties."""

import csv
from datetime import UTC, datetime

import pytest

from sdc_core.errors import WrongInputError
from sdc_core.records import Reason, Record
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.screenconnect.csv_rows import ROW_LIMIT
from sdc_core.sources.screenconnect.source import SOURCE
from tests.core.sources.play import merged, read_all, sessions

HEADER = "SessionName,ParticipantName,ProcessType,ConnectedTime,DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1"
BEGUN, ENDED = "2025-01-03T09:00:00.0000000Z", "2025-01-03T09:05:00.0000000Z"


def row(number=0, *, machine="PC", begun=BEGUN, ended=ENDED, seconds="300", customer="Müller"):
    return f"{machine},Ann,Host,{begun},{ended},{seconds},c{number},{customer}"


def write(tmp_path, content: bytes, name="report.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return InputFile(path=path, name=name)


def text_of(*rows, header=HEADER, newline="\r\n"):
    return newline.join([header, *rows]) + newline


def read(file, settings=None):
    return list(SOURCE.read(file, settings or Settings()))


def customers(units):
    return [unit.fields["customer_name"] for unit in units]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "flags"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-16-le", ["encoding=guessed"]),
        ("utf-16-be", ["encoding=guessed"]),
        ("cp1252", ["encoding=guessed"]),
    ],
)
def test_every_encoding_is_read_and_a_guess_is_flagged(tmp_path, encoding, flags):
    (record,) = read(write(tmp_path, text_of(row()).encode(encoding)))
    assert record.fields["customer_name"] == "Müller"
    assert record.fields["flags"] == flags


def test_utf_16_big_endian_with_its_mark(tmp_path):
    content = b"\xfe\xff" + text_of(row()).encode("utf-16-be")
    (record,) = read(write(tmp_path, content))
    assert (record.fields["customer_name"], record.fields["flags"]) == ("Müller", [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_at_every_byte_a_growing_file_gives_whole_rows_only(tmp_path, encoding):
    rows = [row(n, customer="Müller 🛠" if encoding != "cp1252" else "Müller") for n in range(3)]
    content = text_of(*rows).encode(encoding)
    whole = {unit.key: unit.fields["machine"] for unit in read(write(tmp_path, content))}
    for cut in range(len(text_of(rows[0]).encode(encoding)), len(content)):
        units = read(write(tmp_path, content[:cut]))
        assert all(isinstance(unit, Record) for unit in units)
        assert all((unit.fields["customer_name"] or "M").startswith("M") for unit in units)
        settled = [unit for unit in units if "row_unfinished" not in unit.fields["flags"]]
        assert {unit.key for unit in settled} <= whole.keys()
        if encoding.startswith("utf-8"):
            assert not any("encoding=guessed" in unit.fields["flags"] for unit in units)


def test_a_quoted_cell_that_is_still_being_written_waits(tmp_path):
    content = text_of(row()) + '"Smith\r\nsecond'
    (record,) = read(write(tmp_path, content.encode()))
    assert isinstance(record, Record)


def test_an_open_quote_before_whole_rows_is_rejected_alone(tmp_path):
    content = text_of(row(1), '"never closed', row(2)).rstrip()
    first, bad, last = read(write(tmp_path, content.encode()))
    assert (bad.reason, bad.raw) == (Reason.SYNTAX, b'"never closed\r\n')
    assert [first.fields["connection_id"], last.fields["connection_id"]] == ["c1", "c2"]


# Size


@pytest.mark.parametrize(
    "big",
    [
        "x" * (csv.field_size_limit() + 1),
        '"' + "x\r\n" * csv.field_size_limit() + '"',
        '"' + "x" * (csv.field_size_limit() + 1) + '"',
    ],
    ids=["plain", "of many lines", "quoted"],
)
def test_a_cell_above_the_limit_is_too_large_and_one_unit(tmp_path, big):
    content = text_of(row(1), row(2, machine=big), row(3)).encode()
    first, bad, last = read(write(tmp_path, content))
    assert bad.reason is Reason.TOO_LARGE
    assert bad.ref.row == 3
    assert bad.raw == (row(2, machine=big) + "\r\n").encode()[: len(bad.raw)]
    assert [first.fields["connection_id"], last.fields["connection_id"]] == ["c1", "c3"]


def test_a_row_above_the_limit_is_too_large(tmp_path):
    names = [f"x{n}" for n in range(20)]
    filler = ["y" * (ROW_LIMIT // 18)] * 20
    content = text_of(
        ",".join([row(1), *["z"] * 20]),
        ",".join([row(2), *filler]),
        header=",".join([HEADER, *names]),
    )
    good, bad = read(write(tmp_path, content.encode()))
    assert good.fields["connection_id"] == "c1"
    assert (bad.reason, bad.ref.row) == (Reason.TOO_LARGE, 3)


def test_a_rejected_row_names_the_line_that_it_begins_on(tmp_path):
    content = text_of(row(1, machine='"two\r\nlines"'), "too,short")
    _, bad = read(write(tmp_path, content.encode()))
    assert (bad.reason, bad.ref.row) == (Reason.BAD_WIDTH, 3)
    assert "line 4:" in bad.detail


def test_a_report_nested_without_end_is_too_deep(tmp_path):
    (bad,) = read(write(tmp_path, b"[" * 100_000, "report.json"))
    assert bad.reason is Reason.TOO_DEEP


# Kinds


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (b'{"user_name": "N", "chat_metadata": {}}\n{"mes": "hi", "is_user": true}\n', "chat"),
        (b'{"tickets": [], "toDoItems": []}', "notes.json"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
    ],
)
def test_another_file_renamed_to_csv_is_refused_by_what_it_looks_like(tmp_path, content, looks):
    with pytest.raises(WrongInputError, match=f"(?s)report.csv: unsupported.*looks like.*{looks}"):
        read(write(tmp_path, content))


# Times


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025/1/3 9:05", datetime(2025, 1, 3, 9, 5, tzinfo=UTC)),
        ("2025-01-03 9:05 PM", datetime(2025, 1, 3, 21, 5, tzinfo=UTC)),
        ("2025.1.3 21:05:07", datetime(2025, 1, 3, 21, 5, 7, tzinfo=UTC)),
        ("1/3/2025 9:05\u202fPM", datetime(2025, 1, 3, 21, 5, tzinfo=UTC)),
        ("2025-01-03T21:05:07.1234567Z", datetime(2025, 1, 3, 21, 5, 7, 123456, UTC)),
        ("2025-01-03T21:05:07.0000000Z", datetime(2025, 1, 3, 21, 5, 7, tzinfo=UTC)),
        ("2025-01-03T21:05:07.12345+01:00", datetime(2025, 1, 3, 20, 5, 7, 123450, UTC)),
    ],
)
def test_other_forms_of_a_time(tmp_path, text, utc):
    (record,) = read(write(tmp_path, text_of(row(begun=text, ended="", seconds="")).encode()))
    assert datetime.fromisoformat(record.fields["start_utc"]) == utc
    assert record.fields["start_utc"] == utc.isoformat()


def test_a_week_in_the_length_of_the_programs_own_form_is_no_time(tmp_path):
    path = write(tmp_path, text_of(row(begun="2025-W01-5T21:05:07.1234567Z")).encode())
    (error,) = read(path)
    assert error.reason is Reason.BAD_TIME


@pytest.mark.parametrize(
    ("begun", "zone", "is_warned"),
    [
        ("1/13/2025 3:30", "UTC", True),
        ("1/13/2025 14:30", "UTC", False),
        ("1/13/2025 8:30", "America/New_York", True),
        ("2025-01-13T03:30:00Z", "UTC", False),
    ],
)
def test_many_sessions_at_night_are_a_warning_where_the_zone_was_assumed(
    tmp_path, begun, zone, is_warned
):
    settings = Settings.model_validate({"processing_defaults": {"business_time_zone": zone}})
    late = [
        row(n, begun=f"1/{n + 14}/2025 15:00", ended="", seconds="60", customer="A")
        for n in range(2)
    ]
    file = write(tmp_path, text_of(row(9, begun=begun, ended="", seconds="60"), *late).encode())
    said = SOURCE.remarks(merged(SOURCE, read(file), settings), settings)
    assert any("report.csv: 33% of its Sessions" in line for line in said) == is_warned


# Enumerations and custom properties


def test_unknown_values_of_an_enumeration_are_kept_flagged_and_counted(tmp_path):
    header = "SessionName,ProcessType,SessionSessionType,ConnectedTime,ConnectionID"
    rows = [f"PC,Agent,7,{BEGUN},a", f"PC,2,0,{BEGUN},b", f"PC,host,ACCESS,{BEGUN},c"]
    units = read(write(tmp_path, text_of(*rows, header=header).encode()))
    assert [u.fields["process"] for u in units] == ["Agent", "Guest", "Host"]
    assert [u.fields["session_type"] for u in units] == ["7", "Support", "Access"]
    assert {"process_type_unknown", "session_type_unknown"} <= set(units[0].fields["flags"])
    assert list(SOURCE.remarks(units, Settings())) == [
        "screenconnect: 1 Guest rows are kept as evidence, they are no work",
        "screenconnect: 1 rows have the unknown ProcessType 'Agent'; kept as they are",
        "screenconnect: 1 rows have the unknown SessionType '7'; kept as they are",
    ]


def test_custom_properties_are_mapped_by_the_settings(tmp_path):
    names = ",".join(f"SessionCustomProperty{n}" for n in range(1, 9))
    content = text_of(
        f"PC,{BEGUN}," + ",".join(f"p{n}" for n in range(1, 9)),
        header=f"SessionName,ConnectedTime,{names}",
    )
    file = write(tmp_path, content.encode())
    (record,) = read(file)
    assert record.fields["customer_name"] == "p1"
    assert record.fields["properties"] == {
        "site": "p2", "department": "p3", "device_type": "p4", "end_user_email": "p5",
        "custom_6": "p6", "custom_7": "p7", "custom_8": "p8",
    }  # fmt: skip
    other = {"2": "customer_name", "6": "contact_name"}
    settings = Settings.model_validate({"screenconnect": {"custom_properties": other}})
    (record,) = read(file, settings)
    assert (record.fields["customer_name"], record.fields["contact_name"]) == ("p2", "p6")
    assert record.fields["properties"]["custom_1"] == "p1"


def test_cells_that_look_like_formulas_stay_raw(tmp_path):
    cells = ["=1+1", "+49 30", "-5", "@SUM(A1)"]
    rows = [row(n, machine=cell, customer=cell) for n, cell in enumerate(cells)]
    units = read(write(tmp_path, text_of(*rows).encode()))
    assert [u.raw["SessionName"] for u in units] == cells
    built = sessions(SOURCE, merged(SOURCE, units, Settings()), Settings())
    assert {s.context.source_customer_name for s in built} == set(cells)


def test_a_file_that_does_not_end_in_a_newline_counts_its_last_row_and_says_so(tmp_path):
    units = read(write(tmp_path, text_of(row(1), row(2)).rstrip().encode()))
    assert [u.fields["flags"] for u in units] == [[], ["row_unfinished"]]
    whole = read(write(tmp_path, text_of(row(1), row(2)).encode(), "whole.csv"))
    (first, last) = merged(SOURCE, [*whole, *units], Settings())
    assert (first.fields["flags"], last.fields["flags"]) == ([], [])
    assert read_all(SOURCE, [tmp_path / "whole.csv"], Settings()) == whole
