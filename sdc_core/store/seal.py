"""JSON files with a checksum inside, so that a torn or flipped one is never believed.

A sealed file is one JSON object with one space of indent. Its first key is `schema`, the number
of its form; its last is `checksum`, the SHA-256 of the same text without that key.
"""

import json
import re
from pathlib import Path
from typing import Any

from sdc_core.errors import NewerSchemaError
from sdc_core.ids import digest_bytes

SCHEMA = 1

_MARK = b',\n "checksum": "'
_END = b'"\n}\n'
_SCHEMA = re.compile(rb'\{\s*"schema":\s*(\d+)')


def seal(body: bytes) -> bytes:
    """The sealed form of a JSON object written with one space of indent."""
    return body.removesuffix(b"\n}") + _MARK + digest_bytes(body).encode() + _END


def seal_values(values: dict[str, Any]) -> bytes:
    """The sealed form of JSON values, with the current `schema`."""
    return seal(json.dumps({"schema": SCHEMA, **values}, ensure_ascii=False, indent=1).encode())


def unseal(content: bytes, path: Path) -> bytes | None:
    """The JSON text that was sealed, None where it is torn or was changed.

    Raises:
        NewerSchemaError: Whole, but written by a newer version of SDC.
    """
    head, _, checksum = content.rpartition(_MARK)
    body = head + b"\n}"
    if checksum != digest_bytes(body).encode() + _END:
        return None
    schema = _SCHEMA.match(body)
    if schema and int(schema[1]) > SCHEMA:
        raise NewerSchemaError(f"{path}: schema {int(schema[1])}; this version reads {SCHEMA}")
    return body
