"""Company texts with the work behind them: which are open, who may be meant, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sdc_core.linking.base import Decision, Method
from sdc_core.linking.lessons.lesson import names_somebody, text_key
from sdc_core.linking.names.normalize import shown
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingStatus, Session
from sdc_core.times import month_of

OPEN_STATUSES = frozenset({
    ProcessingStatus.NEEDS_LINKING, ProcessingStatus.NEEDS_REVIEW, ProcessingStatus.NO_MATCH_FOUND,
})  # fmt: skip
UNDATED = "undated"


@dataclass(frozen=True)
class TextLine:
    """The Sessions of one text of one source.

    Attributes:
        text: As most of them write it.
        minutes: Connected minutes behind them.
        months: Sessions by UTC month.
        statuses: Sessions by status.
        customers: Sessions by customer id; None for those of nobody yet.
        candidates: Who may be meant: `customer_id`, `name`, `score`.
        reason: Why it is linked or open, in a sentence; both of the newest that is open, if any is.
    """

    source_system: str
    text: str
    sessions: int
    minutes: float
    months: dict[str, int]
    statuses: dict[str, int]
    customers: dict[int | None, int]
    candidates: list[dict[str, Any]]
    reason: str


def is_open(session: Session) -> bool:
    """Whether whose work it is waits for a person; nobody's by decision does not."""
    evidence = evidence_of(session)
    is_decided = (
        evidence.get("method") == Method.LEDGER and evidence.get("decision") == Decision.UNLINKED
    )
    return session.meta.processing_status in OPEN_STATUSES and not is_decided


def evidence_of(session: Session) -> dict[str, Any]:
    """The newest evidence record, empty before linking."""
    entries = [e for e in session.meta.processing_log if e.processor_name == PROCESSOR]
    return entries[-1].details if entries else {}


def place_of(session: Session) -> tuple[str, str] | None:
    """Source system and key of its company text, None where that names nobody."""
    text = session.context.source_customer_name
    return (session.meta.source_system, text_key(text)) if names_somebody(text) else None


def text_lines(sessions: Iterable[Session]) -> list[TextLine]:
    """One line per text, those with the most Sessions first, then with the most minutes."""
    by_place: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sessions:
        if (place := place_of(session)) is not None:
            by_place[place].append(session)
    lines = [_line(place[0], found) for place, found in sorted(by_place.items())]
    return sorted(lines, key=lambda line: (-line.sessions, -line.minutes))


def _line(system: str, sessions: Sequence[Session]) -> TextLine:
    writings = Counter(shown(s.context.source_customer_name) for s in sessions)
    newest = evidence_of(max(sessions, key=lambda s: (is_open(s), _age(s))))
    return TextLine(
        source_system=system,
        text=min(writings, key=lambda text: (-writings[text], text)),
        sessions=len(sessions),
        minutes=round(sum(s.insights.connected_union_minutes or 0 for s in sessions), 2),
        months=_counted(month_of(s.start_utc) if s.start_utc else UNDATED for s in sessions),
        statuses=_counted(str(s.meta.processing_status) for s in sessions),
        customers=dict(Counter(s.context.customer_id for s in sessions).most_common()),
        candidates=newest.get("candidates", []),
        reason=newest.get("reason", ""),
    )


def _age(session: Session) -> tuple[str, str]:
    start = session.start_utc.isoformat() if session.start_utc else ""
    return (start, session.meta.session_id)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
