"""`truth.json`: what was really done, kept apart from the files that the sources see.

One record per raw source record, found again by `source`, `kind` and `natural_id`; the jobs and
their visits are the work itself. `docs/formats.md` lists the natural ids.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from sdc_core.demo.pointers import Fact
from sdc_core.demo.world import Says
from sdc_core.models import UtcTime

TRUTH_SCHEMA = "1.2"


class Kind(StrEnum):
    """Kinds of raw records."""

    TICKET = "ticket"
    COMMENT = "comment"
    TIMER = "timer"
    CONNECTION = "connection"
    MESSAGE = "message"
    NOTE = "note"
    TODO = "todo"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrueRecord(_Part):
    """The truth behind one raw record.

    `start_utc` to `end_utc` is the stretch really worked on (an instant for texts); `technician_id`
    is None for customers, machines and AI messages. `facts` name what of the record points to the
    true customer and to no other. `is_copy` marks a chat line that a branch, checkpoint or backup
    repeats.
    """

    source: str
    kind: Kind
    natural_id: dict[str, JsonValue]
    customer_id: int | None
    contact_id: int | None
    job_id: str | None
    technician_id: str | None
    start_utc: UtcTime
    end_utc: UtcTime
    says: Says
    facts: list[Fact] = Field(default_factory=list)
    is_work: bool
    is_copy: bool = False


class TrueVisit(_Part):
    """One stretch of work by one technician."""

    technician_id: str
    start_utc: UtcTime
    end_utc: UtcTime


class TrueJob(_Part):
    """One job: the work that its records give evidence of.

    `accepted` are lists of words; a title with all words of one list names the problem.
    """

    job_id: str
    customer_id: int
    contact_id: int | None
    category: str
    subject: str
    problem: str
    accepted: list[list[str]] = Field(default_factory=list)
    resolution: str
    ticket_id: int | None
    ticket_number: int | None
    is_internal: bool
    visits: list[TrueVisit]


class TrueCustomer(_Part):
    """One customer; `source_id` is its id in a given file, `is_listed`: Syncro knows it."""

    customer_id: int
    name: str
    former_name: str | None = None
    source_id: str | None = None
    is_disabled: bool = False
    is_listed: bool = True


class TrueTechnician(_Part):
    """One technician and every name that the sources give; the form of `settings.technicians`."""

    id: str
    name: str
    names: list[str]
    syncro_user_ids: list[int]


class TruePrivateChat(_Part):
    """One chat that is no work; `file` is below the linked folder."""

    file: str
    characters: list[str]
    user: str
    messages: int


class Truth(_Part):
    """The whole file."""

    schema_version: str = TRUTH_SCHEMA
    seed: int
    zone: str
    first_day: str
    last_day: str
    planned_sessions: dict[str, int]
    technicians: list[TrueTechnician]
    customers: list[TrueCustomer]
    jobs: list[TrueJob]
    private_chats: list[TruePrivateChat] = Field(default_factory=list)
    records: list[TrueRecord] = Field(default_factory=list)
