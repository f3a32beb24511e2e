"""Sessions as files: every field survives the way out and back in."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sdc_core.errors import NewerSchemaError
from sdc_core.models import ProcessingLogEntry, SegmentMetadata, Session
from tests.factory import MOMENT, make_segment, make_session

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
EAST = timezone(timedelta(hours=5, minutes=30))


def _session(**meta):
    values = json.loads(make_session().to_bytes())
    values["meta"] |= meta
    return json.dumps(values).encode()


@given(
    TEXT,
    st.lists(TEXT, max_size=3),
    st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1)),
    st.sampled_from([MOMENT.tzinfo, EAST]),
)
def test_both_forms_are_read_as_they_were_written(text, links, moment, zone):
    session = make_session(customer_name=text, links=links)
    session.segments = [make_segment(content=text, start_time_utc=moment.replace(tzinfo=zone))]
    for written in (session.to_bytes(), session.to_line()):
        back = Session.from_bytes(written)
        assert back == session
        assert back.to_bytes() == session.to_bytes()
        assert back.content_bytes() == session.content_bytes()


def test_a_line_is_one_line():
    assert make_session(customer_name="a\nb\u2028c").to_line().splitlines(keepends=True)[1:] == []


def test_times_are_utc_whatever_zone_they_came_in():
    moment = datetime(2025, 1, 1, 1, tzinfo=EAST)
    segment = make_segment(start_time_utc=moment)
    assert segment.start_time_utc.isoformat() == "2024-12-31T19:30:00+00:00"


def test_a_naive_time_is_refused():
    with pytest.raises(ValidationError, match="decide its zone"):
        make_segment(start_time_utc=datetime(2025, 1, 1))


def test_the_first_versions_files_are_read():
    assert Session.from_bytes(_session(schema_version="2.0")).meta.schema_version == "2.0"


def test_unknown_fields_of_a_newer_minor_are_kept():
    session = Session.from_bytes(_session(schema_version="2.9", mood="good"))
    assert json.loads(session.to_bytes())["meta"]["mood"] == "good"


def test_an_unknown_field_of_a_place_is_kept_too():
    values = json.loads(make_session(segments=[make_segment()]).to_bytes())
    values["segments"][0]["metadata"]["source_ref"]["byte"] = 7
    back = json.loads(Session.from_bytes(json.dumps(values).encode()).to_bytes())
    assert back["segments"] == values["segments"]


def test_a_place_of_a_record_is_checked_where_it_is_read():
    with pytest.raises(ValidationError, match="row"):
        SegmentMetadata.model_validate({"source_ref": {"file": "report.csv", "row": "first"}})


@pytest.mark.parametrize("version", ["3.0", "20.1", "1.4"])
def test_another_major_is_refused_by_name(version):
    with pytest.raises(NewerSchemaError, match=f"schema_version '{version}'; this version .* 2.x"):
        Session.from_bytes(_session(schema_version=version))


class TestContent:
    def test_it_is_not_when_sdc_looked_nor_over_which_customers(self):
        one, other = make_session(), make_session()
        for session, moment, fingerprint in (
            (one, MOMENT, "a"),
            (other, MOMENT.replace(day=9), "b"),
        ):
            session.meta.ingestion_timestamp_utc = moment
            session.meta.last_updated_timestamp_utc = moment
            session.meta.processing_log = [_log(moment, customers_fingerprint=fingerprint)]
        assert one.content_bytes() == other.content_bytes()

    def test_it_is_everything_else(self):
        before = make_session().content_bytes()
        changed = make_session(customer_id=1)
        assert changed.content_bytes() != before
        logged = make_session()
        logged.meta.processing_log = [_log(MOMENT, score=96)]
        assert logged.content_bytes() != before


def _log(moment, **details):
    return ProcessingLogEntry(
        processor_name="customer_linking",
        processor_version="1",
        timestamp_utc=moment,
        outcome="linked",
        details=details,
    )
