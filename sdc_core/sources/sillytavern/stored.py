"""What the later steps need of a record's `fields`, and a named error where it is not there.

A store may hold records that another version of SDC read; those whose file is gone are never read
again.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sdc_core.errors import StoreError
from sdc_core.models import SourceRef
from sdc_core.records import Record

_TEXT_OR_NONE = (str, type(None))

# Field, and the types that it may have. `slot`, `beside`, `left_out` and `original_line` are there
# only where they say something.
_FIELDS: Mapping[str, tuple[type, ...]] = {
    "role": (str,),
    "start_utc": _TEXT_OR_NONE,
    "end_utc": _TEXT_OR_NONE,
    "time_basis": _TEXT_OR_NONE,
    "resolution": _TEXT_OR_NONE,
    "line": (int,),
    "flags": (list, tuple),
    "message_key": (str,),
    "after": (str,),
    "chat": (dict,),
}
_CHAT_FIELDS: Mapping[str, tuple[type, ...]] = {
    "name": (str,),
    "called": _TEXT_OR_NONE,
    "character": _TEXT_OR_NONE,
    "is_group": (bool,),
    "persona": _TEXT_OR_NONE,
    "user": _TEXT_OR_NONE,
    "folder": (str,),
    "chat_id_hash": (str, int, type(None)),
    "order": (list, tuple),
    "family": (list, tuple),
}


@contextmanager
def named_faults(records: Iterable[Record]) -> Iterator[None]:
    """Turn what an unfit record causes inside into an error that names it.

    Records are looked at only once something failed: a check of each would cost every run.

    Raises:
        StoreError: A record lacks a field, or has another type in it.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        for record in records:
            _refuse_unfit(record, error)
        raise


def _refuse_unfit(record: Record, cause: Exception) -> None:
    states = [(record.fields, record.ref), *((r.fields, r.ref) for r in record.revisions)]
    for fields, ref in states:
        fault = _fault(fields, _FIELDS, "fields") or _fault(
            fields["chat"], _CHAT_FIELDS, "fields.chat"
        )
        if fault:
            raise StoreError(_message(record, ref, fault)) from cause


def _fault(fields: Mapping[str, Any], known: Mapping[str, tuple[type, ...]], place: str) -> str:
    """What is wrong with the fields; empty where nothing is."""
    for name, types in known.items():
        if name not in fields:
            return f"{place} has no {name!r}"
        if not isinstance(fields[name], types):
            return f"{place}.{name} is {type(fields[name]).__name__}"
    return ""


def _message(record: Record, ref: SourceRef, fault: str) -> str:
    return (
        f"{ref.file}[{ref.line}]: the stored sillytavern record {record.key[:16]!r} cannot be "
        f"used: {fault}; another version of SDC read it. Restore the folder records/sillytavern "
        "from a backup of this version, or delete it to read all chats again (what is in no file "
        "any more is lost then)"
    )
