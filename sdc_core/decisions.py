"""What people decided, put back on the Sessions that it was decided about."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import JsonValue

from sdc_core.ids import digest_json
from sdc_core.models import ProcessingLogEntry, ProcessingStatus, Session
from sdc_core.store.hand_edits import EDIT
from sdc_core.store.ledger import Decision

PROCESSOR = "decision"
CONFLICT_FLAG = "decisions_differ"
_SEGMENT_ID = re.compile(rb'"segment_id":"([^"\\]+)"')
_COMPANY = re.compile(rb'"source_customer_name":("(?:[^"\\]|\\.)*")')


class FileIndex:
    """What lies in a file of Sessions, read once per file content.

    Args:
        pattern: Finds each piece in the bytes of the file.
        decode: The text of a piece.
    """

    def __init__(self, pattern: re.Pattern[bytes], decode: Callable[[bytes], str]) -> None:
        self._pattern = pattern
        self._decode = decode
        self._known: dict[Path, frozenset[str]] = {}

    def found(self, path: Path) -> frozenset[str]:
        """The pieces in a content-named file; a missing file holds none."""
        if path not in self._known:
            try:
                content = path.read_bytes()
            except FileNotFoundError:  # not remembered: it may come back
                return frozenset()
            pieces = frozenset(self._pattern.findall(content))
            self._known[path] = frozenset(map(self._decode, pieces))
        return self._known[path]


def segment_index() -> FileIndex:
    """Ids of all segments."""
    return FileIndex(_SEGMENT_ID, bytes.decode)


def company_index() -> FileIndex:
    """Company texts as the source wrote them."""
    return FileIndex(_COMPANY, json.loads)


def edits(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that change a Session, oldest first."""
    return [decision for decision in decisions if decision.kind == EDIT]


def touching(decisions: Sequence[Decision], segment_ids: frozenset[str]) -> list[Decision]:
    """Those that rest on a segment of the set."""
    return [d for d in decisions if not segment_ids.isdisjoint(d.segment_keys)]


def digest(decisions: Iterable[Decision]) -> str:
    """Digest of what decisions say, empty for none."""
    named = [decision.decision_id for decision in decisions]
    return digest_json(named) if named else ""


def apply_decisions(session: Session, decisions: Sequence[Decision]) -> Session:
    """Put the newest decision on each field onto the Session, with a log entry that names it.

    Two decisions that came together in one Session and differ are shown by the flag
    `decisions_differ`, until a person decides on the whole Session.
    """
    own = touching(decisions, frozenset(s.segment_id for s in session.segments))
    newest: dict[str | None, Decision] = {}
    for decision in own:
        newest.pop(decision.field, None)
        newest[decision.field] = decision
    if not newest:
        return session
    for field, decision in newest.items():
        _apply(session, field, decision.value)
    if not newest.keys().isdisjoint({"customer", "contact"}) and "processing_status" not in newest:
        session.meta.processing_status = ProcessingStatus.REVIEWED
    if any(_differ(decision, newest[decision.field]) for decision in own):
        session.meta.flags = sorted({*session.meta.flags, CONFLICT_FLAG})
    session.meta.processing_log.append(_log(list(newest.values())))
    return session


def _differ(older: Decision, newest: Decision) -> bool:
    """Not the same value, and not decided anew over all that the older one rests on."""
    is_replaced = older.session_id == newest.session_id or set(older.segment_keys) <= set(
        newest.segment_keys
    )
    return older.value != newest.value and not is_replaced


def _apply(session: Session, field: str | None, value: JsonValue) -> None:
    if field == "user_notes":
        session.insights.user_notes = None if value is None else str(value)
    elif field == "links" and isinstance(value, list):
        session.context.links = [str(link) for link in value]
    elif field == "processing_status":
        session.meta.processing_status = ProcessingStatus(str(value))
    elif field in {"customer", "contact"} and isinstance(value, dict):
        _apply_party(session, field, value)


def _apply_party(session: Session, field: str, value: dict[str, JsonValue]) -> None:
    number, name = value.get("id"), value.get("name")
    context = session.context
    if field == "customer" and context.customer_id != number:  # its contact is not theirs
        context.contact_id = context.contact_name = None
    setattr(context, f"{field}_id", number if isinstance(number, int) else None)
    setattr(context, f"{field}_name", name if isinstance(name, str) else None)


def _log(decisions: list[Decision]) -> ProcessingLogEntry:
    decisions.sort(key=lambda decision: (decision.when_utc, decision.decision_id))
    last = decisions[-1]
    return ProcessingLogEntry(
        processor_name=PROCESSOR,
        processor_version="1",
        timestamp_utc=last.when_utc,
        outcome=f"{last.who} decided {', '.join(sorted(str(d.field) for d in decisions))}",
        details={
            "decisions": [
                {
                    "decision_id": d.decision_id,
                    "who": d.who,
                    "when_utc": d.when_utc.isoformat(),
                    "why": d.why,
                    "field": d.field,
                    "value": d.value,
                }
                for d in decisions
            ]
        },
    )
