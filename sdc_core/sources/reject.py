"""Rejected units as values: reason, place, and the bytes that came in, so that nothing is lost."""

import json
from typing import Any

from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError

RAW_LIMIT_BYTES = 1024 * 1024


def rejected(reason: Reason, detail: str, ref: SourceRef, raw: bytes) -> RecordError:
    """One rejected unit; of bytes beyond the limit the first part is kept, and said to be one."""
    return RecordError(
        reason=reason,
        detail=f"{_place(ref)}: {detail}",
        ref=ref,
        raw=raw[:RAW_LIMIT_BYTES],
        raw_truncated=len(raw) > RAW_LIMIT_BYTES,
    )


def json_bytes(value: Any) -> bytes:
    """A part of a parsed JSON file as bytes: its own bytes are not known any more."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _place(ref: SourceRef) -> str:
    inner = ref.row or ref.line or ref.path
    return f"{ref.file}[{inner}]" if inner else str(ref.file)
