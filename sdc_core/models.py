"""The Session, the one record that every source becomes, and the WorkItem built from it.

Field names are those of the first version (schema 2.0); 2.1 adds optional fields only. Times are
aware UTC. `docs/formats.md` explains each field for a reader of the files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    model_validator,
)

from sdc_core.errors import NewerSchemaError
from sdc_core.times import to_utc

SCHEMA_VERSION = "2.1"
SCHEMA_MAJOR = "2"

# When SDC did something, and over which customer list: equal results are not written again.
_CIRCUMSTANCES: Any = {
    "meta": {
        "ingestion_timestamp_utc": True,
        "last_updated_timestamp_utc": True,
        "processing_log": {
            "__all__": {"timestamp_utc": True, "details": {"customers_fingerprint"}}
        },
    }
}

UtcTime = Annotated[datetime, AfterValidator(to_utc)]


class SourceSystem(StrEnum):
    """The four systems that SDC knows; an added source brings a name of its own."""

    SYNCRO_TICKET = "SyncroTicket"
    SCREENCONNECT = "ScreenConnect"
    NOTES_JSON = "NotesJSON"
    SILLYTAVERN = "SillyTavern"


class ProcessingStatus(StrEnum):
    """Where a Session stands: linked by a rule, waiting for a person, or decided by one."""

    NEEDS_LINKING = "Needs Linking"
    LINKED = "Linked"
    NEEDS_REVIEW = "Needs Review"
    NO_MATCH_FOUND = "No Match Found"
    REVIEWED = "Reviewed"
    COMPLETE = "Complete"


class SegmentType(StrEnum):
    """Kinds of segments; `System` is kept as evidence and is never work."""

    CHAT_MESSAGE = "ChatMessage"
    REMOTE_CONNECTION = "RemoteConnection"
    TICKET_CREATION = "TicketCreation"
    TICKET_INITIAL_ISSUE = "TicketInitialIssue"
    TICKET_COMMENT = "TicketComment"
    TICKET_NOTE = "TicketNote"
    TICKET_TODO = "TicketToDo"
    STANDALONE_TODO = "StandaloneToDo"
    LABOR = "Labor"
    SMS = "SMS"
    EMAIL = "Email"
    PRIVATE_NOTE = "PrivateNote"
    PUBLIC_NOTE = "PublicNote"
    SYSTEM = "System"


class _Model(BaseModel):
    """Base: unknown fields of a newer minor version are kept and written back."""

    model_config = ConfigDict(extra="allow", validate_assignment=False)


@dataclass(slots=True)
class SourceRef:
    """Where a raw record came from: a file and place in it, or an API path and id.

    Slots, and no check of what the readers made, for the reason that `Record` has: every record
    has one. What comes from a file is checked, under the same names as in a model.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    file: str | None = None
    line: int | None = None
    row: int | None = None
    path: str | None = None
    id: str | None = None

    def model_copy(self, *, update: Mapping[str, Any]) -> "SourceRef":
        """A copy with some fields replaced."""
        return replace(self, **update)

    def model_dump(
        self,
        *,
        mode: Literal["python", "json"] = "python",
        exclude: set[str] | None = None,
        exclude_none: bool = False,
    ) -> dict[str, Any]:
        """Plain values, in the order of the fields."""
        del mode  # all of them are JSON values
        left_out = exclude or set()
        values = {name: getattr(self, name) for name in _PLACES if name not in left_out}
        return {n: v for n, v in values.items() if v is not None} if exclude_none else values

    def model_dump_json(self, *, exclude_none: bool = False) -> str:
        """JSON, in the order of the fields."""
        return _SOURCE_REF.dump_json(self, exclude_none=exclude_none).decode()


_PLACES = tuple(field.name for field in fields(SourceRef))
_SOURCE_REF = TypeAdapter(SourceRef)


class NewerSourceRef(_Model):
    """A place that a newer minor version wrote, with fields that this one does not know."""

    file: str | None = None
    line: int | None = None
    row: int | None = None
    path: str | None = None
    id: str | None = None


class SegmentMetadata(_Model):
    """What is known of a segment beyond its text; sources add keys of their own."""

    source_ref: SourceRef | NewerSourceRef = Field(union_mode="left_to_right")
    technician: str | None = None
    time_basis: str | None = None
    flags: list[str] = Field(default_factory=list)


class SessionSegment(_Model):
    """One connection, message, comment or note."""

    segment_id: str
    start_time_utc: UtcTime | None = None
    end_time_utc: UtcTime | None = None
    type: str
    author: str | None = None
    content: str = ""
    metadata: SegmentMetadata


class ProcessingLogEntry(_Model):
    """One step that shaped the Session; a step replaces its own earlier entry."""

    processor_name: str
    processor_version: str
    timestamp_utc: UtcTime
    outcome: str
    input_hash: str | None = None
    details: dict[str, JsonValue] = Field(default_factory=dict)


class SessionMeta(_Model):
    """Identity, state and history of a Session."""

    session_id: str
    schema_version: str = SCHEMA_VERSION
    source_system: str
    source_identifiers: list[str] = Field(default_factory=list)
    processing_status: ProcessingStatus = ProcessingStatus.NEEDS_LINKING
    processing_log: list[ProcessingLogEntry] = Field(default_factory=list)
    ingestion_timestamp_utc: UtcTime
    last_updated_timestamp_utc: UtcTime
    supersedes: list[str] = Field(default_factory=list)
    flags: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _readable_schema(self) -> Self:
        if self.schema_version.split(".", 1)[0] != SCHEMA_MAJOR:
            raise NewerSchemaError(
                f"Session {self.session_id!r} has schema_version {self.schema_version!r}; "
                f"this version of SDC reads {SCHEMA_MAJOR}.x"
            )
        return self


class SessionContext(_Model):
    """For whom: `customer_*` and `contact_*` are Syncro's; `source_*` is what the source said."""

    customer_id: int | None = None
    customer_name: str | None = None
    contact_id: int | None = None
    contact_name: str | None = None
    links: list[str] = Field(default_factory=list)
    source_customer_id: int | None = None
    source_customer_name: str | None = None
    source_contact_id: int | None = None
    source_contact_name: str | None = None


class SessionInsights(_Model):
    """When and what: bounds, minutes, titles and summaries.

    `session_duration_minutes` is the connected union in whole minutes, rounded half up;
    the other minute figures keep two decimals, `session_duration_seconds` the seconds.
    """

    session_start_time_utc: UtcTime | None = None
    session_end_time_utc: UtcTime | None = None
    session_duration_minutes: int | None = None
    source_title: str | None = None
    llm_generated_title: str | None = None
    llm_generated_category: str | None = None
    generated_summaries: dict[str, str] = Field(default_factory=dict)
    structured_llm_results: dict[str, JsonValue] = Field(default_factory=dict)
    user_notes: str | None = None
    session_duration_seconds: int | None = None
    connected_union_minutes: float | None = None
    span_minutes: float | None = None
    sum_minutes: float | None = None
    generator: str | None = None


class Session(_Model):
    """One piece of work as one source saw it."""

    meta: SessionMeta
    context: SessionContext = Field(default_factory=SessionContext)
    insights: SessionInsights = Field(default_factory=SessionInsights)
    segments: list[SessionSegment] = Field(default_factory=list)

    def to_bytes(self) -> bytes:
        """The file form: UTF-8 JSON, two spaces, keys in model order, newline at the end."""
        return self.model_dump_json(indent=2).encode() + b"\n"

    def to_line(self) -> bytes:
        """The one-line form of the layers between, newline at the end."""
        return self.model_dump_json().encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes) -> "Session":
        """Read either form.

        Raises:
            pydantic.ValidationError: Not a Session.
            NewerSchemaError: Written by a newer major version.
        """
        return cls.model_validate_json(content)

    def content_bytes(self) -> bytes:
        """All that counts as content: everything but when and amid what SDC did it."""
        return self.model_dump_json(exclude=_CIRCUMSTANCES).encode()

    @property
    def start_utc(self) -> datetime | None:
        """Start of the Session, None for undated notes."""
        return self.insights.session_start_time_utc


class WorkItemInsights(_Model):
    """Minutes of a WorkItem: actual is the union per technician, billable follows the terms."""

    work_item_start_time_utc: UtcTime
    work_item_end_time_utc: UtcTime
    actual_minutes: float
    billable_minutes: float
    overlap_minutes: float = 0.0
    llm_combined_summary: str | None = None


class WorkItem(_Model):
    """Sessions that are one job for one customer in one local month; calculated, never edited."""

    work_item_id: str
    job_id: str
    schema_version: str = SCHEMA_VERSION
    month: str
    customer_id: int | None
    customer_name: str | None = None
    component_session_ids: list[str]
    technicians: list[str] = Field(default_factory=list)
    calculated_insights: WorkItemInsights
    calculated_links: list[str] = Field(default_factory=list)
