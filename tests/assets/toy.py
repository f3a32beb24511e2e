"""A toy source in one module: JSON lines `{"id", "start", "company"}`, one Session per line."""

import json
from datetime import datetime, timedelta

from sdc_core.errors import InputUnreadableError
from sdc_core.ids import stable_id
from sdc_core.models import (
    SegmentMetadata,
    Session,
    SessionContext,
    SessionInsights,
    SessionMeta,
    SessionSegment,
    SourceRef,
)
from sdc_core.records import Reason, Record, RecordError, SessionGroup
from sdc_core.sources.base import Source

BROKEN = "BROKEN"


def read(file, settings):
    text = file.path.read_text(encoding="utf-8")
    if text.startswith(BROKEN):
        raise InputUnreadableError(f"{file.name}: is broken; write it anew")
    for number, line in enumerate(text.splitlines(), start=1):
        ref = SourceRef(file=file.name, line=number)
        try:
            raw = json.loads(line)
            key = stable_id("toy", raw["id"])
            yield Record(key=key, kind="toy", raw=raw, fields={"start": raw["start"]}, ref=ref)
        except ValueError as error:
            yield RecordError(reason=Reason.SYNTAX, detail=str(error), ref=ref, raw=line.encode())


def group(records, settings):
    for record in records:
        yield SessionGroup(
            session_id=stable_id("toy-session", record.key),
            keys=[record.key],
            start_utc=datetime.fromisoformat(record.fields["start"]),
        )


def build(session_group, records, settings):
    record = records[0]
    start = datetime.fromisoformat(record.fields["start"])
    end = start + timedelta(minutes=10)
    return Session(
        meta=SessionMeta(
            session_id=session_group.session_id,
            source_system="Toy",
            source_identifiers=[str(record.raw["id"])],
            ingestion_timestamp_utc=record.first_seen_utc,
            last_updated_timestamp_utc=record.first_seen_utc,
        ),
        context=SessionContext(source_customer_name=record.raw.get("company")),
        insights=SessionInsights(
            session_start_time_utc=start,
            session_end_time_utc=end,
            session_duration_minutes=10,
            session_duration_seconds=600,
            source_title=record.raw.get("title", "toy work"),
        ),
        segments=[
            SessionSegment(
                segment_id=record.key,
                start_time_utc=start,
                end_time_utc=end,
                type="RemoteConnection",
                author="Toy Tech",
                content=record.raw.get("title", "toy work"),
                metadata=SegmentMetadata(source_ref=record.ref),
            )
        ],
    )


def make_source(name="toy", build=build):
    return Source(
        name=name,
        system=name.capitalize(),
        folder_setting=f"{name}_folder",
        patterns=("*.toy",),
        read=read,
        group=group,
        build=build,
    )


SOURCE = make_source()


def line(number, start, company="Alpha Corp", **more):
    return json.dumps({"id": number, "start": start, "company": company, **more}) + "\n"
