"""Inputs and a record store that are too large to be held, range of keys by range of keys.

What is read goes to temp files below the data root; at every pass each range is put together from
its records there and those that are stored. A process that is killed leaves the temp files to the
next intake, which deletes them.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Self

from sdc_core.errors import SdcError, SourceError
from sdc_core.intake.drift import new_forms
from sdc_core.intake.look import (
    NOT_OPENED,
    Look,
    add_context,
    fault_of,
    note_failure,
    take_records,
    take_rejects,
)
from sdc_core.intake.ties import Ties
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.store import platform
from sdc_core.store.key_ranges import Spool, StoredRanges, make_bounds
from sdc_core.store.records import RecordStore

# Up to this much of inputs and stored records is held: its records take about twelve times that.
HELD_BYTES = 16 * 1024 * 1024
_RANGE_BYTES = 2 * 1024 * 1024
_MOST_RANGES = 4096


def size_of(look: Look, store: RecordStore) -> int:
    """Bytes of all inputs and stored records."""
    return store.size() + sum(_size(file) for file in look.files)


def _size(file: InputFile) -> int:
    with suppress(OSError):  # it is held or went away; the look knows
        return file.path.stat().st_size
    return 0


@dataclass
class _Met:
    """What was met in one file: all its units, and those that are no records."""

    units: int = 0
    errors: list[RecordError] = field(default_factory=list)


class Ranges:
    """The records of one intake, apart by ranges of their keys."""

    def __init__(self, look: Look, store: RecordStore, source: Source) -> None:
        self._look, self._source, self._folder = look, source, store.folder
        self._files = store.checked()
        self._bounds = make_bounds(min(size_of(look, store) // _RANGE_BYTES + 1, _MOST_RANGES))
        self._spool = Spool(store.folder, self._bounds)

    def __enter__(self) -> Self:
        platform.make_folder(self._folder)
        platform.clear_leftovers(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        platform.clear_leftovers(self._folder)

    def read(self, settings: Settings, ties: Ties) -> None:
        """Read every file; one that fails stops no other."""
        look = self._look
        for place, file in enumerate(look.files):
            look.stated[place] = set(ties.of_file(file.name))
            if look.states[place][1] == NOT_OPENED:
                continue
            before = self._spool.mark()
            try:
                self._read(file, settings)
            except SourceError as error:
                self._spool.return_to(before)
                note_failure(look, place, error)
            except SdcError:
                raise  # of the disk, not of the reader
            except Exception as error:  # noqa: BLE001 - one file must not stop all others
                self._spool.return_to(before)
                note_failure(look, place, fault_of(file, error))

    def _read(self, file: InputFile, settings: Settings) -> None:
        look, source, met = self._look, self._source, _Met()
        records = self._spooled(source.read(file, settings), met)
        forms = new_forms(source, records)
        deque(records, maxlen=0)  # a source that tells of no new forms looks at no record
        look.read[file.name] += 1
        look.new_forms[source.kept_name(file.name)] = forms
        add_context(met.errors, file, source, settings)
        take_rejects(look, source, file, met.errors, met.units)

    def _spooled(self, units: Iterable[Record | RecordError], met: _Met) -> Iterator[Record]:
        for unit in units:
            met.units += 1
            if isinstance(unit, RecordError):
                met.errors.append(unit)
            else:
                self._spool.add(unit)
                yield unit

    @property
    def has_stored(self) -> bool:
        """Whether anything is stored."""
        return bool(self._files)

    def stored(self) -> Iterator[list[Record]]:
        """The stored records of each range."""
        yield from StoredRanges(self._files, self._bounds)

    def __iter__(self) -> Iterator[tuple[dict[str, Record], Look]]:
        """For each range the stored records, and the look with what was read of it."""
        for stored, fresh in zip(self.stored(), self._spool, strict=True):
            look = replace(self._look, records={}, other_states=[])
            take_records(look, self._source, fresh)
            yield {record.key: record for record in stored}, look
