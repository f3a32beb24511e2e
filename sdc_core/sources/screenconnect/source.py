"""ScreenConnect: connection reports (CSV or JSON) to Sessions of one technician at one customer.

Only Host rows are work; Guest rows say that a machine was online and stay as evidence. Rows are
grouped by customer and technician first, then by a running maximum end, so that a row of another
customer or a short nested one never cuts a Session.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sdc_core.ids import digest_json, stable_id
from sdc_core.models import SourceRef, SourceSystem
from sdc_core.records import Reason, Record, RecordError, Revision, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Pull, Source
from sdc_core.sources.reject import rejected
from sdc_core.sources.screenconnect.encoding import decode_report
from sdc_core.sources.screenconnect.reader import ROW_UNFINISHED, read_report
from sdc_core.sources.screenconnect.records import CONNECTION, SOURCE_NAME
from sdc_core.sources.screenconnect.rows import open_report
from sdc_core.sources.screenconnect.sessions import build
from sdc_core.sources.screenconnect.times import DATE_ORDER_ASSUMED
from sdc_core.sources.text import ENCODING_GUESSED, folded, read_bytes

MINUTE = timedelta(minutes=1)
_DOUBTS = {ENCODING_GUESSED, DATE_ORDER_ASSUMED, ROW_UNFINISHED}


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """Records and rejected rows of one report, in file order.

    Raises:
        WrongInputError: Not a connection report, or its dates contradict each other.
        InputUnreadableError: The file cannot be opened.
    """
    content = read_bytes(file)
    try:
        text = decode_report(content)
    except UnicodeDecodeError as error:
        yield rejected(Reason.DECODE, str(error), SourceRef(file=file.name), content)
        return
    rows = open_report(text, file.name)
    if isinstance(rows, RecordError):
        yield rows
    elif rows is not None:
        yield from read_report(rows, settings, file.name, text.flags)


def prefer(old: Record, new: Record) -> Record:
    """The row that says more stands; the customer is always what the newer statement says.

    Of one row in two exports the place that sorts first stands: a file that grew or was saved
    again must not move the rows that it shares with others.
    """
    if digest_json(old.raw) == digest_json(new.raw):
        return min(old, new, key=lambda record: (_doubts(record), *_place(record)))
    if _weight(new) >= _weight(old):
        return new
    latest = {name: new.fields[name] for name in ("customer_name", "contact_name")}
    return old.model_copy(update={"fields": {**old.fields, **latest}})


def settle(records: list[Record], settings: Settings) -> list[Record]:
    """One record per row: a minute-only copy from Excel joins the exact row that it repeats."""
    del settings
    exact: dict[tuple[str, datetime], list[Record]] = defaultdict(list)
    for record in records:
        if record.fields["connection_id"] and not record.fields["is_minute_only"]:
            exact[_minute(record)].append(record)
    absorbed: dict[str, list[Record]] = defaultdict(list)
    gone = set()
    for record in records:
        if record.fields["is_minute_only"] and record.fields["connection_id"]:
            twins = [twin for twin in exact[_minute(record)] if _is_same_machine(twin, record)]
            if twins:
                absorbed[min(twins, key=_start).key].append(record)
                gone.add(record.key)
    standing = (record for record in records if record.key not in gone)
    return [_absorb(record, absorbed.get(record.key, [])) for record in standing]


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """Host rows to Sessions, in time order per customer and technician."""
    gap = timedelta(minutes=settings.processing_defaults.segment_to_session_merge_gap_minutes)
    work = sorted((r for r in records if r.kind == CONNECTION), key=_order)
    for _, rows in groupby(work, key=_owner):
        for run in _runs(rows, gap):
            first = run[0]
            yield SessionGroup(
                session_id=stable_id(SOURCE_NAME, _technician(first), first.key),
                keys=[record.key for record in run],
                start_utc=_start(first),
            )


def _runs(rows: Iterable[Record], gap: timedelta) -> Iterator[list[Record]]:
    """Cut rows in time order where nothing was connected for longer than the gap."""
    run: list[Record] = []
    reach = None
    for row in rows:
        if reach is not None and _start(row) - reach > gap:
            yield run
            run = []
            reach = None
        run.append(row)
        reach = _end(row) if reach is None else max(reach, _end(row))
    if run:
        yield run


def _order(record: Record) -> tuple[tuple[str, ...], datetime, str]:
    # Not by end: an open row that gets its end later must not change which row is the first.
    return _owner(record), _start(record), record.key


def _owner(record: Record) -> tuple[str, ...]:
    """Whose Session a row can belong to; rows without a customer stay apart by machine."""
    customer = folded(record.fields["customer_name"])
    machine = record.fields["machine_id"] or record.fields["machine"]
    return (customer, "" if customer else folded(machine), _technician(record))


def _technician(record: Record) -> str:
    # The name as written, not the mapped id: a corrected mapping must not move Session ids.
    return folded(record.fields["technician"])


def _start(record: Record) -> datetime:
    return datetime.fromisoformat(record.fields["start_utc"])


def _end(record: Record) -> datetime:
    """The end, or the start while a connection is open."""
    return datetime.fromisoformat(record.fields["end_utc"] or record.fields["start_utc"])


def _weight(record: Record) -> tuple[bool, float]:
    return record.fields["has_disconnected_time"], record.fields["duration_seconds"] or 0.0


def _doubts(record: Record) -> int:
    return len(_DOUBTS.intersection(record.fields["flags"]))


def _place(record: Record) -> tuple[str, int]:
    return record.ref.file or "", record.ref.row or 0


def _minute(record: Record) -> tuple[str, datetime]:
    start = _start(record)
    return folded(record.fields["connection_id"]), start.replace(second=0, microsecond=0)


def _is_same_machine(one: Record, other: Record) -> bool:
    """By the id of the machine entry where both have it, else by name."""
    for name in ("machine_id", "machine"):
        if one.fields[name] and other.fields[name]:
            return folded(one.fields[name]) == folded(other.fields[name])
    return False


def _absorb(record: Record, copies: list[Record]) -> Record:
    """The exact row with its minute-only copies among its revisions and their past ids."""
    if not copies:
        return record
    revisions = list(record.revisions)
    known = {digest_json(revision.raw) for revision in revisions}
    past = set(record.superseded_ids)
    for copy in sorted(copies, key=lambda copy: copy.key):
        past |= {*copy.superseded_ids, *([copy.session_id] if copy.session_id else [])}
        seen = copy.first_seen_utc or record.first_seen_utc
        if seen is not None and digest_json(copy.raw) not in known:
            revision = Revision(raw=copy.raw, fields=copy.fields, ref=copy.ref, seen_utc=seen)
            revisions.append(revision)
    return record.model_copy(update={"revisions": revisions, "superseded_ids": sorted(past)})


def _is_api(settings: Settings) -> bool:
    """A server with its extension, and a key."""
    has_key = settings.secrets.screenconnect_api_key is not None
    return has_key and settings.screenconnect.api.url() is not None


def _pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    from sdc_core.sources.screenconnect import pull  # noqa: PLC0415 - httpx only where it is asked

    return pull.pull(settings, cursor, now)


def _reread(unit: RecordError, settings: Settings) -> Iterator[Record | RecordError]:
    from sdc_core.sources.screenconnect import pull  # noqa: PLC0415 - as above

    return pull.reread(unit, settings)


def _settings_used(settings: Settings) -> dict[str, Any]:
    return {
        "screenconnect": settings.screenconnect.model_dump(mode="json", exclude={"api"}),
        "gap_minutes": settings.processing_defaults.segment_to_session_merge_gap_minutes,
        "technicians": [person.model_dump(mode="json") for person in settings.technicians],
    }


SOURCE = Source(
    name=SOURCE_NAME,
    system=SourceSystem.SCREENCONNECT,
    folder_setting="screenconnect_logs",
    patterns=("*.csv", "*.json"),
    read=read,
    group=group,
    build=build,
    prefer=prefer,
    settle=settle,
    pull=_pull,
    is_api=_is_api,
    reread=_reread,
    parser_version="2",
    settings_used=_settings_used,
)
