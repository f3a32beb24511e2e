"""Sessions of an evaluation file: one JSON object a line, `{segments, accepted: [[words]]}`.

A segment is a text, with or without its speaker before a colon ("Dana (customer): it is slow"), or
an object with `content` or `text`, and where known `type`, `author`, `role` or `speaker`. Beside
the segments may stand `id`, `subject` or `source_title`, and `source_system`. `accepted` are lists
of words; a title that has all words of one list names the problem.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sdc_core.errors import WrongInputError
from sdc_core.linking.evaluation.rows import read_rows
from sdc_core.models import (
    SegmentMetadata,
    SegmentType,
    Session,
    SessionContext,
    SessionInsights,
    SessionMeta,
    SessionSegment,
    SourceRef,
    SourceSystem,
)

# No time shapes a title; every Session has some.
_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
_CUSTOMER, _TECHNICIAN = SegmentType.TICKET_INITIAL_ISSUE, SegmentType.PRIVATE_NOTE
_CHAT = SegmentType.CHAT_MESSAGE
# What people call a segment or who speaks in it; the types of a Session are known besides.
_TYPES = {
    **dict.fromkeys(("customer", "client", "requester", "contact", "caller", "issue"), _CUSTOMER),
    **dict.fromkeys(("tech", "technician", "agent", "note", "worklog", "support"), _TECHNICIAN),
    **dict.fromkeys(("user", "chat", "message", "assistant", "ai", "bot"), _CHAT),
    **dict.fromkeys(("todo", "to-do", "task"), SegmentType.TICKET_TODO),
    **dict.fromkeys(("remote", "connection"), SegmentType.REMOTE_CONNECTION),
    "comment": SegmentType.TICKET_COMMENT,
    "email": SegmentType.EMAIL,
    "mail": SegmentType.EMAIL,
    "system": SegmentType.SYSTEM,
}  # fmt: skip
_BY_NAME = {**_TYPES, **{kind.casefold(): kind for kind in SegmentType}}
_SUBJECT = "subject"
_SPOKEN = re.compile(
    r"^\s*(?P<said>(?P<name>[^\W\d_][\w .'-]{0,40}?)\s*(?:\((?P<role>[\w -]{2,20})\))?):\s+(?=\S)"
)


@dataclass(frozen=True)
class InsightCase:
    """One Session and what its title may say; without accepted words it is only written."""

    id: str
    session: Session
    accepted: list[list[str]]


def read_cases(path: Path) -> Iterator[InsightCase]:
    """All Sessions of a file, in its order.

    Raises:
        InputMissingError: It does not exist.
        WrongInputError: It is no such file; says file[line] and what is allowed.
    """
    if path.suffix != ".jsonl":
        raise WrongInputError(f"{path}: must be a .jsonl file, one object a line")
    for number, row in enumerate(read_rows(path, ["segments"]), 1):
        yield _case(row.values, row.place, number)


def _case(values: Mapping[str, Any], place: str, number: int) -> InsightCase:
    given = values["segments"]
    if not isinstance(given, list):
        raise WrongInputError(f"{place}: segments {_kind(given)}: must be a list")
    spoken = [_segment(one, f"{place}: segments[{n}]", n) for n, one in enumerate(given)]
    subject = _text(values, place, "subject", "source_title")
    subject = subject or next((s.content for s in spoken if s.type == _SUBJECT), None)
    segments = [s for s in spoken if s.type != _SUBJECT]
    system = _text(values, place, "source_system") or _system_of(segments)
    if system not in list(SourceSystem):
        raise WrongInputError(
            f"{place}: source_system {system!r}: allowed are {[str(s) for s in SourceSystem]}"
        )
    name = str(values.get("id") or number)
    return InsightCase(name, _session(name, system, subject, segments), _accepted(values, place))


def _session(
    name: str, system: str, subject: str | None, segments: list[SessionSegment]
) -> Session:
    return Session(
        meta=SessionMeta(
            session_id=name,
            source_system=system,
            ingestion_timestamp_utc=_MOMENT,
            last_updated_timestamp_utc=_MOMENT,
        ),
        context=SessionContext(),
        insights=SessionInsights(
            session_start_time_utc=_MOMENT, session_end_time_utc=_MOMENT, source_title=subject
        ),
        segments=segments,
    )


def _segment(given: object, place: str, number: int) -> SessionSegment:
    values = _spoken(given) if isinstance(given, str) else given
    if not isinstance(values, Mapping):
        raise WrongInputError(f"{place} {_kind(given)}: must be a text or an object")
    content = _text(values, place, "content", "text")
    if content is None:
        raise WrongInputError(f"{place}: holds neither 'content' nor 'text'")
    role = (_text(values, place, "role", "speaker") or "").casefold()
    kind = _text(values, place, "type") or role or str(_TECHNICIAN)
    extra = {"role": role} if role in {"ai", "assistant", "bot", "system"} else {}
    return SessionSegment(
        segment_id=str(number),
        type=_SUBJECT if kind.casefold() == _SUBJECT else _BY_NAME.get(kind.casefold(), kind),
        author=_text(values, place, "author", "name"),
        content=content,
        metadata=SegmentMetadata(source_ref=SourceRef(row=number), **extra),
    )


def _spoken(text: str) -> dict[str, str]:
    """A text with its speaker taken off: "Tech: ...", "Dana (customer): ..."."""
    found = _SPOKEN.match(text)
    role = found and (found["role"] or found["name"]).casefold()
    if found is None or role is None or role not in {*_BY_NAME, _SUBJECT}:
        return {"content": text}
    return {"content": text[found.end() :], "role": role, "author": found["name"]}


def _accepted(values: Mapping[str, Any], place: str) -> list[list[str]]:
    accepted = values.get("accepted") or []
    is_form = isinstance(accepted, list) and all(
        isinstance(words, list) and words and all(isinstance(word, str) for word in words)
        for words in accepted
    )
    if not is_form:
        raise WrongInputError(f"{place}: accepted {accepted!r}: must be a list of lists of words")
    return accepted


def _text(values: Mapping[str, Any], place: str, *names: str) -> str | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, str):
            return value
        if value is not None:
            raise WrongInputError(f"{place}: {name} {_kind(value)}: must be text")
    return None


def _kind(value: object) -> str:
    return f"is {type(value).__name__}"


def _system_of(segments: list[SessionSegment]) -> str:
    kinds = {segment.type for segment in segments}
    if kinds == {SegmentType.REMOTE_CONNECTION}:
        return SourceSystem.SCREENCONNECT
    is_chat = SegmentType.CHAT_MESSAGE in kinds
    return SourceSystem.SILLYTAVERN if is_chat else SourceSystem.SYNCRO_TICKET
