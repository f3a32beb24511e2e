"""Records apart by ranges of their keys, so that a store of any size is worked on range by range.

Keys are SHA-256 digests in hex: ranges of equal width hold about as many records each. Any other
keys are only spread less evenly. A month file is ordered by key, so its ranges lie one behind the
other, and month files are written range by range without sorting them as a whole.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdc_core.records import Record
from sdc_core.store import platform
from sdc_core.store.record_lines import key_of, line_of, parse_line
from sdc_core.store.temp_files import extend

_DIGITS = 8
_BUFFER_BYTES = 16 * 1024 * 1024


def make_bounds(count: int) -> list[str]:
    """Where each range but the first begins; `count` ranges of equal width."""
    return [f"{number * 16**_DIGITS // count:0{_DIGITS}x}" for number in range(1, count)]


@dataclass
class _Place:
    """How far a month file is read."""

    path: Path
    offset: int = 0
    number: int = 0


class StoredRanges:
    """The records of some month files, range by range; each file was checked before."""

    def __init__(self, files: Mapping[str, Path], bounds: Sequence[str]) -> None:
        self._files = files
        self._bounds = bounds

    def __iter__(self) -> Iterator[list[Record]]:
        """For each range its records, in the order of months and keys."""
        places = [_Place(path) for _, path in sorted(self._files.items())]
        for bound in (*self._bounds, None):
            yield [record for place in places for record in _read_until(bound, place)]


def _read_until(bound: str | None, place: _Place) -> Iterator[Record]:
    with platform.open_to_read(place.path) as stream:
        stream.seek(place.offset)
        for line in stream:
            if bound is not None and key_of(line) >= bound:
                return
            place.offset += len(line)
            place.number += 1
            yield parse_line(line, place.path, place.number)


class Spool:
    """Temp files of records, one per range, each in the order in which its records came."""

    def __init__(self, folder: Path, bounds: Sequence[str]) -> None:
        self._bounds = bounds
        self._files = [platform.new_temp(folder) for _ in range(len(bounds) + 1)]
        self._sizes = [0 for _ in self._files]
        self._waiting: list[list[bytes]] = [[] for _ in self._files]
        self._waiting_bytes = 0

    def add(self, record: Record) -> None:
        """Append a record to its range."""
        line = line_of(record)
        self._waiting[bisect_right(self._bounds, record.key)].append(line)
        self._waiting_bytes += len(line)
        if self._waiting_bytes > _BUFFER_BYTES:
            self._flush()

    def mark(self) -> list[int]:
        """Where the files end now."""
        self._flush()
        return list(self._sizes)

    def return_to(self, mark: list[int]) -> None:
        """Forget what was added since the mark."""
        self._waiting = [[] for _ in self._files]
        self._waiting_bytes = 0
        self._sizes = mark

    def __iter__(self) -> Iterator[list[Record]]:
        """For each range what was added to it."""
        self._flush()
        for path, size in zip(self._files, self._sizes, strict=True):
            yield _spooled(path, size) if size else []

    def _flush(self) -> None:
        for number, lines in enumerate(self._waiting):
            if lines:
                content = b"".join(lines)
                extend(self._files[number], content, keep=self._sizes[number])
                self._sizes[number] += len(content)
                lines.clear()
        self._waiting_bytes = 0


def _spooled(path: Path, size: int) -> list[Record]:
    with platform.open_to_read(path) as stream:
        lines = stream.read(size).splitlines()
    return [parse_line(line, path, number) for number, line in enumerate(lines, start=1)]
