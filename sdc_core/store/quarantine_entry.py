"""One unit of the quarantine: what is kept of it, and what becomes of it."""

import base64
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from sdc_core.errors import TornError
from sdc_core.ids import digest_bytes, stable_id
from sdc_core.models import SourceRef, UtcTime
from sdc_core.records import Reason, RecordError

FORGOTTEN_DETAIL = "its text was removed on purpose"


class QuarantineStatus(StrEnum):
    """What became of a rejected unit."""

    OPEN = "open"
    REPLAYED = "replayed"
    DISCARDED = "discarded"
    FORGOTTEN = "forgotten"


class QuarantineEntry(BaseModel):
    """One rejected unit; `id` is a digest of its place and its bytes.

    Of a forgotten unit `raw_sha256` is left of the bytes.
    """

    id: str
    source: str
    source_ref: SourceRef
    reason: Reason
    detail: str
    raw_base64: str
    raw_truncated: bool
    first_seen_utc: UtcTime
    last_seen_utc: UtcTime
    attempts: int
    parser_version: str
    status: QuarantineStatus = QuarantineStatus.OPEN
    note: str | None = None
    raw_sha256: str | None = None
    input_sha256: str | None = None
    input_folder: str | None = None
    context: dict[str, Any] = Field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be read."""
        return self.status is QuarantineStatus.OPEN

    @property
    def is_whole_input(self) -> bool:
        """Whether its bytes are all of a file: the file was rejected, not a part of it."""
        has_place = self.source_ref.model_dump(exclude={"file"}, exclude_none=True)
        return self.source_ref.file is not None and not has_place and not self.raw_truncated

    @property
    def raw(self) -> bytes:
        """The bytes that came in."""
        return base64.b64decode(self.raw_base64)


def entry_of(
    source: str, error: RecordError, now: datetime, parser_version: str
) -> QuarantineEntry:
    """The entry of a unit that was just rejected."""
    place = error.ref.model_dump_json(exclude_none=True)
    return QuarantineEntry(
        id=stable_id(source, place, digest_bytes(error.raw)),
        source=source,
        source_ref=error.ref,
        reason=error.reason,
        detail=error.detail,
        raw_base64=base64.b64encode(error.raw).decode("ascii"),
        raw_truncated=error.raw_truncated,
        first_seen_utc=now,
        last_seen_utc=now,
        attempts=1,
        parser_version=parser_version,
        input_sha256=error.input_sha256,
        input_folder=error.input_folder,
        context=error.context,
    )


def inputs_of(entries: Iterable[QuarantineEntry]) -> set[str]:
    """Digests of the files that open units came from, where the units are not the whole file."""
    waiting = (entry for entry in entries if entry.is_open and not entry.is_whole_input)
    return {entry.input_sha256 for entry in waiting if entry.input_sha256}


def seen_again(old: QuarantineEntry, new: QuarantineEntry) -> QuarantineEntry:
    """A discarded unit stays so; one that was closed, or lost its bytes, is open again."""
    is_forgotten = old.status is QuarantineStatus.FORGOTTEN
    is_reopened = is_forgotten or old.status is QuarantineStatus.REPLAYED
    is_same_look = old.last_seen_utc == new.last_seen_utc
    return new.model_copy(
        update={
            "first_seen_utc": old.first_seen_utc,
            "attempts": old.attempts + (0 if is_same_look else 1),
            "status": QuarantineStatus.OPEN if is_reopened else old.status,
            "note": None if is_forgotten else old.note,
        }
    )


def forgotten(
    entry: QuarantineEntry, note: str, kept_name: Callable[[str], str]
) -> QuarantineEntry:
    """An entry without the bytes; the detail goes too, because it may quote them."""
    if entry.status is QuarantineStatus.FORGOTTEN:
        return entry
    file = entry.source_ref.file
    named = {"file": kept_name(file)} if file else {}
    return entry.model_copy(
        update={
            "status": QuarantineStatus.FORGOTTEN,
            "source_ref": entry.source_ref.model_copy(update=named),
            "note": note,
            "detail": FORGOTTEN_DETAIL,
            "raw_base64": "",
            "raw_sha256": digest_bytes(entry.raw),
            "context": {},
        }
    )


def order_of(entry: QuarantineEntry) -> tuple[str, str, str, int, int, str]:
    """The order of a day: by place, then id."""
    ref = entry.source_ref
    return (
        ref.file or "",
        ref.path or "",
        ref.id or "",
        ref.line or 0,
        ref.row or 0,
        entry.id,
    )


def parse_entry(line: bytes, file: Path, number: int) -> QuarantineEntry:
    """The entry of a line.

    Raises:
        TornError: Not an entry; names file and line.
    """
    try:
        return QuarantineEntry.model_validate_json(line)
    except ValidationError as error:
        raise TornError(f"{file}[{number}]: not a quarantine entry: {error}") from error
