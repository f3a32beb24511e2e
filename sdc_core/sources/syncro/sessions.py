"""The Session of one Syncro ticket: its creation, every comment, and the labor of its timers.

Minutes come from timers alone: a ticket that is open for a week is not a week of work.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.models import (
    ProcessingStatus,
    SegmentMetadata,
    SegmentType,
    Session,
    SessionContext,
    SessionInsights,
    SessionSegment,
    SourceSystem,
)
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.build import SECONDS_PER_MINUTE, bounded, half_up, meta_of
from sdc_core.sources.syncro.comments import addresses_of, segment_type
from sdc_core.sources.syncro.labor import billed, end_of, timer_flags
from sdc_core.sources.syncro.records import COMMENT, TICKET, TIMER
from sdc_core.sources.syncro.states import row_of
from sdc_core.syncro.wire import CommentRow, TicketRow, TimerRow
from sdc_core.work.technicians import technician_id

# The ticket is still there, this part of it is not.
DELETED = "deleted_in_source"
_ORDER = {TICKET: 0, COMMENT: 1, TIMER: 2}


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """One group per ticket, by ticket id; rows of an unknown ticket stay in no group."""
    del settings
    by_ticket: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_ticket[record.fields["ticket_id"]].append(record)
    for ticket_id, rows in sorted(by_ticket.items()):
        if any(row.kind == TICKET for row in rows):
            ordered = sorted(rows, key=_place)
            yield SessionGroup(
                session_id=stable_id(SourceSystem.SYNCRO_TICKET, ticket_id),
                keys=[row.key for row in ordered],
                start_utc=min(_start(row) for row in rows),
            )


def build(group: SessionGroup, records: Sequence[Record], settings: Settings) -> Session:
    """The Session; linked at once, because a ticket carries Syncro's own customer."""
    ticket_record = next(record for record in records if record.kind == TICKET)
    ticket = row_of(ticket_record, TicketRow)
    names = _names(ticket, records)
    segments = []
    for record in records:
        segment = _segment(record, ticket, names, settings)
        is_deleted = record.source_missing and not ticket_record.source_missing
        segments.append(_deleted(segment) if is_deleted else segment)
    _note_labor(segments, ticket, records)
    meta = meta_of(
        group,
        records,
        SourceSystem.SYNCRO_TICKET,
        identifiers=[str(ticket.id)],
        flags=(flag for segment in segments for flag in segment.metadata.flags),
    )
    meta.processing_status = ProcessingStatus.LINKED
    return Session(
        meta=meta, context=_context(ticket), insights=_insights(ticket, segments), segments=segments
    )


def _deleted(segment: SessionSegment) -> SessionSegment:
    """What a person deleted in a ticket that stands was a mistake: kept in view, no minutes."""
    changes: dict[str, Any] = {"flags": [*segment.metadata.flags, DELETED]}
    if segment.end_time_utc is not None:
        changes["deleted_end_time_utc"] = segment.end_time_utc.isoformat()
    metadata = segment.metadata.model_copy(update=changes)
    return segment.model_copy(update={"metadata": metadata, "end_time_utc": None})


def _note_labor(
    segments: Sequence[SessionSegment], ticket: TicketRow, records: Iterable[Record]
) -> None:
    """Seconds to bill and charged, beside what the ticket itself says of its billing."""
    timers = [row_of(r, TimerRow) for r in records if r.kind == TIMER and not r.source_missing]
    for segment in segments:
        if segment.type == SegmentType.TICKET_CREATION:
            metadata = segment.metadata.model_copy(update=billed(ticket, timers))
            segment.metadata = metadata


def _place(record: Record) -> tuple[str, int, str]:
    return (record.fields["start_utc"], _ORDER[record.kind], record.key)


def _start(record: Record) -> datetime:
    return datetime.fromisoformat(record.fields["start_utc"])


def _segment(
    record: Record, ticket: TicketRow, names: Mapping[int, str], settings: Settings
) -> SessionSegment:
    if record.kind == TICKET:
        return _creation(record, ticket)
    if record.kind == COMMENT:
        return _comment(record, row_of(record, CommentRow), names, settings)
    return _labor(record, row_of(record, TimerRow), names, settings)


def _creation(record: Record, ticket: TicketRow) -> SessionSegment:
    return SessionSegment(
        segment_id=record.key,
        start_time_utc=ticket.created_at,
        type=SegmentType.TICKET_CREATION,
        author=ticket.creator_name_or_email,
        content=ticket.subject,
        metadata=_metadata(
            record,
            None,
            number=ticket.number,
            status=ticket.status,
            priority=ticket.priority,
            problem_type=ticket.problem_type,
            resolved_at_utc=ticket.resolved_at.isoformat() if ticket.resolved_at else None,
            billing_status=ticket.billing_status,
            total_formatted_billable_time=ticket.total_formatted_billable_time,
        ),
    )


def _comment(
    record: Record, comment: CommentRow, names: Mapping[int, str], settings: Settings
) -> SessionSegment:
    kind = segment_type(comment, settings)
    author = record.fields["author"] or _name(comment.user_id, names)
    is_inbound = bool(comment.email_sender) if kind == SegmentType.EMAIL else None
    is_ours = kind != SegmentType.SYSTEM and not is_inbound
    return SessionSegment(
        segment_id=record.key,
        start_time_utc=comment.created_at,
        type=kind,
        author=author,
        content=comment.body or comment.sms_body or comment.new_sms_body or "",
        metadata=_metadata(
            record,
            _technician(comment.user_id, author, settings) if is_ours else None,
            subject=comment.subject,
            is_hidden=comment.hidden,
            is_inbound=is_inbound,
            email_sender=comment.email_sender or None,
            email_recipients=addresses_of(comment) or None,
        ),
    )


def _labor(
    record: Record, timer: TimerRow, names: Mapping[int, str], settings: Settings
) -> SessionSegment:
    author = record.fields["author"] or _name(timer.user_id, names)
    return SessionSegment(
        segment_id=record.key,
        start_time_utc=timer.start_time,
        end_time_utc=end_of(timer),
        type=SegmentType.LABOR,
        author=author,
        content=timer.notes or "",
        metadata=_metadata(
            record,
            _technician(timer.user_id, author, settings),
            flags=timer_flags(timer),
            is_recorded=timer.recorded,
            is_billable=timer.billable,
            billable_seconds=timer.billable_time,
            active_seconds=timer.active_duration,
            billable_override=timer.billable_override,
            ticket_line_item_id=timer.ticket_line_item_id,
        ),
    )


def _metadata(
    record: Record, technician: str | None, *, flags: Sequence[str] = (), **extra: Any
) -> SegmentMetadata:
    known = {name: value for name, value in extra.items() if value is not None}
    return SegmentMetadata(
        source_ref=record.ref,
        technician=technician,
        flags=[*record.fields["flags"], *flags],
        **known,
    )


def _context(ticket: TicketRow) -> SessionContext:
    customer, contact = ticket.customer, ticket.contact
    own_name = customer.business_then_name if customer else None
    customer_name = ticket.customer_business_then_name or own_name
    contact_id = ticket.contact_id or (contact.id if contact else None)
    contact_name = ticket.contact_fullname or (contact.name if contact else None)
    return SessionContext(
        customer_id=ticket.customer_id,
        customer_name=customer_name,
        contact_id=contact_id,
        contact_name=contact_name,
        links=[f"Ticket: {ticket.number}"],
        source_customer_id=ticket.customer_id,
        source_customer_name=customer_name,
        source_contact_id=contact_id,
        source_contact_name=contact_name,
    )


def _insights(ticket: TicketRow, segments: Sequence[SessionSegment]) -> SessionInsights:
    """Minutes of the labor; bounds over all segments, but a system comment ends no work."""
    insights = bounded(segments, source_title=ticket.subject)
    shown = (s for s in segments if s.type != SegmentType.SYSTEM)
    end = max(moment for s in shown if (moment := s.end_time_utc or s.start_time_utc))
    start = insights.session_start_time_utc
    assert start is not None
    minutes = (end - start).total_seconds() / SECONDS_PER_MINUTE
    changes = {"session_end_time_utc": end, "span_minutes": half_up(minutes, 2)}
    return insights.model_copy(update=changes)


def _names(ticket: TicketRow, records: Sequence[Record]) -> dict[int, str]:
    """Names of users by id, as far as the ticket itself tells them."""
    names = {}
    for record in records:
        if record.kind == COMMENT and record.fields["author"]:
            comment = row_of(record, CommentRow)
            if comment.user_id is not None:
                names[comment.user_id] = str(record.fields["author"])
    if ticket.user and ticket.user.id is not None and ticket.user.full_name:
        names[ticket.user.id] = ticket.user.full_name
    return names


def _name(user_id: int | None, names: Mapping[int, str]) -> str | None:
    return None if user_id is None else names.get(user_id)


def _technician(user_id: int | None, author: str | None, settings: Settings) -> str | None:
    """By the user id, which no renaming moves, else by name."""
    if user_id is not None:
        owners = [t.id for t in settings.technicians if user_id in t.syncro_user_ids]
        if len(owners) == 1:
            return owners[0]
    return technician_id(settings, author)
