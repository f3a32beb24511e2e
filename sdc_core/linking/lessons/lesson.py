"""What a person's decision says of a company text: one line of the ledger, kind `link`.

A lesson keeps the facts of its moment and no conclusion: `learned` draws that, and can draw it
better one day without anybody deciding again (decision 0030).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sdc_core.errors import DecisionError
from sdc_core.linking.base import Customer
from sdc_core.linking.names.normalize import normalize, shown
from sdc_core.store.ledger import Decision

LINK = "link"
FIELD = "customer"
_SHORTEST = timedelta(microseconds=1)


class Says(StrEnum):
    """What is said of a text; `open` takes back what was said before."""

    CUSTOMER = "customer"
    NOBODY = "nobody"
    NEVER = "never"
    OPEN = "open"


class Lesson(BaseModel):
    """The value of the decision.

    Attributes:
        says: What is said of the text.
        id: The customer that it is, or never is.
        name: Its name at that moment, for who reads the ledger.
        was: The customer that the Session was linked to before; a correction says it is not.
        owners: Customers that carried the text as a name or alias at that moment.
        after: The decision before it on the same text, so that a word said again after another
            one is a new line of the ledger.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: Says
    id: int | None = None
    name: str | None = None
    was: int | None = None
    owners: tuple[int, ...] = ()
    after: str | None = None

    @model_validator(mode="after")
    def _names_whom(self) -> Self:
        if (self.says in {Says.CUSTOMER, Says.NEVER}) != (self.id is not None):
            raise ValueError(f"'id' must be given for {Says.CUSTOMER} and {Says.NEVER} alone")
        return self


@dataclass(frozen=True)
class TextLesson:
    """A lesson, with the text it is about and the line of the ledger it stands in."""

    source_system: str
    text: str
    lesson: Lesson
    decision: Decision

    @property
    def is_about_session(self) -> bool:
        """Whether a Session was corrected, not the text itself decided on."""
        return self.decision.session_id is not None

    @property
    def generalises(self) -> bool:
        """Whether it holds for the other Sessions of the text.

        A text that is another customer's own name was right about most of them: the corrected
        Session is the exception. Who decides on the text itself has seen that.
        """
        chosen = {self.lesson.id} if self.lesson.says is Says.CUSTOMER else set()
        return not self.is_about_session or set(self.lesson.owners) <= chosen


def text_key(text: str | None) -> str:
    """What makes two texts the same: letter case, spaces and ways to write a letter do not count.

    Stricter than the names that are scored: a decision covers what the person saw, no more.
    """
    compatible = unicodedata.normalize("NFKC", shown(text)).casefold()
    return " ".join(unicodedata.normalize("NFKC", compatible).split())


def names_somebody(text: str | None) -> bool:
    """Whether a text can be learned at all; a filler such as "Home" stands for anybody."""
    return not normalize(text).is_placeholder


def owners_of(text: str, customers: Iterable[Customer]) -> tuple[int, ...]:
    """Customers that carry the text as a name or alias, also but for legal form and punctuation."""
    wanted = normalize(text).plain
    return tuple(
        sorted(
            customer.id
            for customer in customers
            if any(
                wanted and wanted == normalize(n).plain for n in (customer.name, *customer.aliases)
            )
        )
    )


def about_text(source_system: str, text: str) -> dict[str, str | None]:
    """`about` of a `link` decision."""
    return {"source_system": source_system, "text": shown(text)}


def text_decision(
    known: Iterable[Decision],
    place: tuple[str, str],
    lesson: Lesson,
    *,
    who: str,
    why: str,
    now: datetime,
) -> Decision | None:
    """The ledger entry of a decision on a text itself, None where that is how it stands.

    Args:
        known: The ledger.
        place: Source system and text.
        lesson: What is said of the text.
        who: The person.
        why: The reason.
        now: The clock; moved on where the ledger has a later time.
    """
    system, text = place
    before = [
        f for f in lessons(known) if (f.source_system, text_key(f.text)) == (system, text_key(text))
    ]
    newest = max(before, key=lambda f: f.decision.when_utc, default=None)
    if newest is not None:
        if (
            not newest.is_about_session
            and newest.lesson.model_copy(update={"after": None}) == lesson
        ):
            return None
        lesson = lesson.model_copy(update={"after": newest.decision.decision_id})
    return Decision.make(
        when_utc=after(now, [f.decision for f in before]),
        who=who,
        why=why,
        kind=LINK,
        about=about_text(system, text),
        field=FIELD,
        value=lesson.model_dump(mode="json"),
    )


def after(now: datetime, decisions: Iterable[Decision]) -> datetime:
    """`now`, or just after the newest of these: times alone say which of two came later."""
    newest = max((d.when_utc for d in decisions if d.kind == LINK), default=None)
    return now if newest is None or newest < now else newest + _SHORTEST


def lessons(decisions: Iterable[Decision]) -> Iterator[TextLesson]:
    """All lessons of the ledger.

    Raises:
        DecisionError: An entry of kind `link` is none.
    """
    return (_lesson(decision) for decision in decisions if decision.kind == LINK)


def _lesson(decision: Decision) -> TextLesson:
    system, text = decision.about.get("source_system"), decision.about.get("text")
    where = f"decision {decision.decision_id!r} of kind {LINK!r}"
    if system is None or text is None:
        raise DecisionError(
            f"{where}: 'about' must name 'source_system' and 'text', it has {decision.about!r}"
        )
    try:
        return TextLesson(system, text, Lesson.model_validate(decision.value), decision)
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["msg"]
        raise DecisionError(f"{where}: value {decision.value!r}: {said}") from error
