"""One row of a ScreenConnect report to one record: identity, times, what the cells say.

Cleaning never drops a row: what is odd is flagged, and the cells stay as they came.
"""

from dataclasses import dataclass, field

from sdc_core.ids import id_of_text, part_text
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.bounds import OPEN, bounds_of
from sdc_core.sources.screenconnect.entries import BLANK, CONNECTION, VARYING, Entries, Entry
from sdc_core.sources.screenconnect.header import Header
from sdc_core.sources.screenconnect.times import TimeReader
from sdc_core.sources.text import folded

SOURCE_NAME = "screenconnect"
_SOURCE = part_text(SOURCE_NAME)
_Flags = tuple[str, ...]
# Called apart they take half the time: a class hands its keywords on in a dict.
_new, _init = object.__new__, Record.__init__


@dataclass
class RecordReader:
    """Makes the records of one report."""

    header: Header
    times: TimeReader
    settings: Settings
    file_flags: tuple[str, ...] = ()
    _flags: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = self.header.places
        self._entry_of = Entries(self.header, self.settings.screenconnect.custom_properties).of
        repeating = {place for column, place in places.items() if column not in VARYING}
        self._own = [named for named in self.header.named if named[0] not in repeating]
        self._start = places["ConnectedTime"]
        self._end = places.get("DisconnectedTime", BLANK)
        self._duration = places.get("DurationSeconds", BLANK)
        self._connection = places.get("ConnectionID", BLANK)

    def read(self, cells: list[str], ref: SourceRef) -> Record:
        """The record of one row.

        Raises:
            ValueError: The start is no time.
        """
        padded = [*cells, ""]
        start = self.times.read(padded[self._start].strip())
        entry = self._entry_of(padded)
        connection, end_text = padded[self._connection].strip(), padded[self._end].strip()
        bounds = bounds_of(start, end_text, padded[self._duration], self.times)
        _, start_iso, basis, has_seconds = start
        end_iso, duration, flags, length_flags = bounds
        raw = entry.raw.copy()
        for place, name in self._own:
            raw[name] = padded[place]
        fields = entry.fields.copy()
        fields["start_utc"] = start_iso
        fields["end_utc"] = end_iso
        fields["duration_seconds"] = duration
        fields["has_disconnected_time"] = bool(end_text)
        fields["is_minute_only"] = not has_seconds
        fields["time_basis"] = basis
        fields["connection_id"] = connection or None
        fields["flags"] = self._all_flags(entry, flags, length_flags)
        key = _key(entry, connection, start_iso)
        record = _new(Record)
        _init(record, key=key, kind=entry.kind, raw=raw, fields=fields, ref=ref)
        return record

    def _all_flags(self, entry: Entry, flags: _Flags, length_flags: _Flags) -> list[str]:
        """Sorted; how long a machine was online, or whether it still is, is nothing to doubt."""
        if entry.kind == CONNECTION:
            flags += entry.flags + length_flags
        elif OPEN in flags:
            flags = tuple(flag for flag in flags if flag != OPEN)
        if (known := self._flags.get(flags)) is None:
            known = self._flags[flags] = sorted({*self.file_flags, *flags})
        return known


def _key(entry: Entry, connection: str, start_iso: str) -> str:
    """Connection, start and machine; a connection id alone is used by more than one row.

    Written as `stable_id` writes its parts, of which most rows share two.
    """
    if connection:
        return id_of_text(
            f'{_SOURCE}, {part_text(folded(connection))}, "{start_iso}", {entry.machine}'
        )
    return id_of_text(f'{_SOURCE}, null, "{start_iso}", {entry.machine}, {entry.who}')
