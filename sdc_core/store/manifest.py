"""The manifest of one month: what it was made from, and the digest of every Session in it."""

import re
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticSerializationError

from sdc_core.errors import StoreError
from sdc_core.ids import SHORT, digest_bytes, digest_json, stable_id
from sdc_core.models import Session
from sdc_core.store.seal import SCHEMA, seal

_HEX_ID = re.compile(r"[0-9a-f]{16,}")
_OTHER_THAN_NAME = re.compile(r"[^a-z0-9]")
_MAX_SOURCE = 40
_CONTEXT_FIELDS = ("links", "customer_id", "customer_name", "contact_id", "contact_name")
_EDITABLE_OR_TIME: Any = {
    "meta": {
        "ingestion_timestamp_utc": True,
        "last_updated_timestamp_utc": True,
        "processing_status": True,
        "processing_log": {"__all__": {"timestamp_utc"}},
    },
    "insights": {"user_notes"},
    "context": set(_CONTEXT_FIELDS),
}


class ManifestEntry(BaseModel):
    """One Session of a month.

    Attributes:
        session_id: Its id.
        file: The file that holds it; in the layout `LINES` one for the whole month.
        file_digest: Digest of that file.
        content_digest: Digest of all but the times at which SDC did something.
        ingested_utc: Its `ingestion_timestamp_utc`.
        updated_utc: Its `last_updated_timestamp_utc`.
        logged_utc: The times of its processing log, so that a lost file comes back as it was.
        editable: The values of the fields that a person may edit; layout `FILES` only.
        rest_digest: Digest of the content without those fields; layout `FILES` only.
    """

    session_id: str
    file: str
    file_digest: str
    content_digest: str
    # Written by us in UTC: a validator in Python would cost a tenth of a second for 50,000.
    ingested_utc: AwareDatetime
    updated_utc: AwareDatetime
    logged_utc: list[AwareDatetime] = Field(default_factory=list)
    editable: dict[str, Any] | None = None
    rest_digest: str | None = None


class Manifest(BaseModel):
    """What a month was made from and holds; Sessions in the order of (start, id)."""

    model_config = ConfigDict(validate_by_name=True)

    schema_number: int = Field(default=SCHEMA, alias="schema")
    layer: str
    month: str
    inputs: dict[str, str]
    content_digest: str
    sessions: list[ManifestEntry]

    @property
    def files(self) -> dict[str, str]:
        """Digest of every file that counts, by name."""
        return {entry.file: entry.file_digest for entry in self.sessions}

    def to_bytes(self) -> bytes:
        """The sealed file form."""
        return seal(self.model_dump_json(by_alias=True, indent=1).encode())


def make_manifest(
    layer: str, month: str, inputs: dict[str, str], sessions: list[ManifestEntry]
) -> Manifest:
    """A manifest with the digest of its content."""
    pairs = [[entry.session_id, entry.content_digest] for entry in sessions]
    return Manifest(
        layer=layer,
        month=month,
        inputs=dict(sorted(inputs.items())),
        content_digest=digest_json(pairs),
        sessions=sessions,
    )


def content_digest_of(session: Session) -> str:
    """Digest of all but the times at which SDC did something.

    Raises:
        StoreError: A text of the Session cannot be written, for example half a surrogate pair.
    """
    try:
        return digest_bytes(session.content_bytes())
    except PydanticSerializationError as error:
        raise StoreError(f"Session {session.meta.session_id!r} is no JSON: {error}") from error


def editable_of(session: Session) -> dict[str, Any]:
    """The values of the fields that a person may edit in a finished file."""
    return {
        "user_notes": session.insights.user_notes,
        **{name: getattr(session.context, name) for name in _CONTEXT_FIELDS},
        "processing_status": session.meta.processing_status.value,
    }


def rest_digest_of(session: Session) -> str:
    """Digest of the content without the fields that a person may edit."""
    return digest_bytes(session.model_dump_json(exclude=_EDITABLE_OR_TIME).encode())


def file_name_of(session: Session) -> str:
    """`<yyyy-mm-dd>_<source>_<first 16 hex of the id>.json`, without any text of a source.

    All lower case, so that two names never differ by case alone.
    """
    session_id = session.meta.session_id
    short = session_id if _HEX_ID.match(session_id) else stable_id(session_id)
    source = _OTHER_THAN_NAME.sub("", session.meta.source_system.lower())[:_MAX_SOURCE]
    day = session.start_utc.date().isoformat() if session.start_utc else "undated"
    return f"{day}_{source}_{short[:SHORT]}.json"


def with_times(
    session: Session, ingested: datetime, updated: datetime, logged: list[datetime] | None = None
) -> Session:
    """A copy with these times of work; the processing log keeps its own where none are given."""
    meta = session.meta
    moments = [entry.timestamp_utc for entry in meta.processing_log] if logged is None else logged
    log = [
        entry.model_copy(update={"timestamp_utc": moment})
        for entry, moment in zip(meta.processing_log, moments, strict=True)
    ]
    times = {"ingestion_timestamp_utc": ingested, "last_updated_timestamp_utc": updated}
    new = meta.model_copy(update={**times, "processing_log": log})
    return session.model_copy(update={"meta": new})
