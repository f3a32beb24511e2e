"""Linked Sessions of a demo world held against its truth, in three groups.

Which group a Session is in is decided by the truth alone:

- `points`: a fact of its own points to the true customer and to no other. It should be linked, and
  never to somebody else.
- `misnamed`: the source names another customer. A link to that one is the source's fault, but where
  another fact contradicts the name, a flag should say so.
- `silent`: nothing names the customer, or nobody of the list is meant, or it is a chat without hard
  evidence. It should stay open or `Complete`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import JsonValue

from sdc_core.demo.pointers import Fact
from sdc_core.demo.truth import Kind, TrueRecord, Truth
from sdc_core.demo.world import Says
from sdc_core.linking.month.contradiction import FLAG
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import SegmentType, Session, SourceSystem

_Key = tuple[Any, ...]


class Group(StrEnum):
    """What a Session's own records say of its customer."""

    POINTS = "points"
    MISNAMED = "misnamed"
    SILENT = "silent"


@dataclass(frozen=True)
class Verdict:
    """One Session held against the truth.

    Attributes:
        true_ids: The customer it was worked for; several where the source took jobs together.
        customer_id: Whom it is linked to, None where it is open.
        has_facts: Whether a fact of its own points to the true customer.
        is_flagged: Whether the linker saw that its evidence contradicts the name.
    """

    session_id: str
    source_system: str
    group: Group
    true_ids: frozenset[int]
    customer_id: int | None
    status: str
    has_facts: bool
    is_flagged: bool
    place: str
    text: str
    reason: str

    @property
    def is_linked(self) -> bool:
        """Whether there is a customer."""
        return self.customer_id is not None

    @property
    def is_right(self) -> bool:
        """Whether it is the true one."""
        return self.customer_id in self.true_ids

    @property
    def is_wrong(self) -> bool:
        """Whether it is another, and not because the source says so."""
        return self.is_linked and not self.is_right and self.group is not Group.MISNAMED


def judge(sessions: Iterable[Session], truth: Truth) -> list[Verdict]:
    """All Sessions of the world, in their order.

    Raises:
        ValueError: A Session has no record in the truth: it is of another world.
    """
    known = KnownRecords(truth)
    return [_verdict(session, known.records(session)) for session in sessions]


class KnownRecords:
    """The true records by what their Sessions keep of them."""

    def __init__(self, truth: Truth) -> None:
        self._by_key: dict[_Key, list[TrueRecord]] = {}
        for record in truth.records:
            key = _KEYS[record.kind](record.natural_id) if record.kind in _KEYS else None
            if key is not None:
                self._by_key.setdefault((record.source, *key), []).append(record)

    def records(self, session: Session) -> list[TrueRecord]:
        """The true records behind a Session."""
        found = [record for key in _keys(session) for record in self._by_key.get(key, [])]
        if not found:
            raise ValueError(f"session {session.meta.session_id!r} is not in the truth")
        return found


# What of a natural id its Session keeps; comments and timers are part of a ticket.
_KEYS: dict[Kind, Callable[[Mapping[str, JsonValue]], _Key]] = {
    Kind.CONNECTION: lambda n: (n["connection_id"], n["machine"]),
    Kind.MESSAGE: lambda n: (n["file"], n["line"]),
    Kind.NOTE: lambda n: (n["ticket_number"],),
    Kind.TODO: lambda n: (n["date"], n["subject"], n["task"]),
    Kind.TICKET: lambda n: (str(n["ticket_id"]),),
}


def _keys(session: Session) -> Iterator[_Key]:
    """The keys of the records that a Session is made of."""
    system, first = session.meta.source_system, session.segments[0]
    if system == SourceSystem.SCREENCONNECT:
        for segment in session.segments:
            known = segment.metadata.model_dump()
            yield "screenconnect", known["connection_id"], known["machine_id"]
    elif system == SourceSystem.SILLYTAVERN:
        for segment in session.segments:
            place = segment.metadata.source_ref
            yield "sillytavern", place.file, place.line
    elif system == SourceSystem.SYNCRO_TICKET:
        yield "syncro", session.meta.source_identifiers[0]
    elif system == SourceSystem.NOTES_JSON and first.type == SegmentType.STANDALONE_TODO:
        date = first.metadata.model_dump()["item_date"]
        yield "notes", date, session.insights.source_title, first.content
    elif system == SourceSystem.NOTES_JSON:
        yield "notes", session.meta.source_identifiers[0]
    else:
        raise ValueError(f"source_system {system!r}: the demo makes {', '.join(SourceSystem)}")


def _verdict(session: Session, records: Sequence[TrueRecord]) -> Verdict:
    context = session.context
    is_chat = session.meta.source_system == SourceSystem.SILLYTAVERN
    facts = {fact for record in records for fact in record.facts}
    # A chat is linked on hard evidence only: that its text names the company is none.
    facts -= {Fact.COMPANY, Fact.CONTACT} if is_chat else set()
    return Verdict(
        session_id=session.meta.session_id,
        source_system=session.meta.source_system,
        group=_group(records, facts, is_chat=is_chat),
        true_ids=frozenset(r.customer_id for r in records if r.customer_id is not None),
        customer_id=context.customer_id,
        status=str(session.meta.processing_status),
        has_facts=bool(facts),
        is_flagged=FLAG in session.meta.flags,
        place=_place(session),
        text=context.source_customer_name or "",
        reason=_reason(session),
    )


def _group(records: Sequence[TrueRecord], facts: set[Fact], *, is_chat: bool) -> Group:
    if is_chat and not facts:
        return Group.SILENT
    if any(record.says is Says.WRONG for record in records):
        return Group.MISNAMED
    return Group.POINTS if facts else Group.SILENT


def _place(session: Session) -> str:
    place = session.segments[0].metadata.source_ref
    inner = place.row or place.line or place.path
    return f"{place.file}[{inner}]" if place.file else str(place.path)


def _reason(session: Session) -> str:
    for entry in session.meta.processing_log:
        if entry.processor_name == PROCESSOR:
            return entry.outcome
    return ""
