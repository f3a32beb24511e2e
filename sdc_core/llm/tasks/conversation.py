"""The texts of a Session as a model is shown them: who speaks, in order, within bounds.

No times and no names of authors, so that equal texts give equal prompts. What an assistant answered
is left out: it is no evidence of the work, and it invents. Credentials are cut here already,
whatever becomes of the text after this.
"""

from collections.abc import Callable, Iterator

from sdc_core.llm.extractive.sentences import Role, clean, has_subject, one_line, role_of
from sdc_core.llm.guards.visible import visible
from sdc_core.models import SegmentType, Session, SessionSegment, SourceSystem

# About four characters make a token: 3,000 tokens of conversation, 500 of one entry.
MAX_LENGTH = 12_000
MAX_ENTRY_LENGTH = 2_000
MAX_SUBJECT_LENGTH = 300
INTERNAL = "internal note"
_SPEAKERS = {
    Role.SUBJECT: "subject",
    Role.ISSUE: "customer",
    Role.WORK: "technician",
    Role.TODO: "to do",
}
_KINDS = {
    SourceSystem.SYNCRO_TICKET: "help desk ticket",
    SourceSystem.SCREENCONNECT: "remote connection",
    SourceSystem.NOTES_JSON: "a technician's own notes",
    SourceSystem.SILLYTAVERN: "a technician's chat with an assistant, whose answers are left out",
}

Keep = Callable[[SessionSegment], str]


def text_of(segment: SessionSegment) -> str:
    """The text of a segment without markup, hidden characters and credentials."""
    return clean(visible(segment.content)).strip()


def conversation_of(session: Session, keep: Keep = text_of) -> str:
    """One entry after the other, each begun by its speaker; empty where nobody wrote anything.

    Args:
        session: Any Session.
        keep: What is shown of a segment, for a task that must not see all.
    """
    return "\n".join(_bounded(list(_entries(session, keep))))


def subject_text(session: Session) -> str:
    """The subject that a person gave; empty where the source made it up."""
    if not has_subject(session):
        return ""
    return one_line(clean(visible(session.insights.source_title or "")))[:MAX_SUBJECT_LENGTH]


def facts_of(session: Session) -> str:
    """What kind of record it is and how long somebody was connected."""
    system = session.meta.source_system
    kind = next((text for name, text in _KINDS.items() if name == system), system)
    minutes = session.insights.session_duration_minutes
    return f"kind: {kind}" + (f"\nminutes worked: {minutes}" if minutes else "")


def _entries(session: Session, keep: Keep) -> Iterator[str]:
    said, subject = "", subject_text(session)
    for segment in session.segments:
        role = role_of(segment)
        if role is None or role is Role.ASSISTANT:
            continue
        text = _within(keep(segment), MAX_ENTRY_LENGTH)
        if text and text not in {said, subject}:
            lines = text.replace("\n", "\n  ")  # no line of a text begins as an entry does
            yield f"[{_speaker(session, segment, role)}] {lines}"
        said = text


def _speaker(session: Session, segment: SessionSegment, role: Role) -> str:
    if segment.type == SegmentType.PRIVATE_NOTE:
        return INTERNAL
    is_own = session.meta.source_system == SourceSystem.NOTES_JSON
    if role is Role.ISSUE and (is_own or segment.metadata.technician is not None):
        return _SPEAKERS[Role.WORK]
    return _SPEAKERS[role]


def _within(text: str, limit: int) -> str:
    """Beginning and end of a long text, and how much stood between."""
    text = "\n".join(line for raw in text.split("\n") if (line := one_line(raw)))
    if len(text) <= limit:
        return text
    head, tail = text[: limit * 2 // 3], text[-limit // 3 :]
    return f"{head} [... {len(text) - limit} characters left out ...] {tail}"


def _bounded(entries: list[str]) -> list[str]:
    """The first and the last entries that fit, half of the room for each."""
    if sum(map(len, entries)) <= MAX_LENGTH:
        return entries
    first = _fitting(entries, MAX_LENGTH // 2)
    last = _fitting(entries[: first - 1 if first else None : -1], MAX_LENGTH // 2)
    left_out = len(entries) - first - last
    return [*entries[:first], f"[{left_out} entries left out]", *entries[len(entries) - last :]]


def _fitting(entries: list[str], room: int) -> int:
    """How many entries from the start fit."""
    for count, entry in enumerate(entries):
        room -= len(entry)
        if room < 0:
            return count
    return len(entries)
