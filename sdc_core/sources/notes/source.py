"""notes.json: tickets and to-dos that a technician kept by hand, each a Session without minutes.

The file knows dates and texts, no times, ends or ids. An item that cannot be used is rejected
alone; a file that is no JSON is rejected whole, and what was read from it before stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sdc_core.ids import digest_json
from sdc_core.models import SourceRef, SourceSystem
from sdc_core.records import Reason, Record, RecordError, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.sources.notes.edits import settle
from sdc_core.sources.notes.identity import identity
from sdc_core.sources.notes.items import Item, read_items
from sdc_core.sources.notes.schema import TICKET, ticket_fields, todo_fields
from sdc_core.sources.notes.sessions import build, start_of
from sdc_core.sources.notes.times import DayReader, day_reader
from sdc_core.sources.reject import json_bytes, rejected
from sdc_core.sources.text import decode, read_bytes


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """One record per ticket and standalone to-do, and what had to be rejected.

    Raises:
        WrongInputError: A file of another kind.
        InputUnreadableError: The file cannot be opened.
    """
    content = read_bytes(file)
    try:
        text = decode(content)
    except UnicodeDecodeError as error:
        yield rejected(Reason.DECODE, str(error), SourceRef(file=file.name), content)
        return
    days = day_reader(settings)
    records = []
    for unit in read_items(text, file.name):
        made = _record(unit, days, text.flags) if isinstance(unit, Item) else unit
        if isinstance(made, RecordError):
            yield made
        else:
            records.append(made)
    yield from _numbered(records)


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """Each item is a Session of its own; its id is the key of its record."""
    del settings
    for record in records:
        yield SessionGroup(session_id=record.key, keys=[record.key], start_utc=start_of(record))


def _record(item: Item, days: DayReader, file_flags: tuple[str, ...]) -> Record | RecordError:
    fields = (ticket_fields if item.kind == TICKET else todo_fields)(item.value, days)
    if not fields["parts"]:
        detail = "no number, subject or text in it"
        return rejected(Reason.SCHEMA_MISSING, detail, item.ref, json_bytes(item.value))
    flags = sorted({*fields["flags"], *item.flags, *file_flags})
    key = identity(item.kind, fields)
    stated = {**fields, "flags": flags, "identity": key}
    return Record(key=key, kind=item.kind, raw=item.value, fields=stated, ref=item.ref)


def _numbered(records: list[Record]) -> Iterator[Record]:
    """Equal keys made distinct, counted in the order of content: places in the file move."""
    equal: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        equal[record.key].append(record)
    for twins in equal.values():
        for occurrence, record in enumerate(sorted(twins, key=_content)):
            key = identity(record.kind, record.fields, occurrence)
            yield record.model_copy(
                update={"key": key, "fields": {**record.fields, "identity": key}}
            )


def _content(record: Record) -> str:
    return digest_json(record.raw)


def _settings_used(settings: Settings) -> dict[str, Any]:
    return {
        "notes": settings.notes.model_dump(mode="json"),
        "business_zone": settings.business_zone,
        "technicians": [person.model_dump(mode="json") for person in settings.technicians],
    }


SOURCE = Source(
    name="notes",
    system=SourceSystem.NOTES_JSON,
    folder_setting="notes_json",
    patterns=("*.json",),
    read=read,
    group=group,
    build=build,
    settle=settle,
    settings_used=_settings_used,
)
