"""Occurrence numbers of equal items, counted in the order of content: places in the file move.

To know that an item has a twin, the whole file must have been seen. Of every item 8 bytes are
held, of the few whose 8 bytes recur a full digest of key and content, and no record at all.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sdc_core.ids import digest_json
from sdc_core.records import Record, RecordError
from sdc_core.sources.notes.identity import identity

Unit = Record | RecordError
Keyed = tuple[str, dict[str, Any]]
_PREFIX = 16
# Below, counting in Python is faster than loading numpy.
_FEW = 200_000


def prefixes(keyed: Iterable[Keyed]) -> "array[int]":
    """The first 8 bytes of each key, in order."""
    return array("Q", (_prefix(key) for key, _ in keyed))


def numbered(
    units: Iterable[Unit], keyed: Callable[[], Iterable[Keyed]], seen: "array[int]"
) -> Iterator[Unit]:
    """The units with their occurrence numbers.

    Args:
        units: Records and rejected units in file order.
        keyed: Key and raw content of each record, read anew.
        seen: Their `prefixes`; its order is lost.
    """
    twins = _repeated(seen)
    contents = _contents(keyed(), twins) if twins else {}
    met: Counter[tuple[bytes, bytes]] = Counter()
    for unit in units:
        if isinstance(unit, Record) and _prefix(unit.key) in twins:
            key, content = _digests((unit.key, unit.raw))
            place = bisect_left(contents[key], content) + met[key, content]
            met[key, content] += 1
            yield _with_occurrence(unit, place)
        else:
            yield unit


def _with_occurrence(record: Record, occurrence: int) -> Record:
    key = identity(record.kind, record.fields, occurrence)
    return record.model_copy(update={"key": key, "fields": {**record.fields, "identity": key}})


def _contents(keyed: Iterable[Keyed], twins: frozenset[int]) -> dict[bytes, list[bytes]]:
    """Of every key that may occur more than once, the contents in their order."""
    found = defaultdict[bytes, list[bytes]](list)
    for one in keyed:
        if _prefix(one[0]) in twins:
            key, content = _digests(one)
            found[key].append(content)
    for contents in found.values():
        contents.sort()
    return found


def _repeated(seen: "array[int]") -> frozenset[int]:
    """Those that occur more than once."""
    if len(seen) <= _FEW:
        return frozenset(prefix for prefix, count in Counter(seen).items() if count > 1)
    import numpy as np  # noqa: PLC0415 - only a very large file needs it

    held = np.frombuffer(seen, dtype=np.uint64)
    held.sort()
    return frozenset(held[1:][held[1:] == held[:-1]].tolist())


def _prefix(key: str) -> int:
    return int(key[:_PREFIX], 16)


def _digests(keyed: Keyed) -> tuple[bytes, bytes]:
    return bytes.fromhex(keyed[0]), bytes.fromhex(digest_json(keyed[1]))
