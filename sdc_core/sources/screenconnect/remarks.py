"""What a person should know of the records: counts, and times that look wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.entries import GUEST, PROCESS_UNKNOWN, SESSION_TYPE_UNKNOWN
from sdc_core.sources.screenconnect.grouping import group
from sdc_core.sources.screenconnect.records import SOURCE_NAME

# Who works between midnight and six is rare; who reads local times as UTC is not.
NIGHT_ENDS_AT = 6
NIGHT_SHARE = 0.3
_ASSUMED = frozenset({"assumed_utc", "assumed_zone"})
_UNKNOWN = {PROCESS_UNKNOWN: ("process", "ProcessType"),
            SESSION_TYPE_UNKNOWN: ("session_type", "SessionType")}  # fmt: skip


def remarks(records: Sequence[Record], settings: Settings) -> list[str]:
    """Sentences for a person, in a fixed order."""
    return [*_guests(records), *_unknown(records), *_nights(records, settings)]


def _guests(records: Sequence[Record]) -> Iterator[str]:
    count = sum(record.kind == GUEST for record in records)
    if count:
        yield f"{SOURCE_NAME}: {count} Guest rows are kept as evidence, they are no work"


def _unknown(records: Sequence[Record]) -> Iterator[str]:
    """Values of an enumeration that nobody knows, counted; a missing one is said by its flag."""
    met = Counter(
        (column, record.fields[name])
        for record in records
        for flag, (name, column) in _UNKNOWN.items()
        if flag in record.fields["flags"] and record.fields[name]
    )
    for (column, value), count in sorted(met.items()):
        yield f"{SOURCE_NAME}: {count} rows have the unknown {column} {value!r}; kept as they are"


def _nights(records: Sequence[Record], settings: Settings) -> Iterator[str]:
    """Files whose times without a zone put too many Sessions into the night."""
    zone = ZoneInfo(settings.business_zone)
    by_file: dict[str, list[bool]] = defaultdict(list)
    assumed = (r for r in records if r.fields["time_basis"] in _ASSUMED and r.ref.file)
    known = {record.key: record for record in assumed}
    for session in group(known.values(), settings):
        start = session.start_utc
        file = known[session.keys[0]].ref.file
        if start is not None and file is not None:
            by_file[file].append(_is_night(start, zone))
    for file, nights in sorted(by_file.items()):
        share = sum(nights) / len(nights)
        if share > NIGHT_SHARE:
            yield (
                f"{SOURCE_NAME}: {file}: {share:.0%} of its Sessions start between 00:00 and "
                f"06:00 in {settings.business_zone}; its times name no zone and were read in "
                f"{settings.screenconnect.zone}: check screenconnect.zone"
            )


def _is_night(moment: datetime, zone: ZoneInfo) -> bool:
    return moment.astimezone(zone).hour < NIGHT_ENDS_AT
