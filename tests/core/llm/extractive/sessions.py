"""Sessions of the hand-written fixtures."""

import json
from pathlib import Path
from typing import Any

from sdc_core.models import SegmentMetadata, Session, SourceRef
from tests.factory import make_segment, make_session

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "insights"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def read_case(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def session_of(case: dict[str, Any]) -> Session:
    session = make_session("fixture", system=case["source_system"])
    session.insights.source_title = case["source_title"]
    session.segments = [segment_of(place, given) for place, given in enumerate(case["segments"])]
    return session


def segment_of(place: int, given: dict[str, Any]) -> Any:
    extra = {"role": given["role"]} if "role" in given else {}
    return make_segment(
        str(place),
        type=given["type"],
        author=given["author"],
        content=given["content"],
        metadata=SegmentMetadata(source_ref=SourceRef(file="fixture.json"), **extra),
    )


def talk(*lines: str, title: str | None = None, kind: str = "TicketComment") -> Session:
    """A Session of texts, one segment each."""
    segments = [{"type": kind, "author": "Tech", "content": line} for line in lines]
    return session_of(
        {"source_system": "SyncroTicket", "source_title": title, "segments": segments}
    )
