"""A source of plain JSON lines `{"id", "start", "company", "text"}`, one Session per company-day."""

import json
import os
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sdc_core.errors import WrongInputError
from sdc_core.ids import stable_id
from sdc_core.models import SegmentMetadata, Session, SessionContext, SessionSegment, SourceRef
from sdc_core.records import Reason, Record, RecordError, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.base import Source, newest_wins
from sdc_core.sources.build import bounded, meta_of
from sdc_core.workspace import Workspace, open_workspace

NAME = "toy"


def read(file, settings):
    text = file.path.read_text(encoding="utf-8")
    if text.startswith("WRONG"):
        raise WrongInputError(f"{file.name}: looks like something else; allowed are JSON lines")
    for number, line in enumerate(text.splitlines(), start=1):
        ref = SourceRef(file=file.name, line=number)
        try:
            raw = json.loads(line)
        except ValueError as error:
            yield RecordError(reason=Reason.SYNTAX, detail=str(error), ref=ref, raw=line.encode())
        else:
            yield Record(key=stable_id("toy", raw["id"]), kind="toy", raw=raw, ref=ref)


def _start(record):
    return datetime.fromisoformat(record.raw["start"]) if record.raw.get("start") else None


def _owner(record):
    return (record.raw.get("company") or "", (record.raw.get("start") or "")[:10])


def group(records, settings):
    ordered = sorted(records, key=lambda r: (_owner(r), r.raw.get("start") or "", r.key))
    for _, members in groupby(ordered, key=_owner):
        run = list(members)
        yield SessionGroup(
            session_id=stable_id("toy-session", run[0].key),
            keys=[record.key for record in run],
            start_utc=_start(run[0]),
        )


def build(session_group, records, settings):
    segments = [
        SessionSegment(
            segment_id=record.key,
            start_time_utc=_start(record),
            end_time_utc=_start(record),
            type="RemoteConnection",
            content=record.raw.get("text", "work"),
            metadata=SegmentMetadata(source_ref=record.ref),
        )
        for record in records
    ]
    return Session(
        meta=meta_of(session_group, records, "Toy"),
        context=SessionContext(source_customer_name=records[0].raw.get("company")),
        insights=bounded(segments, source_title=records[0].raw.get("text", "work")),
        segments=segments,
    )


def make_source(name=NAME, **changes):
    values = {
        "name": name,
        "system": "Toy",
        "folder_setting": f"{name}_folder",
        "patterns": ("*.toy",),
        "read": read,
        "group": group,
        "build": build,
        "prefer": newest_wins,
    }
    return Source(**{**values, **changes})


class World:
    """A data root with toy sources; every opening is a process of its own."""

    def __init__(self, root: Path, *sources: Source, **settings):
        self.root = root
        self.sources = sources or (make_source(),)
        self.settings = Settings(
            project_paths={"data_folder": root},
            syncro_api={"customers_file": root / "customers.json"},
            **{"processing_defaults": {"first_month": "2024-01"}, **settings},
        )
        self.customers("Alpha Corp", "Beta Ltd")

    def open(self) -> Workspace:
        return open_workspace(self.settings, self.sources)

    def customers(self, *names: str) -> None:
        rows = [{"id": n, "business_name": c, "contacts": []} for n, c in enumerate(names, 1)]
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "customers.json").write_text(json.dumps(rows), encoding="utf-8")

    def write(self, *lines: str, name: str = "a.toy", at: int = 1, source: str = NAME) -> Path:
        """An input file last changed at second `at`."""
        path = self.root / "input" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
        os.utime(path, (1_700_000_000 + at, 1_700_000_000 + at))
        return path

    def tree(self, *folders: str) -> dict[str, bytes]:
        """Every stored file by its place, but locks."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in folders
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file() and not path.name.endswith((".lock", ".holder.json"))
        }


def line(number, start="2025-01-03T10:00:00+00:00", company="Alpha Corp", **more):
    return json.dumps({"id": number, "start": start, "company": company, **more}) + "\n"
