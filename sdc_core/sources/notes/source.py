"""notes.json: tickets and to-dos that a technician kept by hand, each a Session without minutes.

The file knows dates and texts, no times, ends or ids. An item that cannot be used is rejected
alone; a file that is no JSON is rejected whole, and what was read from it before stays.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sdc_core.models import SourceSystem
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.sources.notes.anew import remake
from sdc_core.sources.notes.customer_evidence import evidence_of
from sdc_core.sources.notes.drift import new_forms
from sdc_core.sources.notes.edits import joints, settle
from sdc_core.sources.notes.reader import read
from sdc_core.sources.notes.sessions import build, start_of


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """Each item is a Session of its own; its id is the key of its record."""
    del settings
    for record in records:
        yield SessionGroup(session_id=record.key, keys=[record.key], start_utc=start_of(record))


def _settings_used(settings: Settings) -> dict[str, Any]:
    return {
        "notes": settings.notes.model_dump(mode="json"),
        "business_zone": settings.business_zone,
    }


SOURCE = Source(
    name="notes",
    system=SourceSystem.NOTES_JSON,
    folder_setting="notes_json",
    patterns=("*.json",),
    parser_version="2",
    read=read,
    group=group,
    build=build,
    evidence_of=evidence_of,
    settle=settle,
    joints=joints,
    remake=remake,
    new_forms=new_forms,
    settings_used=_settings_used,
)
