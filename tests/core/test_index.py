"""The interval index: one row per worked interval, in UTC."""

from datetime import timedelta

import polars as pl

from sdc_core.index import has_interval_index, write_interval_index
from sdc_core.models import SegmentType
from tests.factory import MOMENT, make_segment, make_session


def _rows(folder, *sessions):
    return pl.read_parquet(write_interval_index(folder, "2025-01", sessions)).to_dicts()


def test_a_row_says_who_worked_when_for_whom(tmp_path):
    session = make_session(customer_id=4, links=["Project: x", "Ticket: 1001"])
    session.segments[0].metadata.technician = "dana"
    [row] = _rows(tmp_path, session)
    assert row == {
        "session_id": session.meta.session_id,
        "source": "ScreenConnect",
        "start_utc": MOMENT,
        "end_utc": session.segments[0].end_time_utc,
        "customer_id": 4,
        "ticket": "1001",
        "technician": "dana",
    }


def test_what_is_no_work_or_has_no_end_is_left_out(tmp_path):
    session = make_session()
    session.segments = [
        make_segment("a", type=SegmentType.SYSTEM),
        make_segment("b", end_time_utc=None),
        make_segment("c", type=SegmentType.LABOR),
    ]
    assert len(_rows(tmp_path, session)) == 1


def test_a_month_without_sessions_has_an_empty_file_with_all_columns(tmp_path):
    path = write_interval_index(tmp_path, "2025-01", [])
    assert pl.read_parquet(path).shape == (0, 7)
    assert has_interval_index(tmp_path, "2025-01")


def test_a_missing_or_empty_file_is_none(tmp_path):
    assert not has_interval_index(tmp_path, "2025-01")
    (tmp_path / "2025-01.parquet").touch()
    assert not has_interval_index(tmp_path, "2025-01")


def test_a_reconnect_counts_its_connections_not_the_break_between(tmp_path):
    later = MOMENT + timedelta(minutes=3)
    session = make_session()
    session.segments = [
        make_segment(
            "a",
            metadata={
                "source_ref": {"file": "report.csv"},
                "connections": [
                    {"start_time_utc": MOMENT.isoformat(), "end_time_utc": later.isoformat()},
                    {"start_time_utc": "2025-01-03T17:50:00Z", "end_time_utc": None},
                ],
            },
        )
    ]
    [row] = _rows(tmp_path, session)
    assert (row["start_utc"], row["end_utc"]) == (MOMENT, later)


def test_what_an_ai_wrote_is_nobodys_work(tmp_path):
    session = make_session()
    metadata = {"source_ref": {"file": "chat.jsonl"}, "role": "ai"}
    session.segments = [make_segment("a", type=SegmentType.CHAT_MESSAGE, metadata=metadata)]
    assert _rows(tmp_path, session) == []
