"""One row of a ScreenConnect report to one record: identity, times, cleaning flags.

Cleaning never drops a row: what is odd is flagged, and the cells stay as they came.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.reject import rejected
from sdc_core.sources.screenconnect.rows import Row
from sdc_core.sources.screenconnect.times import Moment, TimeReader
from sdc_core.sources.text import folded

SOURCE_NAME = "screenconnect"
CONNECTION = "connection"
GUEST = "guest"

BRIEF = "brief"
LEFT_OPEN = "left_open"
OPEN = "open"
DURATION_MISMATCH = "duration_mismatch"
DURATION_INVALID = "duration_invalid"
END_BEFORE_START = "end_before_start"
END_UNREADABLE = "end_unreadable"
AUTHOR_MISSING = "author_missing"
PROCESS_UNKNOWN = "process_type_unknown"

BRIEF_BELOW = timedelta(seconds=30)
LEFT_OPEN_ABOVE = timedelta(hours=24)
MISMATCH_FROM = timedelta(seconds=60)

# A report may hold names or numbers (enumerations of the product).
PROCESS_TYPES = ("Unknown", "Host", "Guest")
SESSION_TYPES = ("Support", "Meeting", "Access")

# Columns that are shown as they are, under these names.
DETAILS = {
    "SessionHost": "session_host",
    "ClientType": "client_type",
    "NetworkAddress": "network_address",
}
_PROPERTY = "SessionCustomProperty"


def record_of(
    row: Row, times: TimeReader, settings: Settings, file_flags: tuple[str, ...]
) -> Record | RecordError:
    """The record of one row; a start that cannot be read rejects it."""
    try:
        start = times.read(row.columns["ConnectedTime"])
    except ValueError as error:
        return rejected(Reason.BAD_TIME, f"ConnectedTime: {error}", row.ref, row.raw_bytes)
    process = _enum(row.columns.get("ProcessType", ""), PROCESS_TYPES)
    is_guest = process == "Guest"
    bounds = _bounds(row, start, times, is_guest=is_guest)
    fields = {
        "start_utc": start.utc.isoformat(),
        "end_utc": bounds.end.isoformat() if bounds.end else None,
        "duration_seconds": bounds.duration,
        "has_disconnected_time": bool(row.columns.get("DisconnectedTime")),
        "is_minute_only": not start.has_seconds,
        "time_basis": start.basis,
        "process": process or None,
        "session_type": _enum(row.columns.get("SessionSessionType", ""), SESSION_TYPES) or None,
        "connection_id": row.columns.get("ConnectionID") or None,
        "machine_id": row.columns.get("SessionSessionID") or None,
        "machine": row.columns.get("SessionName") or None,
        "technician": row.columns.get("ParticipantName") or None,
        "details": _details(row),
        **_properties(row, settings),
    }
    flags = {*file_flags, *bounds.flags, *([] if is_guest else _host_flags(fields))}
    return Record(
        key=_key(row, start),
        kind=GUEST if is_guest else CONNECTION,
        raw=dict(row.cells),
        fields={**fields, "flags": sorted(flags)},
        ref=row.ref,
    )


@dataclass(frozen=True)
class _Bounds:
    end: datetime | None
    duration: float | None
    flags: tuple[str, ...] = ()


def _bounds(row: Row, start: Moment, times: TimeReader, *, is_guest: bool) -> _Bounds:
    """The end of a row: text or duration, whichever says more; never one before the start."""
    duration, by_duration, flags = _duration(row.columns.get("DurationSeconds", ""), start.utc)
    text = row.columns.get("DisconnectedTime", "")
    try:
        written = times.read(text) if text else None
    except ValueError:
        return _Bounds(by_duration, duration, (*flags, END_UNREADABLE))
    if written is None:
        is_open = by_duration is None and not is_guest
        return _Bounds(by_duration, duration, (*flags, *([OPEN] if is_open else [])))
    if written.utc < start.utc:
        return _Bounds(None, duration, (*flags, END_BEFORE_START))
    span = written.utc - start.utc
    is_apart = duration is not None and abs(span.total_seconds() - duration) >= (
        MISMATCH_FROM.total_seconds()
    )
    # Excel cuts the seconds off both texts; the duration still has them.
    is_better = not start.has_seconds and by_duration is not None and not is_apart
    end = by_duration if is_better and by_duration is not None else written.utc
    return _Bounds(end, duration, (*flags, *([DURATION_MISMATCH] if is_apart else [])))


def _duration(text: str, start: datetime) -> tuple[float | None, datetime | None, tuple[str, ...]]:
    """Seconds, the end they lead to (None for zero or none), flags."""
    if not text:
        return None, None, ()
    try:
        seconds = float(text)
        end = start + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None, None, (DURATION_INVALID,)
    if seconds < 0 or not math.isfinite(seconds):
        return None, None, (DURATION_INVALID,)
    return seconds, end if seconds else None, ()


def _host_flags(fields: dict[str, Any]) -> list[str]:
    flags = []
    if fields["process"] != "Host":
        flags.append(PROCESS_UNKNOWN)
    if fields["technician"] is None:
        flags.append(AUTHOR_MISSING)
    if fields["end_utc"] is not None:
        length = datetime.fromisoformat(fields["end_utc"]) - datetime.fromisoformat(
            fields["start_utc"]
        )
        flags += [BRIEF] if length < BRIEF_BELOW else []
        flags += [LEFT_OPEN] if length > LEFT_OPEN_ABOVE else []
    return flags


def _key(row: Row, start: Moment) -> str:
    """Connection, start and machine; a connection id alone is used by more than one row."""
    column = row.columns.get
    machine = folded(column("SessionSessionID") or column("SessionName"))
    begun = start.utc.isoformat()
    if connection := column("ConnectionID"):
        return stable_id(SOURCE_NAME, folded(connection), begun, machine)
    who = (folded(column("ParticipantName")), _enum(column("ProcessType", ""), PROCESS_TYPES))
    return stable_id(SOURCE_NAME, None, begun, machine, *who)


def _properties(row: Row, settings: Settings) -> dict[str, Any]:
    """Custom properties under their configured names; customer and contact stand apart."""
    names = settings.screenconnect.custom_properties
    found = {
        names.get(column[len(_PROPERTY) :], f"custom_{column[len(_PROPERTY) :]}"): text
        for column, text in row.columns.items()
        if text and column.startswith(_PROPERTY)
    }
    return {
        "customer_name": found.pop("customer_name", None),
        "contact_name": found.pop("contact_name", None),
        "properties": found,
    }


def _details(row: Row) -> dict[str, str]:
    return {name: text for column, name in DETAILS.items() if (text := row.columns.get(column))}


def _enum(text: str, names: tuple[str, ...]) -> str:
    """The name of an enumeration value; unknown values are kept as they are."""
    if text in names:
        return text
    known = {name.casefold(): name for name in names}
    known |= {str(number): name for number, name in enumerate(names)}
    return known.get(text.casefold(), text)
