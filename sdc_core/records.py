"""Raw records as values: what a source accepted, and what it had to reject and why."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter

from sdc_core.ids import digest_json
from sdc_core.models import SourceRef, UtcTime


class Reason(StrEnum):
    """Why a record was rejected; a closed set (reliability, quarantine design)."""

    DECODE = "decode"
    SYNTAX = "syntax"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    SCHEMA_MISSING = "schema_missing"
    SCHEMA_TYPE = "schema_type"
    BAD_TIME = "bad_time"
    BAD_WIDTH = "bad_width"
    DUPLICATE_HEADER = "duplicate_header"
    UNSUPPORTED_REPORT = "unsupported_report"
    CONFLICT = "conflict"
    OUT_OF_RANGE = "out_of_range"
    INTERNAL = "internal"


class Revision(BaseModel):
    """An earlier state of a record, kept because somebody may have billed it."""

    raw: dict[str, Any]
    fields: dict[str, Any]
    ref: SourceRef
    seen_utc: UtcTime


@dataclass(slots=True, kw_only=True)
class Record:
    """One accepted raw record.

    `raw` is what the source wrote, verbatim. `fields` is what the reader made of it (UTC times as
    ISO text, zone evidence, order in the file): JSON values only. `key` is the identity, a hash of
    the fewest stable raw fields. The intake fills the last block: `position` is the
    place in the Session, `superseded_ids` are ids of Sessions that it was part of before.

    Slots and no check of what the readers made: a store holds hundreds of thousands of records,
    and a model takes six times the memory (1520 bytes against 256). What comes from a file is
    checked, under the same names as in a model.
    """

    key: str
    kind: str
    raw: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)
    ref: SourceRef

    first_seen_utc: UtcTime | None = None
    last_seen_utc: UtcTime | None = None
    revisions: list[Revision] = field(default_factory=list)
    source_missing: bool = False
    session_id: str | None = None
    position: int = 0
    month: str | None = None
    superseded_ids: list[str] = field(default_factory=list)

    @classmethod
    def model_validate(cls, values: Mapping[str, Any]) -> "Record":
        """A record from plain values.

        Raises:
            pydantic.ValidationError: Not a record.
        """
        return _RECORD.validate_python(values)

    @classmethod
    def model_validate_json(cls, content: str | bytes) -> "Record":
        """A record from its line in the store.

        Raises:
            pydantic.ValidationError: Not a record.
        """
        return _RECORD.validate_json(content)

    def model_dump(self, *, mode: Literal["python", "json"] = "python") -> dict[str, Any]:
        """Plain values, in the order of the fields."""
        values: dict[str, Any] = _RECORD.dump_python(self, mode=mode)
        return values

    def model_dump_json(self) -> str:
        """One line of JSON, in the order of the fields.

        Raises:
            pydantic_core.PydanticSerializationError: Something in it is no JSON value.
        """
        return _RECORD.dump_json(self).decode()

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Record":
        """A copy with some fields replaced; it shares the other values unless `deep`."""
        return replace(deepcopy(self) if deep else self, **(update or {}))

    def content_digest(self) -> str:
        """Digest of what the source said, apart from where and when it was seen."""
        return digest_json([self.key, self.kind, self.raw, self.fields])


_RECORD = TypeAdapter(Record)


class RecordError(BaseModel):
    """One rejected unit with the bytes that came in.

    `context` is what else it needs to be read by itself (JSON values); the intake fills
    `input_sha256`, the digest of the file that held it, and `input_folder`, that of its folder.
    """

    reason: Reason
    detail: str
    ref: SourceRef
    raw: bytes
    raw_truncated: bool = False
    context: dict[str, Any] = Field(default_factory=dict)
    input_sha256: str | None = None
    input_folder: str | None = None


class SessionGroup(BaseModel):
    """The records of one Session, in order; `start_utc` decides its month."""

    session_id: str
    keys: list[str]
    start_utc: datetime | None = None
