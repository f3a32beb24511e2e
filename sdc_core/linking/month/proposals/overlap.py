"""Who was worked for while a chat was written: linked Sessions of the same technician.

A chat is a technician's log of work that mostly runs elsewhere. Stretches meet in a sweep over
their starts, so that a month of ten thousand of each costs a sort.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sdc_core.index import worked
from sdc_core.linking.month.proposals.clue import SHOWN, Clue, Kind
from sdc_core.models import Session
from sdc_core.times import union_seconds

# A connection that nobody closed says when it was opened, not when somebody worked.
_NOT_WORKED = frozenset({"left_open", "deleted_in_source"})
SURE = 0.8
"""At full overlap with one customer alone. A technician also writes about the last job, or the
next, while a connection idles."""
_MINUTE = 60


class _Stretch(NamedTuple):
    start: datetime
    end: datetime
    place: int


class Meeting(NamedTuple):
    """Time that one technician spent in a chat and in other work, `work` by its place."""

    work: int
    start: datetime
    end: datetime
    technician: str


def overlaps(chats: Sequence[Session], linked: Sequence[Session]) -> list[list[Clue]]:
    """The clues of each chat, in the order of the chats."""
    met = meetings(chats, linked)
    return [list(_clues(chat, m, linked)) for chat, m in zip(chats, met, strict=True)]


def meetings(chats: Sequence[Session], work: Sequence[Session]) -> list[list[Meeting]]:
    """What each chat shares with which work, in the order of the chats."""
    own, others = _by_technician(chats), _by_technician(work)
    met: list[list[Meeting]] = [[] for _ in chats]
    for technician in sorted(own.keys() & others.keys()):
        for chat, other in _pairs(own[technician], others[technician]):
            start, end = max(chat.start, other.start), min(chat.end, other.end)
            if end > start or chat.start == chat.end:
                met[chat.place].append(Meeting(other.place, start, end, technician))
    return met


def times_of(session: Session) -> tuple[tuple[datetime, datetime], ...]:
    """When technicians that are known were at work in a Session, in time order."""
    found = _by_technician([session]).values()
    return tuple(sorted((s.start, s.end) for stretches in found for s in stretches))


def _by_technician(sessions: Sequence[Session]) -> dict[str, list[_Stretch]]:
    """Stretches of work by technician id, those of one Session that touch joined."""
    found: dict[str, list[_Stretch]] = defaultdict(list)
    for place, session in enumerate(sessions):
        own: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for segment in session.segments:
            who = segment.metadata.technician
            if who is not None and _NOT_WORKED.isdisjoint(segment.metadata.flags):
                own[who] += worked(segment)
        for who, bounds in own.items():
            found[who] += [_Stretch(start, end, place) for start, end in _joined(bounds)]
    return {who: sorted(stretches) for who, stretches in found.items()}


def _joined(bounds: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    ordered = sorted(bound for bound in bounds if bound[1] >= bound[0])
    start, reach = ordered[0] if ordered else (None, None)
    for begin, end in ordered:
        assert start is not None
        assert reach is not None
        if begin > reach:
            yield start, reach
            start = begin
        reach = max(reach, end)
    if start is not None and reach is not None:
        yield start, reach


def _pairs(
    chats: Sequence[_Stretch], work: Sequence[_Stretch]
) -> Iterator[tuple[_Stretch, _Stretch]]:
    """All pairs that touch: each is met when the later of the two begins."""
    open_chats: list[_Stretch] = []
    open_work: list[_Stretch] = []
    merged = sorted([*((c, 0) for c in chats), *((w, 1) for w in work)])
    for stretch, side in merged:
        if side == 0:
            open_work = [other for other in open_work if other.end >= stretch.start]
            yield from ((stretch, other) for other in open_work)
            open_chats.append(stretch)
        else:
            open_chats = [other for other in open_chats if other.end >= stretch.start]
            yield from ((other, stretch) for other in open_chats)
            open_work.append(stretch)


def _clues(chat: Session, met: Sequence[Meeting], linked: Sequence[Session]) -> Iterator[Clue]:
    by_customer: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in met:
        customer_id = linked[meeting.work].context.customer_id
        if customer_id is not None:
            by_customer[customer_id].append(meeting)
    whole = union_seconds(bounds for segment in chat.segments for bounds in worked(segment))
    shares = {c: _seconds(m) / whole if whole else 1.0 for c, m in by_customer.items()}
    total = sum(shares.values())
    for customer_id in sorted(by_customer):
        share = min(1.0, shares[customer_id])
        meetings = by_customer[customer_id]
        yield Clue(
            customer_id,
            Kind.OVERLAP,
            SURE * share * shares[customer_id] / total if total else 0.0,
            _reason(meetings, whole, linked),
            _sessions(meetings, linked),
        )


def _seconds(meetings: Iterable[Meeting]) -> float:
    return union_seconds((m.start, m.end) for m in meetings)


def _sessions(meetings: Sequence[Meeting], linked: Sequence[Session]) -> tuple[str, ...]:
    """Their ids, the longest overlap first."""
    lengths: dict[str, float] = defaultdict(float)
    for meeting in meetings:
        seconds = (meeting.end - meeting.start).total_seconds()
        lengths[linked[meeting.work].meta.session_id] += seconds
    return tuple(sorted(lengths, key=lambda session: (-lengths[session], session))[:SHOWN])


def _reason(meetings: Sequence[Meeting], whole: float, linked: Sequence[Session]) -> str:
    who = " and ".join(sorted({m.technician for m in meetings}))
    where = " and ".join(sorted({linked[m.work].meta.source_system for m in meetings}))
    if not whole:
        return f"{who} was at work for it when the chat was written ({where})"
    minutes = max(1, round(_seconds(meetings) / _MINUTE))
    of = max(minutes, round(whole / _MINUTE))
    return f"{who} was at work for it in {minutes} of the chat's {of} minutes ({where})"
