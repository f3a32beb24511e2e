"""Columns and values of an enumeration that no report had so far."""

from collections import Counter
from collections.abc import Iterable

from sdc_core.records import Record
from sdc_core.sources.screenconnect.entries import PROCESS_TYPES, SESSION_TYPES
from sdc_core.sources.screenconnect.header import Header

_VALUES = {
    "process": ("ProcessType", frozenset(PROCESS_TYPES.values())),
    "session_type": ("SessionSessionType", frozenset(SESSION_TYPES.values())),
}


def new_forms(records: Iterable[Record]) -> Counter[str]:
    """What is new, and on how many rows; those of one file share its columns."""
    found: Counter[str] = Counter()
    rows: Counter[tuple[str, ...]] = Counter()
    for record in records:
        rows[tuple(record.raw)] += 1
        for name, (column, known) in _VALUES.items():
            value = record.fields[name]
            if value and value not in known:
                found[f"a {column} of its own"] += 1
    for columns, count in rows.items():
        header = Header(columns)
        read = {header.names[place] for place in header.places.values()}
        found.update({f"the column {name!r}": count for name in columns if name not in read})
    return found
