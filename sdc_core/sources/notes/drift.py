"""Keys and types of notes.json that no field takes; the reader keeps them in `extra`."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sdc_core.records import Record

_UNREADABLE = "_unreadable"


def new_forms(records: Iterable[Record]) -> Counter[str]:
    """What is new, and on how many items."""
    return Counter(form for record in records for form in set(_forms(record)))


def _forms(record: Record) -> Iterator[str]:
    fields = record.fields
    ends = _UNREADABLE
    unreadable = {flag.removesuffix(ends) for flag in fields["flags"] if flag.endswith(ends)}
    for name in (fields["extra"].keys() & record.raw.keys()) - unreadable:
        yield f"the field {name!r} of a {record.kind}"
    for part in fields["parts"]:
        for name in part.get("extra", {}):
            yield f"the field {name!r} of a {part['kind']}"
        if "state" in part:
            yield f"a 'completed' of a {part['kind']} that is neither yes nor no"
    for name in unreadable:
        yield f"another type or form of {name!r} of a {record.kind}"
