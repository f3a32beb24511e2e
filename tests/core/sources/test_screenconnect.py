"""ScreenConnect reports: what is read, what is one row, what is one Session."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sdc_core.errors import InputUnreadableError, WrongInputError
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.screenconnect.source import SOURCE
from tests.core.sources.play import input_file, merged, play, read_all, sessions

HEADER = "SessionName,ParticipantName,ProcessType,ConnectedTime,DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1"


def report(tmp_path: Path, *rows: str, name="report.csv", header=HEADER, end="\r\n") -> Path:
    path = tmp_path / name
    path.write_text("\r\n".join([header, *rows]) + end, encoding="utf-8", newline="")
    return path


def row(start, end="", seconds="", *, who="Ann", machine="PC", cid="c", customer="Acme"):
    return f"{machine},{who},Host,{start},{end},{seconds},{cid},{customer}"


def day(hour, minute=0, second=0):
    return f"2025-01-03T{hour:02}:{minute:02}:{second:02}Z"


def flags_of(session):
    return session.meta.flags


# The recorded sample


def test_the_recorded_export_is_twelve_sessions_and_the_three_minute_figures(shared):
    made, rejected = play(
        SOURCE, [shared / "samples/screenconnect/report_export_excel_resaved.csv"]
    )
    assert (len(made), rejected) == (12, [])
    figures = [session.insights for session in made]
    assert sum(f.sum_minutes for f in figures) == pytest.approx(1250, abs=1)
    assert sum(f.connected_union_minutes for f in figures) == pytest.approx(940.3, abs=0.1)
    assert sum(f.span_minutes for f in figures) == pytest.approx(973, abs=1)


@pytest.mark.parametrize(("gap", "count"), [(0, 16), (5, 14), (15, 13), (30, 12), (60, 12)])
def test_the_gap_decides_how_many_sessions_the_export_is(shared, gap, count):
    settings = Settings.model_validate(
        {"processing_defaults": {"segment_to_session_merge_gap_minutes": gap}}
    )
    path = shared / "samples/screenconnect/report_export_excel_resaved.csv"
    made, _ = play(SOURCE, [path], settings)
    # The page counted on the ends as Excel wrote them; with seconds two minute-touching pairs part.
    assert len(made) == pytest.approx(count, abs=0 if gap >= 5 else 2)


def test_a_row_of_another_customer_between_does_not_cut_a_session(shared):
    made, _ = play(SOURCE, [shared / "samples/screenconnect/report_export_excel_resaved.csv"])
    west = [s for s in made if s.context.source_customer_name == "Wellness Partners West"]
    tenth = [s for s in west if s.start_utc.day == 10]
    assert len(tenth) == 1
    assert len(tenth[0].segments) == 4
    assert tenth[0].insights.session_end_time_utc.hour == 20


@pytest.mark.parametrize("encoding", ["utf8bom", "cp1252", "utf16le"])
def test_the_raw_reports_are_three_sessions_in_every_encoding(shared, encoding):
    path = shared / f"samples/screenconnect/report_raw_iso_{encoding}.csv"
    made, rejected = play(SOURCE, [path])
    assert rejected == []
    owners = [(s.context.source_customer_name, s.segments[0].author) for s in made]
    assert owners == [
        ("HealthGroup Alpha", "AdminUser"),
        ("HealthGroup Alpha", "Second Tech"),
        ("Müller & Söhne, GmbH", "AdminUser"),
    ]
    assert [len(s.segments) for s in made] == [2, 1, 1]
    assert len(made[0].segments[0].metadata.connections) == 2
    assert made[0].segments[1].end_time_utc is None
    assert made[2].segments[0].content == 'Smith, Bob "laptop"\nsecond line'
    assert "brief" in flags_of(made[2])


def test_the_encodings_of_one_report_together_are_that_report_once(shared):
    folder = shared / "samples/screenconnect"
    paths = [folder / f"report_raw_iso_{e}.csv" for e in ("cp1252", "utf8bom", "utf16le")]
    alone, _ = play(SOURCE, [paths[1]])
    for order in (paths, paths[::-1]):
        together, _ = play(SOURCE, order)
        assert [s.meta.session_id for s in together] == [s.meta.session_id for s in alone]
        assert [flags_of(s) for s in together] == [flags_of(s) for s in alone]


def test_the_json_report_gives_the_row_that_the_csv_gives(shared):
    folder = shared / "samples/screenconnect"
    csv_keys = {
        r.key for r in read_all(SOURCE, [folder / "report_raw_iso_utf8bom.csv"], Settings())
    }
    (record,) = read_all(SOURCE, [folder / "report.json"], Settings())
    assert record.key in csv_keys


# Times


@pytest.mark.parametrize(
    ("text", "utc", "basis"),
    [
        ("2025-01-02T14:47:22.4835441Z", datetime(2025, 1, 2, 14, 47, 22, 483544, UTC), "offset"),
        ("2025-01-02T14:47:22-05:00", datetime(2025, 1, 2, 19, 47, 22, tzinfo=UTC), "offset"),
        ("2025-01-02 14:47", datetime(2025, 1, 2, 14, 47, tzinfo=UTC), "assumed_utc"),
        ("1/2/2025 14:47", datetime(2025, 1, 2, 14, 47, tzinfo=UTC), "assumed_utc"),
        ("1/2/2025 2:47:05 PM", datetime(2025, 1, 2, 14, 47, 5, tzinfo=UTC), "assumed_utc"),
        ("1/2/2025 12:10 am", datetime(2025, 1, 2, 0, 10, tzinfo=UTC), "assumed_utc"),
        ("1.13.25 14:47", datetime(2025, 1, 13, 14, 47, tzinfo=UTC), "assumed_utc"),
    ],
)
def test_every_time_form_is_read(tmp_path, text, utc, basis):
    made, rejected = play(SOURCE, [report(tmp_path, row(text))])
    assert rejected == []
    assert made[0].start_utc == utc
    assert made[0].segments[0].metadata.time_basis == basis


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2025-02-30T10:00:00Z",
        "2/30/2025 10:00",
        "1/2/2025 13:00 pm",
        "9999-12-31T23:59:59-23:00",
    ],
)
def test_a_start_that_is_no_time_is_rejected_with_its_bytes(tmp_path, text):
    made, (error,) = play(SOURCE, [report(tmp_path, row(text))])
    assert made == []
    assert (error.reason, error.ref.row) == (Reason.BAD_TIME, 2)
    assert error.raw.decode() == row(text) + "\r\n"


def test_zone_less_times_are_read_in_the_configured_zone(tmp_path):
    settings = Settings.model_validate({"screenconnect": {"zone": "America/New_York"}})
    made, _ = play(SOURCE, [report(tmp_path, row("1/13/2025 9:00"))], settings)
    assert made[0].start_utc == datetime(2025, 1, 13, 14, tzinfo=UTC)
    assert made[0].segments[0].metadata.time_basis == "assumed_zone"


def test_one_clear_date_decides_the_order_of_the_whole_file(tmp_path):
    made, _ = play(
        SOURCE, [report(tmp_path, row("3.2.2025 9:00", cid="a"), row("13.2.2025 9:00", cid="b"))]
    )
    assert [s.start_utc.month for s in made] == [2, 2]
    assert flags_of(made[0]) == ["open"]


def test_without_a_clear_date_the_configured_order_holds_and_is_flagged(tmp_path):
    path = report(tmp_path, row("3/2/2025 9:00"))
    assert play(SOURCE, [path])[0][0].start_utc.month == 3
    settings = Settings.model_validate({"screenconnect": {"date_order": "day_first"}})
    (session,), _ = play(SOURCE, [path], settings)
    assert session.start_utc.month == 2
    assert "date_order=assumed" in flags_of(session)


def test_dates_that_contradict_each_other_refuse_the_file(tmp_path):
    path = report(tmp_path, row("13/2/2025 9:00"), row("2/13/2025 9:00"))
    with pytest.raises(WrongInputError, match=r"report\.csv.*'2/13/2025 9:00'.*'13/2/2025 9:00'"):
        play(SOURCE, [path])


# Ends and flags


@pytest.mark.parametrize(
    ("end", "seconds", "minutes", "flags"),
    [
        (day(10, 10), "600", 10, []),
        (day(10, 10), "", 10, []),
        ("", "600", 10, []),
        ("", "0", 0, ["open"]),
        ("", "", 0, ["open"]),
        (day(9), "60", 0, ["end_before_start"]),
        ("1970-01-01T00:00:00Z", "0", 0, ["end_before_start"]),
        (day(10, 10), "60", 10, ["duration_mismatch"]),
        (day(10, 0, 20), "20", 0, ["brief"]),
        ("2025-01-04T10:00:01Z", "", 1440, ["left_open"]),
        (day(10, 10), "many", 10, ["duration_invalid"]),
        (day(10, 10), "-5", 10, ["duration_invalid"]),
        (day(10, 10), "inf", 10, ["duration_invalid"]),
        ("", "1e300", 0, ["duration_invalid", "open"]),
        ("soon", "600", 10, ["end_unreadable"]),
    ],
)
def test_what_the_end_is_and_what_is_odd_about_it(tmp_path, end, seconds, minutes, flags):
    (session,), _ = play(SOURCE, [report(tmp_path, row(day(10), end, seconds))])
    assert session.insights.session_duration_minutes == minutes
    assert flags_of(session) == flags


def test_minute_only_rows_take_their_end_from_the_duration(tmp_path):
    (session,), _ = play(SOURCE, [report(tmp_path, row("1/13/2025 9:00", "1/13/2025 9:02", "144"))])
    assert session.insights.session_duration_seconds == 144


def test_guests_and_rows_without_customer_or_technician_are_kept(tmp_path):
    path = report(
        tmp_path,
        f"PC,,Guest,{day(8)},,0,g,Acme",
        f"PC,,1,{day(9)},{day(9, 5)},300,h,",
    )
    units = read_all(SOURCE, [path], Settings())
    assert [unit.kind for unit in units] == ["guest", "connection"]
    (session,) = sessions(SOURCE, merged(SOURCE, units, Settings()), Settings())
    assert session.context.source_customer_name is None
    assert session.segments[0].author is None
    assert flags_of(session) == ["author_missing"]


def test_rows_without_a_customer_stay_apart_by_machine(tmp_path):
    path = report(
        tmp_path,
        row(day(9), day(9, 5), machine="A", cid="a", customer=""),
        row(day(9), day(9, 5), machine="B", cid="b", customer=""),
    )
    assert len(play(SOURCE, [path])[0]) == 2


# One row, told twice


def test_an_open_row_gets_its_end_from_a_later_export(tmp_path):
    early = report(tmp_path, row(day(9)), name="early.csv")
    late = report(tmp_path, row(day(9), day(9, 30), "1800"), name="late.csv")
    for order in ([early, late], [late, early]):
        (session,), _ = play(SOURCE, order)
        assert session.insights.session_duration_minutes == 30
        assert flags_of(session) == []


def test_a_row_of_two_exports_names_the_same_one_whichever_was_saved_last(tmp_path):
    shared_row = row(day(9), day(10))
    first = report(tmp_path, shared_row, name="a.csv")
    second = report(tmp_path, row(day(1), day(2), cid="d"), shared_row, name="b.csv")
    either, other = (play(SOURCE, order)[0] for order in ([first, second], [second, first]))
    assert either == other


def test_a_corrected_customer_keeps_the_session_and_the_newest_name_stands(tmp_path):
    early = report(tmp_path, row(day(9), day(9, 30), "1800", customer="Acme Inc"), name="a.csv")
    late = report(tmp_path, row(day(9), customer="Acme Incorporated"), name="b.csv")
    (before,), _ = play(SOURCE, [early])
    (after,), _ = play(SOURCE, [early, late])
    assert after.meta.session_id == before.meta.session_id
    assert after.context.source_customer_name == "Acme Incorporated"
    assert after.insights.session_duration_minutes == 30


def test_a_minute_only_copy_joins_the_exact_row_and_moves_no_id(tmp_path):
    exact = report(tmp_path, row(day(9, 0, 41), day(9, 5, 41), "300"), name="raw.csv")
    copy = report(tmp_path, row("1/3/2025 9:00", "1/3/2025 9:05", "300"), name="excel.csv")
    (alone,), _ = play(SOURCE, [exact])
    for order in ([exact, copy], [copy, exact]):
        (session,), _ = play(SOURCE, order)
        assert session.meta.session_id == alone.meta.session_id
        assert session.insights.session_duration_seconds == 300


def test_an_exact_row_that_comes_later_names_the_id_that_it_replaces(tmp_path):
    copy = report(tmp_path, row("1/3/2025 9:00", "1/3/2025 9:05", "300"), name="excel.csv")
    exact = report(tmp_path, row(day(9, 0, 41), day(9, 5, 41), "300"), name="raw.csv")
    stored = merged(SOURCE, read_all(SOURCE, [copy], Settings()), Settings())
    stored[0].session_id = next(SOURCE.group(stored, Settings())).session_id
    fresh = merged(SOURCE, read_all(SOURCE, [exact], Settings()), Settings())
    (record,) = SOURCE.settle([*stored, *fresh], Settings())
    assert record.superseded_ids == [stored[0].session_id]
    assert [revision.raw for revision in record.revisions] == [stored[0].raw]


def test_a_reconnect_is_one_segment_whose_minutes_leave_the_break_out(tmp_path):
    path = report(tmp_path, row(day(9), day(9, 10), "600"), row(day(9, 14), day(9, 20), "360"))
    (session,), _ = play(SOURCE, [path])
    assert len(session.segments) == 1
    assert len(session.segments[0].metadata.connections) == 2
    assert session.insights.connected_union_minutes == 16
    assert session.insights.span_minutes == 20


def test_one_connection_id_on_two_machines_is_two_rows(tmp_path):
    path = report(
        tmp_path, row(day(9), day(9, 5), machine="A"), row(day(9), day(9, 5), machine="B")
    )
    (session,), _ = play(SOURCE, [path])
    assert len({segment.segment_id for segment in session.segments}) == 2


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_and_permuted_columns_give_the_same_sessions(shared, tmp_path, seed):
    import csv
    import io

    text = (shared / "samples/screenconnect/report_export_excel_resaved.csv").read_text("utf-8")
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    rng = random.Random(seed)
    rng.shuffle(rows)
    order = rng.sample(range(len(header)), len(header))
    path = tmp_path / "shuffled.csv"
    with path.open("w", encoding="utf-16", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerows([[cells[i] for i in order] for cells in (header, *rows)])
    want, _ = play(SOURCE, [shared / "samples/screenconnect/report_export_excel_resaved.csv"])
    got, _ = play(SOURCE, [path])
    assert [s.meta.session_id for s in got] == [s.meta.session_id for s in want]
    assert [s.insights for s in got] == [s.insights for s in want]


# Files


def test_a_bad_row_costs_itself_and_not_its_neighbours(tmp_path):
    good = [row(day(9, n), day(9, n, 40), "40", cid=f"c{n}") for n in range(20)]
    planted = ["too,short", row(day(9), cid="x") + ",more", '"a" b,c,d,e,f,g,h,i', '"never closed']
    rows = good.copy()
    for place, bad in enumerate(planted):
        rows.insert(place * 5 + 2, bad)
    want, _ = play(SOURCE, [report(tmp_path, *good, name="clean.csv")])
    got, rejected = play(SOURCE, [report(tmp_path, *rows, name="bad.csv")])
    assert [error.raw.decode().strip() for error in rejected] == planted
    assert [s.insights for s in got] == [s.insights for s in want]


def test_a_last_line_without_newline_counts_when_whole_and_else_waits(tmp_path):
    whole, rejected = play(SOURCE, [report(tmp_path, row(day(9)), end="")])
    assert (len(whole), rejected) == (1, [])
    for cut in ("PC,Ann,Host,2025-01", '"PC', "PC,Ann,Host,2025-01-0,,,,"):
        made, rejected = play(SOURCE, [report(tmp_path, row(day(9)), cut, end="")])
        assert (len(made), rejected) == (1, [])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_newlines_encodings_and_delimiters(tmp_path, newline, encoding, delimiter):
    lines = [HEADER, row(day(9), day(9, 5), "300", customer="Müller")]
    path = tmp_path / "report.csv"
    text = newline.join(line.replace(",", delimiter) for line in lines) + newline
    path.write_bytes(text.encode(encoding))
    (session,), rejected = play(SOURCE, [path])
    assert rejected == []
    assert session.context.source_customer_name == "Müller"


def test_header_names_are_matched_without_case_and_an_empty_one_is_ignored(tmp_path):
    header = " connectedtime ,SESSIONNAME,,Session ID"
    path = report(tmp_path, f"{day(9)},PC,anything,m-1", header=header)
    (record,) = read_all(SOURCE, [path], Settings())
    assert record.raw == {"connectedtime": day(9), "SESSIONNAME": "PC", "Session ID": "m-1"}
    assert record.fields["machine_id"] == "m-1"


def test_a_header_name_twice_rejects_the_file_as_a_whole(tmp_path):
    path = report(tmp_path, row(day(9)) + ",x", header=HEADER + ",sessionname")
    made, (error,) = play(SOURCE, [path])
    assert made == []
    assert error.reason == Reason.DUPLICATE_HEADER
    assert error.raw == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "looks"),
    [
        ("notes.json", '{"tickets": [], "toDoItems": []}', "notes.json"),
        ("chat.json", '{"chat_metadata": {}}', "SillyTavern chat"),
        ("bank.csv", "Date,Amount\n1/1/2025,5\n", "CSV file of another program"),
        ("words.csv", "just words\n", "unknown file"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(tmp_path, name, text, looks):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInputError, match=f"{name}.*{looks}.*SessionConnection.*ConnectedTime"):
        play(SOURCE, [path])


@pytest.mark.parametrize("name", ["totals.csv", "totals.json"])
def test_a_session_report_is_rejected_whole_and_says_what_to_export(tmp_path, name):
    fields = ["SessionID", "Name", "HostDurationSeconds", "GuestInfoUpdateTime"]
    path = tmp_path / name
    text = ",".join(fields) + "\nm,PC,60,\n"
    if name.endswith("json"):
        text = json.dumps({"FieldNames": fields, "Items": [["m", "PC", 60, None]]})
    path.write_text(text, encoding="utf-8", newline="")
    made, (error,) = play(SOURCE, [path])
    assert made == []
    assert error.reason is Reason.UNSUPPORTED_REPORT
    assert error.raw == path.read_bytes()
    assert "SessionConnection" in error.detail


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    gone = InputFile(path=tmp_path / "gone.csv", name="gone.csv")
    with pytest.raises(InputUnreadableError, match=r"gone\.csv"):
        list(SOURCE.read(gone, Settings()))


def test_an_empty_file_and_a_bare_header_hold_nothing(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert play(SOURCE, [empty, report(tmp_path)]) == ([], [])


def test_hostile_texts_come_back_unchanged(shared, tmp_path):
    import csv
    import json

    texts = json.loads((shared / "badinput/blns/blns.json").read_text("utf-8"))
    names = [text for text in texts if text.strip() and "\r" not in text]
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER.split(","))
        writer.writerows(
            [t, t, "Host", day(9), day(9, 5), "300", f"c{n}", t] for n, t in enumerate(names)
        )
    units = read_all(SOURCE, [path], Settings())
    assert all(isinstance(unit, Record) for unit in units)
    assert [unit.raw["SessionName"] for unit in units] == names
    for session in sessions(SOURCE, merged(SOURCE, units, Settings()), Settings()):
        assert type(session).from_bytes(session.to_bytes()) == session


def test_garbage_is_refused_or_rejected_never_a_crash(tmp_path):
    rng = random.Random(5)
    start = (HEADER + "\r\n" + row(day(9)) + "\r\n").encode()
    for number in range(200):
        broken = bytearray(start)
        for _ in range(rng.randint(1, 8)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(broken)
        try:
            units = list(SOURCE.read(input_file(path), Settings()))
        except WrongInputError:
            continue
        assert all(isinstance(unit, Record | RecordError) for unit in units)
