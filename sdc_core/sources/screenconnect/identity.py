"""One record per row, however often it is exported: which state stands, which copies join.

Reference, row identity: the row with an end stands, then the longer one; the customer is what the
latest statement says; a copy from Excel, cut to the minute, joins the exact row it repeats.
"""

from collections import defaultdict
from datetime import datetime

from sdc_core.ids import digest_json
from sdc_core.records import Record, Revision
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.parallel import with_parallel_work
from sdc_core.sources.screenconnect.reader import ROW_UNFINISHED
from sdc_core.sources.screenconnect.times import DATE_ORDER_ASSUMED
from sdc_core.sources.text import ENCODING_GUESSED, folded

_DOUBTS = {ENCODING_GUESSED, DATE_ORDER_ASSUMED, ROW_UNFINISHED}


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
    """One record per row, and in each what its technician did elsewhere at the same time."""
    del settings
    return with_parallel_work(_one_per_row(records))


def _one_per_row(records: list[Record]) -> list[Record]:
    """A minute-only copy from Excel joins the exact row that it repeats."""
    if not any(record.fields["is_minute_only"] for record in records):
        return records
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


def _start(record: Record) -> datetime:
    return datetime.fromisoformat(record.fields["start_utc"])


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
