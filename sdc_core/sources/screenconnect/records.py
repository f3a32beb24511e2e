"""One row of a ScreenConnect report to one record: identity, times, what the cells say.

Cleaning never drops a row: what is odd is flagged, and the cells stay as they came. Most cells of
a row (machine, technician, customer) repeat from row to row; what they say is worked out once per
file for each combination, because a file has a hundred thousand rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.bounds import OPEN, Bounds, bounds_of, length_flags
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.times import Moment, TimeReader
from sdc_core.sources.text import folded

SOURCE_NAME = "screenconnect"
CONNECTION = "connection"
GUEST = "guest"

AUTHOR_MISSING = "author_missing"
PROCESS_UNKNOWN = "process_type_unknown"
SESSION_TYPE_UNKNOWN = "session_type_unknown"


def _names(*names: str) -> dict[str, str]:
    """The name of a value by what a report may hold for it: its name in any case, its number."""
    numbered = {str(number): name for number, name in enumerate(names)}
    return {**numbered, **{name.casefold(): name for name in names}}


# A report may hold names or numbers (reference, enumerations of the product).
PROCESS_TYPES = _names("Unknown", "Host", "Guest")
SESSION_TYPES = _names("Support", "Meeting", "Access")

# Columns that are shown as they are, under these names.
DETAILS = {
    "SessionHost": "session_host",
    "ClientType": "client_type",
    "NetworkAddress": "network_address",
}
_PROPERTY = "SessionCustomProperty"
# Filled per row; named here so that their order in the record is always the same.
_VARYING_FIELDS = (
    "start_utc", "end_utc", "duration_seconds", "has_disconnected_time", "is_minute_only",
    "time_basis", "connection_id",
)  # fmt: skip
_VARYING = frozenset({"ConnectedTime", "DisconnectedTime", "DurationSeconds", "ConnectionID"})
_BLANK = -1


@dataclass(slots=True)
class _Entry:
    """What the repeating cells of a row say: of the machine, the technician, the customer."""

    kind: str
    fields: dict[str, Any]
    machine: str
    who: tuple[str, str]
    flags: tuple[str, ...]


@dataclass
class RecordReader:
    """Makes the records of one report."""

    header: Header
    times: TimeReader
    settings: Settings
    file_flags: tuple[str, ...] = ()
    _entries: dict[tuple[str, ...], _Entry] = field(default_factory=dict)
    _flags: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = self.header.places
        self._repeating = [column for column in places if column not in _VARYING]
        # A second place makes `itemgetter` give a tuple also where there is one column only.
        self._cells_of = itemgetter(_BLANK, *(places[column] for column in self._repeating))
        self._start = places["ConnectedTime"]
        self._end = places.get("DisconnectedTime", _BLANK)
        self._duration = places.get("DurationSeconds", _BLANK)
        self._connection = places.get("ConnectionID", _BLANK)

    def read(self, cells: list[str], ref: SourceRef) -> Record:
        """The record of one row.

        Raises:
            ValueError: The start is no time.
        """
        raw = self._raw(cells)
        padded = [*cells, ""]
        start = self.times.read(padded[self._start].strip())
        known = self._cells_of(padded)
        entry = self._entries.get(known) or self._add_entry(known)
        connection = padded[self._connection].strip()
        end_text = padded[self._end].strip()
        bounds = bounds_of(start, end_text, padded[self._duration], self.times)
        fields = entry.fields.copy()
        fields["start_utc"] = start.iso
        fields["end_utc"] = bounds.end_iso
        fields["duration_seconds"] = bounds.duration
        fields["has_disconnected_time"] = bool(end_text)
        fields["is_minute_only"] = not start.has_seconds
        fields["time_basis"] = start.basis
        fields["connection_id"] = connection or None
        fields["flags"] = self._all_flags(entry, start, bounds)
        return Record(
            key=_key(entry, connection, start),
            kind=entry.kind,
            raw=raw,
            fields=fields,
            ref=ref,
        )

    def _raw(self, cells: Sequence[str]) -> dict[str, str]:
        """Cells under the header's own names; those without a name are left out."""
        header = self.header
        if len(header.named) == len(header.names):
            return dict(zip(header.names, cells, strict=False))  # the width is checked
        return {name: cells[place] for place, name in header.named}

    def _add_entry(self, known: tuple[str, ...]) -> _Entry:
        texts = dict(zip(self._repeating, (cell.strip() for cell in known[1:]), strict=True))
        entry = self._entries[known] = _entry(texts, self.settings)
        return entry

    def _all_flags(self, entry: _Entry, start: Moment, bounds: Bounds) -> list[str]:
        """Sorted; how long a machine was online, or whether it still is, is nothing to doubt."""
        flags = bounds.flags
        if entry.kind == CONNECTION:
            flags += entry.flags + length_flags(start.utc, bounds.end)
        elif OPEN in flags:
            flags = tuple(flag for flag in flags if flag != OPEN)
        if (known := self._flags.get(flags)) is None:
            known = self._flags[flags] = sorted({*self.file_flags, *flags})
        return known.copy()


def _entry(texts: dict[str, str], settings: Settings) -> _Entry:
    process = _enum(texts.get("ProcessType", ""), PROCESS_TYPES)
    session_type = _enum(texts.get("SessionSessionType", ""), SESSION_TYPES)
    technician = texts.get("ParticipantName", "")
    machine_id, machine = texts.get("SessionSessionID", ""), texts.get("SessionName", "")
    return _Entry(
        kind=GUEST if process == "Guest" else CONNECTION,
        fields={
            **dict.fromkeys(_VARYING_FIELDS),
            "process": process or None,
            "session_type": session_type or None,
            "machine_id": machine_id or None,
            "machine": machine or None,
            "technician": technician or None,
            "details": {name: texts[c] for c, name in DETAILS.items() if texts.get(c)},
            **_properties(texts, settings),
        },
        machine=folded(machine_id or machine),
        who=(folded(technician), process),
        flags=_entry_flags(process, session_type, technician),
    )


def _entry_flags(process: str, session_type: str, technician: str) -> tuple[str, ...]:
    odd = {
        PROCESS_UNKNOWN: process != "Host",
        SESSION_TYPE_UNKNOWN: bool(session_type) and session_type.casefold() not in SESSION_TYPES,
        AUTHOR_MISSING: not technician,
    }
    return tuple(flag for flag, is_so in odd.items() if is_so)


def _key(entry: _Entry, connection: str, start: Moment) -> str:
    """Connection, start and machine; a connection id alone is used by more than one row."""
    if connection:
        return stable_id(SOURCE_NAME, folded(connection), start.iso, entry.machine)
    return stable_id(SOURCE_NAME, None, start.iso, entry.machine, *entry.who)


def _properties(texts: dict[str, str], settings: Settings) -> dict[str, Any]:
    """Custom properties under their configured names; customer and contact stand apart."""
    names = settings.screenconnect.custom_properties
    found = {
        names.get(column[len(_PROPERTY) :], f"custom_{column[len(_PROPERTY) :]}"): text
        for column, text in texts.items()
        if text and column.startswith(_PROPERTY)
    }
    return {
        "customer_name": found.pop("customer_name", None),
        "contact_name": found.pop("contact_name", None),
        "properties": found,
    }


def _enum(text: str, names: dict[str, str]) -> str:
    """The name of an enumeration value; unknown values are kept as they are."""
    return names.get(text.casefold(), text)
