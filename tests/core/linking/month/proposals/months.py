"""Sessions of one month for tests: work, tickets and chats in few words."""

from datetime import UTC, datetime, timedelta

from sdc_core.ids import stable_id
from sdc_core.linking.base import Contact, Customer
from sdc_core.models import ProcessingStatus, SegmentMetadata, Session, SessionSegment, SourceRef
from sdc_core.settings import Settings
from tests.factory import make_session

ALPHA, BETA = 11, 22
CUSTOMERS = [
    Customer(
        id=ALPHA,
        name="Alderman Plumbing",
        contacts=(Contact(id=1, name="Opal Nettleby", email="opal@aldermanplumbing.com"),),
    ),
    Customer(
        id=BETA,
        name="Brightling Electric",
        contacts=(Contact(id=2, name="Marcus Quarles", email="marcus@brightling.com"),),
    ),
]
NAMES = {customer.id: customer.name or "" for customer in CUSTOMERS}
SETTINGS = Settings()


def at(minute: float) -> datetime:
    return datetime(2025, 1, 3, 10, tzinfo=UTC) + timedelta(minutes=minute)


def segment(name, start, end, *, who="ann", kind="RemoteConnection", text="", **metadata):
    return SessionSegment(
        segment_id=stable_id("segment", name),
        start_time_utc=at(start),
        end_time_utc=at(end),
        type=kind,
        content=text,
        metadata=SegmentMetadata(source_ref=SourceRef(file="a", row=1), technician=who, **metadata),
    )


def work(name, start, end, customer=ALPHA, *, who="ann", **metadata) -> Session:
    """A linked connection."""
    made = make_session(name, at(start), customer_id=customer, customer_name=NAMES.get(customer))
    made.meta.processing_status = ProcessingStatus.LINKED
    made.segments = [segment(name, start, end, who=who, **metadata)]
    return made


def ticket(number, customer=ALPHA, identifier=None) -> Session:
    made = make_session(
        f"ticket {number}", at(0), "SyncroTicket", customer_id=customer,
        customer_name=NAMES.get(customer),
    )  # fmt: skip
    made.meta.processing_status = ProcessingStatus.LINKED
    made.meta.source_identifiers = [str(identifier or 70_000_000 + number)]
    made.segments = [
        segment(f"ticket {number}", 0, 0, who=None, kind="TicketCreation", number=number)
    ]
    return made


def chat(*texts, start=0, end=None, who="ann", role="user", name="chat") -> Session:
    """A chat whose messages follow each other minute by minute."""
    made = make_session(name, at(start), "SillyTavern")
    made.meta.processing_status = ProcessingStatus.COMPLETE
    length = (end - start if end is not None else len(texts)) / max(1, len(texts))
    made.segments = [
        segment(
            f"{name} {n}", start + n * length, start + (n + 1) * length, who=who,
            kind="ChatMessage", text=text, role=role,
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return made
