"""One line of the record store: written, read, its key without reading it, and its digest.

The digests of records are added up (modulo 2^256) to that of their month: a sum needs no order,
and one record of many is exchanged without a look at the others.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from sdc_core.errors import StoreError, TornError
from sdc_core.ids import digest_json
from sdc_core.records import Record

_BEGIN = b'{"key":"'
_MODULUS = 1 << 256


def line_of(record: Record) -> bytes:
    """The line of a record, `key` first.

    Raises:
        StoreError: Something in the record is no JSON value; names its place.
    """
    try:
        return record.model_dump_json().encode() + b"\n"
    except PydanticSerializationError as error:
        place = record.ref.model_dump(exclude_none=True)
        raise StoreError(f"record {record.key!r} of {place!r} is no JSON: {error}") from error


def parse_line(line: bytes, path: Path, number: int) -> Record:
    """The record of a line.

    Raises:
        TornError: Not a record; names file and line.
    """
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        raise TornError(f"{path}[{number}]: not a record of this version: {error}") from error


def key_of(line: bytes) -> str:
    """The key of a line, which is its first value, without parsing the rest."""
    end = line.find(b'"', len(_BEGIN))
    key = line[len(_BEGIN) : end]
    is_plain = line.startswith(_BEGIN) and b"\\" not in key
    return key.decode() if is_plain else str(json.loads(line)["key"])


def digest_of(records: Iterable[Record], *, base: str | None = None) -> str:
    """Digest of all that Sessions rest on, in any order of records; `base` is added to it.

    When the records were seen does not count.
    """
    total = sum(int(digest_json(_content(record)), 16) for record in records)
    return f"{(total + int(base or '0', 16)) % _MODULUS:064x}"


def digest_without(digest: str, records: Iterable[Record]) -> str:
    """The digest of a month after these records were taken out of it."""
    return f"{(int(digest, 16) - int(digest_of(records), 16)) % _MODULUS:064x}"


def _content(record: Record) -> list[Any]:
    return [
        record.content_digest(),
        record.ref.model_dump(exclude_none=True),
        [revision.model_dump(mode="json") for revision in record.revisions],
        record.source_missing,
        record.session_id,
        record.position,
        record.superseded_ids,
    ]
