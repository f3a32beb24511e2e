"""What the graph asks of a linker and what it gets back."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class Contact(BaseModel):
    """One contact of a customer."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Customer(BaseModel):
    """One Syncro customer: `name` as shown, `aliases` all other names it is known by."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str | None = None
    aliases: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    disabled: bool = False


@dataclass(frozen=True)
class LinkQuery:
    """What a Session says of its customer; ids only where the source itself carries Syncro's."""

    source_system: str
    company: str | None = None
    contact: str | None = None
    customer_id: int | None = None
    contact_id: int | None = None


class Method(StrEnum):
    """Which step of the cascade decided."""

    LEDGER = "ledger"
    IDENTIFIER = "identifier"
    EXACT = "exact"
    SCORE = "score"
    LLM = "llm"
    PERSON = "person"
    NONE = "none"


class Decision(StrEnum):
    """What the cascade decided."""

    LINKED = "linked"
    AMBIGUOUS = "ambiguous"
    UNLINKED = "unlinked"


class CandidateScore(BaseModel):
    """One customer considered: best matched name and score 0-100."""

    customer_id: int
    name: str
    score: float


class Evidence(BaseModel):
    """Why a Session is linked, or why not; `reason` is one plain sentence for a person."""

    linker_version: str
    customers_fingerprint: str
    method: Method
    decision: Decision
    query: dict[str, JsonValue] = Field(default_factory=dict)
    customer_id: int | None = None
    score: float | None = None
    runner_up: CandidateScore | None = None
    margin: float | None = None
    matched_name: str | None = None
    candidates: list[CandidateScore] = Field(default_factory=list)
    reason: str


@dataclass(frozen=True)
class LinkResult:
    """The customer (and contact) or none, with the evidence."""

    customer: Customer | None
    contact: Contact | None
    evidence: Evidence


class Linker(Protocol):
    """Deterministic; judges each distinct query once."""

    version: str

    def link(self, query: LinkQuery) -> LinkResult:
        """Decide one query."""
        ...

    def link_many(self, queries: Sequence[LinkQuery]) -> list[LinkResult]:
        """Decide many, in their order; faster than one by one."""
        ...
