"""What the repeating cells of a row say: of the machine, the technician, the customer.

Most cells repeat from row to row. What they say is worked out once per file for each combination,
because a file has a hundred thousand rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sdc_core.ids import part_text
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.text import folded

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
    "SessionGuestMachineName": "guest_machine",
    "SessionGuestMachineDomain": "guest_machine_domain",
    "SessionGuestLoggedOnUserName": "logged_on_user",
    "SessionGuestLoggedOnUserDomain": "logged_on_domain",
}
_PROPERTY = "SessionCustomProperty"
# Filled per row; named here so that their order in the record is always the same.
_BLANK_FIELDS: dict[str, Any] = dict.fromkeys((
    "start_utc", "end_utc", "duration_seconds", "has_disconnected_time", "is_minute_only",
    "time_basis", "connection_id",
))  # fmt: skip
VARYING = frozenset({"ConnectedTime", "DisconnectedTime", "DurationSeconds", "ConnectionID"})
# The place of a column that a report does not have: that of a blank cell behind its own.
BLANK = -1
_SEPARATOR = "\0"
_Key = str | tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """One combination of repeating cells.

    Attributes:
        raw: All cells under the header's names; those of the first row where they do not repeat.
        fields: Of a record; those that vary are None.
        machine: As the key of a record writes it.
        who: Technician and process, as the key of a row without a connection id writes them.
        flags: What is odd about them, for a connection.
    """

    kind: str
    raw: dict[str, str]
    fields: dict[str, Any]
    machine: str
    who: str
    flags: tuple[str, ...]


@dataclass
class Entries:
    """The combinations of one report."""

    header: Header
    property_names: Mapping[str, str]
    _known: dict[_Key, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = self.header.places
        repeating = [column for column in places if column not in VARYING]
        self._columns = repeating
        # A second place makes `itemgetter` give a tuple also where there is one column only.
        self._cells_of = itemgetter(BLANK, *(places[column] for column in repeating))
        self._properties = [
            (column, self._property_name(column.removeprefix(_PROPERTY)))
            for column in repeating
            if column.startswith(_PROPERTY)
        ]

    def of(self, padded: Sequence[str]) -> Entry:
        """What a row says, from its cells with a blank one behind them."""
        cells = self._cells_of(padded)
        # One text instead of a dozen to look at; where a cell holds the separator, the cells.
        text = _SEPARATOR.join(cells)
        key = text if text.count(_SEPARATOR) == len(self._columns) else cells
        return self._known.get(key) or self._add(key, cells, padded)

    def _add(self, key: _Key, cells: tuple[str, ...], padded: Sequence[str]) -> Entry:
        texts = dict(zip(self._columns, map(str.strip, cells[1:]), strict=True))
        raw = {name: padded[place] for place, name in self.header.named}
        entry = self._known[key] = _entry(texts, raw, self._properties_in(texts))
        return entry

    def _property_name(self, number: str) -> str:
        return self.property_names.get(number, f"custom_{number}")

    def _properties_in(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Custom properties under their configured names; customer and contact stand apart."""
        found = {name: texts[column] for column, name in self._properties if texts[column]}
        return {
            "customer_name": found.pop("customer_name", None),
            "contact_name": found.pop("contact_name", None),
            "properties": found,
        }


def _entry(texts: Mapping[str, str], raw: dict[str, str], properties: dict[str, Any]) -> Entry:
    process = _enum(texts.get("ProcessType", ""), PROCESS_TYPES)
    session_type = _enum(texts.get("SessionSessionType", ""), SESSION_TYPES)
    technician = texts.get("ParticipantName", "")
    machine_id, machine = texts.get("SessionSessionID", ""), texts.get("SessionName", "")
    return Entry(
        kind=GUEST if process == "Guest" else CONNECTION,
        raw=raw,
        fields=_BLANK_FIELDS | {
            "process": process or None,
            "session_type": session_type or None,
            "machine_id": machine_id or None,
            "machine": machine or None,
            "technician": technician or None,
            "details": {name: texts[c] for c, name in DETAILS.items() if texts.get(c)},
        } | properties,
        machine=part_text(folded(machine_id or machine)),
        who=f"{part_text(folded(technician))}, {part_text(process)}",
        flags=_flags(process, session_type, technician),
    )  # fmt: skip


def _flags(process: str, session_type: str, technician: str) -> tuple[str, ...]:
    is_unknown_type = bool(session_type) and session_type.casefold() not in SESSION_TYPES
    return (
        *((PROCESS_UNKNOWN,) if process != "Host" else ()),
        *((SESSION_TYPE_UNKNOWN,) if is_unknown_type else ()),
        *((AUTHOR_MISSING,) if not technician else ()),
    )


def _enum(text: str, names: dict[str, str]) -> str:
    """The name of an enumeration value; unknown values are kept as they are."""
    return names.get(text.casefold(), text)
