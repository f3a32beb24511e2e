"""The truth of a demo world as plain values: who there is and what work was done.

Times are aware UTC and exact; what the sources say of them is the writers' business.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from sdc_core.demo.texts import Library, Problem

ZONE_NAME = "America/New_York"
ZONE = ZoneInfo(ZONE_NAME)


class Says(StrEnum):
    """What one source record says of its customer, compared with the truth.

    `shared`: a text that several customers own. `former`: the name from before a renaming.
    """

    RIGHT = "right"
    SHARED = "shared"
    FORMER = "former"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True)
class Contact:
    """One person at a customer."""

    id: int
    name: str
    email: str
    phone: str

    @property
    def first_name(self) -> str:
        """How a technician addresses the person."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Customer:
    """One customer of the MSP; `written` is how technicians write the name.

    `shared_texts` are written forms that do not tell this customer from another; `is_verbatim`:
    the written forms come from a given file and are used as they are; `is_listed`: Syncro knows it.
    """

    id: int
    name: str | None
    person: str
    written: tuple[str, ...]
    contacts: tuple[Contact, ...]
    machines: tuple[str, ...]
    domain: str
    alias: str | None = None
    source_id: str | None = None
    former: str | None = None
    city: str | None = None
    shared_texts: frozenset[str] = frozenset()
    is_disabled: bool = False
    is_idle: bool = False
    is_own: bool = False
    is_verbatim: bool = False
    is_listed: bool = True

    @property
    def shown_name(self) -> str:
        """The business, else the person."""
        return self.name or self.person


@dataclass(frozen=True)
class Technician:
    """One technician with a name of its own in every source."""

    id: str
    name: str
    syncro_user_id: int
    screenconnect: str
    sillytavern: str
    notes: str
    email: str
    style: str
    character: str
    skew_seconds: int

    @property
    def first_name(self) -> str:
        """How customers call the technician."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Visit:
    """One stretch of work by one technician."""

    technician: Technician
    start: datetime
    end: datetime

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True)
class Job:
    """One job for one customer; the first visits carry the evidence of each kind.

    `words` is what the placeholders of texts stand for, `steps` what was tried before the fix,
    `accepted` which words name its problem.
    `opened` is when the customer asked, and the ticket's creation where there is one.
    `remotes`, `chats` and `notes` count the Sessions of that kind; `number` is the ticket's.
    """

    id: str
    customer: Customer
    contact: Contact
    problem: Problem
    steps: tuple[str, ...]
    words: dict[str, str]
    opened: datetime
    visits: tuple[Visit, ...]
    accepted: tuple[tuple[str, ...], ...]
    has_ticket: bool
    remotes: int
    chats: int
    notes: int
    number: int = 0

    @property
    def is_internal(self) -> bool:
        """Work for the MSP itself."""
        return self.customer.is_own


@dataclass(frozen=True)
class World:
    """Everything that is true of one demo world.

    `horizon` is the end of the last day; from `renamed_at` on, renamed customers go by their new
    name.
    """

    seed: int
    first_day: date
    last_day: date
    horizon: datetime
    renamed_at: datetime
    texts: Library
    customers: tuple[Customer, ...]
    technicians: tuple[Technician, ...]
    jobs: tuple[Job, ...] = field(default=())

    @cached_property
    def owners_of_contacts(self) -> dict[str, set[int]]:
        """Ids of the customers in Syncro that have a contact of that name or mail address."""
        owners: dict[str, set[int]] = {}
        for customer in (c for c in self.customers if c.is_listed):
            for contact in customer.contacts:
                for text in (contact.name, contact.email):
                    owners.setdefault(text, set()).add(customer.id)
        return owners
