"""Raw records as values: what a source accepted, and what it had to reject and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

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
    API_PARTIAL = "api_partial"
    CONFLICT = "conflict"
    OUT_OF_RANGE = "out_of_range"
    INTERNAL = "internal"


class Revision(BaseModel):
    """An earlier state of a record, kept because somebody may have billed it."""

    raw: dict[str, Any]
    fields: dict[str, Any]
    ref: SourceRef
    seen_utc: UtcTime


class Record(BaseModel):
    """One accepted raw record.

    `raw` is what the source wrote, verbatim. `fields` is what the reader made of it (UTC times as
    ISO text, zone evidence, order in the file): JSON values only. `key` is the identity, a hash of
    the fewest stable raw fields. The intake fills the last block: `position` is the
    place in the Session, `superseded_ids` are ids of Sessions that it was part of before.
    """

    model_config = ConfigDict(validate_assignment=False)

    key: str
    kind: str
    raw: dict[str, Any]
    fields: dict[str, Any] = Field(default_factory=dict)
    ref: SourceRef

    first_seen_utc: UtcTime | None = None
    last_seen_utc: UtcTime | None = None
    revisions: list[Revision] = Field(default_factory=list)
    source_missing: bool = False
    session_id: str | None = None
    position: int = 0
    month: str | None = None
    superseded_ids: list[str] = Field(default_factory=list)

    def content_digest(self) -> str:
        """Digest of what the source said, apart from where and when it was seen."""
        return digest_json([self.key, self.kind, self.raw, self.fields])


class RecordError(BaseModel):
    """One rejected unit with the bytes that came in."""

    reason: Reason
    detail: str
    ref: SourceRef
    raw: bytes
    raw_truncated: bool = False


class SessionGroup(BaseModel):
    """The records of one Session, in order; `start_utc` decides its month."""

    session_id: str
    keys: list[str]
    start_utc: datetime | None = None
