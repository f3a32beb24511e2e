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
    websites: tuple[str, ...] = ()
    disabled: bool = False


@dataclass(frozen=True)
class LinkQuery:
    """What a Session says of its customer; ids only where the source itself carries Syncro's.

    Attributes:
        machines: Names of the computers worked on.
        users: Logins on those computers, with or without domain.
        text: Free text; mail addresses, phone numbers and names are looked for in it.
    """

    source_system: str
    company: str | None = None
    contact: str | None = None
    customer_id: int | None = None
    contact_id: int | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    text: str = ""


class Method(StrEnum):
    """Which step of the cascade decided."""

    LEDGER = "ledger"
    IDENTIFIER = "identifier"
    EXACT = "exact"
    SCORE = "score"
    EVIDENCE = "evidence"
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


class AlignedToken(BaseModel):
    """A token of the text beside the token of the name that it was matched with.

    Attributes:
        similarity: 0-1.
        weight: How rare the token is, 0-1; a rare word says more.
    """

    query: str
    name: str
    similarity: float
    weight: float


class Numbers(BaseModel):
    """The numbers of both sides; they separate sites."""

    query: list[str]
    name: list[str]
    state: str


class Contribution(BaseModel):
    """What one group of features adds to the log-odds of the candidate."""

    feature: str
    log_odds: float


class Hit(BaseModel):
    """One piece of evidence beyond the name that points to a customer.

    Attributes:
        kind: Which kind, see `hits.KINDS`.
        value_hash: First 12 hex digits of the SHA-256 of the value; the value itself is not kept.
        log_odds: What it adds, already less the logarithm of `shared_by`.
        shared_by: How many customers share the value.
    """

    kind: str
    value_hash: str
    log_odds: float
    shared_by: int


class LlmAnswer(BaseModel):
    """What a language model answered for the ambiguous band: an id of the candidates, or none."""

    model: str
    prompt_hash: str
    answer: int | None


class Evidence(BaseModel):
    """Why a Session is linked, or why not; `reason` is one plain sentence for a person.

    In the order in which a person reads it: what was decided and why, who was considered, what
    was compared, what made the record.

    Attributes:
        llm_pending: A language model was to be asked and gave no answer; it is asked again.
    """

    decision: Decision
    method: Method
    reason: str
    query: dict[str, JsonValue] = Field(default_factory=dict)
    customer_id: int | None = None
    matched_name: str | None = None
    score: float | None = None
    margin: float | None = None
    runner_up: CandidateScore | None = None
    candidates: list[CandidateScore] = Field(default_factory=list)
    p_not_in_list: float | None = None
    evidence: list[Hit] = Field(default_factory=list)
    aligned: list[AlignedToken] = Field(default_factory=list)
    unmatched_query: list[str] = Field(default_factory=list)
    unmatched_name: list[str] = Field(default_factory=list)
    numbers: Numbers | None = None
    contributions: list[Contribution] = Field(default_factory=list)
    llm: LlmAnswer | None = None
    llm_pending: bool = False
    linker_version: str
    model_hash: str | None = None
    customers_fingerprint: str


@dataclass(frozen=True)
class LinkResult:
    """The customer (and contact) or none, with the evidence.

    Attributes:
        score: Of the best candidate, as it was compared; the evidence keeps it rounded.
        margin: To the second, as it was compared.
        probability: Of the best candidate, 0-1, where one was computed.
    """

    customer: Customer | None
    contact: Contact | None
    evidence: Evidence
    score: float | None = None
    margin: float | None = None
    probability: float | None = None


class Linker(Protocol):
    """Deterministic; judges each distinct query once."""

    version: str

    def link(self, query: LinkQuery) -> LinkResult:
        """Decide one query."""
        ...

    def link_many(self, queries: Sequence[LinkQuery]) -> list[LinkResult]:
        """Decide many, in their order; faster than one by one."""
        ...
