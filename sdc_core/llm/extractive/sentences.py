"""The sentences of a Session, each with the role of who wrote it.

Markup, quoted mail, signatures and credentials are taken out here, so that nothing after this
module can copy them.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sdc_core.models import SegmentType, Session, SessionSegment
from sdc_core.privacy.credentials import cut_credentials

MAX_SEGMENT_LENGTH = 20_000
MAX_SENTENCE_LENGTH = 600


class Role(StrEnum):
    """Who speaks, as far as the source tells."""

    SUBJECT = "subject"
    ISSUE = "issue"
    WORK = "work"
    TODO = "todo"
    ASSISTANT = "assistant"


_ROLES = {
    SegmentType.TICKET_CREATION: Role.ISSUE,
    SegmentType.TICKET_INITIAL_ISSUE: Role.ISSUE,
    SegmentType.EMAIL: Role.ISSUE,
    SegmentType.SMS: Role.ISSUE,
    SegmentType.TICKET_COMMENT: Role.WORK,
    SegmentType.PUBLIC_NOTE: Role.WORK,
    SegmentType.PRIVATE_NOTE: Role.WORK,
    SegmentType.TICKET_NOTE: Role.WORK,
    SegmentType.LABOR: Role.WORK,
    SegmentType.CHAT_MESSAGE: Role.WORK,
    SegmentType.TICKET_TODO: Role.TODO,
    SegmentType.STANDALONE_TODO: Role.TODO,
}
_SILENT = frozenset({SegmentType.SYSTEM, SegmentType.REMOTE_CONNECTION})
_ASSISTANTS = frozenset({"ai", "assistant", "bot", "model"})
_UNHEARD = frozenset({"system", "note", "narrator"})


@dataclass(frozen=True)
class Sentence:
    """One sentence or list item; `place` runs from 0 (first) to 1 (last) in the Session.

    `is_public` marks what a technician wrote for the customer's eyes.
    """

    text: str
    role: Role
    place: float
    is_question: bool
    is_public: bool = False


def role_of(segment: SessionSegment) -> Role | None:
    """The role of a segment, None where its text is no evidence of the work."""
    if segment.type in _SILENT:
        return None
    said_by = str((segment.metadata.model_extra or {}).get("role") or "").casefold()
    if said_by in _UNHEARD:
        return None
    if said_by in _ASSISTANTS:
        return Role.ASSISTANT
    return next((role for kind, role in _ROLES.items() if kind == segment.type), Role.WORK)


def has_subject(session: Session) -> bool:
    """Whether the source title is a person's subject, and not one that the source made up."""
    kinds = {segment.type for segment in session.segments}
    return bool(kinds - {SegmentType.CHAT_MESSAGE, SegmentType.REMOTE_CONNECTION})


def subject_of(session: Session) -> Sentence | None:
    """The subject as a sentence."""
    text = one_line(clean(session.insights.source_title or ""))[:MAX_SENTENCE_LENGTH]
    if not text or not has_subject(session):
        return None
    return Sentence(text, Role.SUBJECT, 0.0, is_question=text.endswith("?"))


def sentences_of(session: Session) -> list[Sentence]:
    """All sentences that people wrote, in order, without repeats.

    What an assistant answered is left out: it is no evidence, and it invents.
    """
    said: dict[str, tuple[str, Role, bool]] = {}
    for segment in session.segments:
        role = role_of(segment)
        if role is not None and role is not Role.ASSISTANT:
            for text in split(segment.content):
                is_public = segment.type == SegmentType.PUBLIC_NOTE
                said.setdefault(text.casefold(), (text, role, is_public))
    last = max(1, len(said) - 1)
    return [
        Sentence(text, role, place / last, text.endswith("?"), is_public)
        for place, (text, role, is_public) in enumerate(said.values())
    ]


def split(content: str) -> Iterator[str]:
    """Sentences and list items of two words or more."""
    for line in _body(clean(content)).split("\n"):
        item = _BULLET.sub("", line.strip())
        for sentence in _SENTENCE_END.split(item):
            text = one_line(sentence)[:MAX_SENTENCE_LENGTH]
            if len(_WORD.findall(text)) >= _MIN_WORDS:
                yield text


def clean(text: str) -> str:
    """Plain text: no markup, no control characters, no credentials; line breaks stay."""
    text = text[:MAX_SEGMENT_LENGTH].replace("\r\n", "\n").replace("\r", "\n")
    text = _IGNORED_BLOCK.sub(" ", text)
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    text = _TAG.sub("", text)  # tags that were written as entities
    text = _LINK.sub(r"\1", text)
    text = "".join(c if c == "\n" or _is_text(c) else " " for c in text)
    return _MARKDOWN.sub("", cut_credentials(text))


def one_line(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


_MIN_WORDS = 2
_WORD = re.compile(r"\w[\w'\u2019.-]*")
_IGNORED_BLOCK = re.compile(
    r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->|```.*?```", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d|li|p|div)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*[/!?]?[a-zA-Z][^<>]{0,2000}>")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_MARKDOWN = re.compile(
    r"\*\*|__|~~|`+|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)|^\s{0,3}#{1,6}\s+", re.MULTILINE
)
_BULLET = re.compile(r"^(?:[-*+\u2022\u2013>]\s+|\d{1,2}[.)]\s+|\[[ xX]?\]\s*)+")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+(?=[\"'(]?\w)(?<!\s[A-Z]\.\s)(?<!e\.g\.\s)(?<!i\.e\.\s)(?<!\b[DMdm]r\.\s)(?<!\b[Mm]s\.\s)(?<!\b[Mm]rs\.\s)(?<!\b[Ss]t\.\s)(?<!\b[Nn]o\.\s)"
)
_QUOTED_MAIL = re.compile(
    r"^\s*(?:-{2,}\s*original message|_{8,}\s*$|from:.*\n\s*(?:sent|date|to):|on .{5,90} wrote:)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^\s*(?:--\s*$|(?:kind |best |warm )?regards\b.{0,5}$|sincerely\b.{0,3}$|"
    r"thanks(?: again)?,?\s*$|thank you,?\s*$|cheers,?\s*$|best,\s*$|sent from my\b)",
    re.IGNORECASE | re.MULTILINE,
)


def _body(text: str) -> str:
    """The text before quoted mail and signature, without quoted lines."""
    for end in (_QUOTED_MAIL, _SIGNATURE):
        found = end.search(text)
        if found and text[: found.start()].strip():
            text = text[: found.start()]
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def _is_text(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
