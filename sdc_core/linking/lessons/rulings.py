"""What the lessons on one text add up to: decided on the text itself, else taught by Sessions.

Pure, and the same for any order of the lessons: their own times say which came later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sdc_core.linking.lessons.lesson import Says, TextLesson
from sdc_core.linking.names.normalize import shown

# Of decisions on one text at one moment the more careful one counts as the later.
_CARE = (Says.CUSTOMER, Says.NOBODY, Says.NEVER, Says.OPEN)
_WORDS = {
    Says.CUSTOMER: "is customer",
    Says.NOBODY: "is no customer",
    Says.NEVER: "is never customer",
    Says.OPEN: "is open again",
}


class Said(StrEnum):
    """A verdict that names no customer: nobody's text, or one that people disagree on."""

    NOBODY = "nobody"
    OPEN = "open"


NOBODY, OPEN = Said.NOBODY, Said.OPEN

TextVerdict = int | Said | None
"""A customer's id, `NOBODY`, `OPEN`, or None where nothing was decided."""


@dataclass(frozen=True)
class Ruling:
    """What was learned of one text of one source.

    Attributes:
        text: As it was written when it was last decided on.
        verdict: Whose it is.
        never: Customers that it is not.
        despite: Customers that carried the text as their name when it was decided.
        by: The lessons that this rests on, oldest first.
        exceptions: Corrected Sessions that say something else than the decision on the text.
    """

    source_system: str
    text: str
    verdict: TextVerdict = None
    never: frozenset[int] = frozenset()
    despite: frozenset[int] = frozenset()
    by: tuple[TextLesson, ...] = ()
    exceptions: tuple[TextLesson, ...] = ()

    @property
    def reason(self) -> str:
        """Who decided what, and when, in one sentence."""
        said = "; ".join(map(_sentence, self.by))
        return f"people disagree on '{self.text}': {said}" if self.verdict is OPEN else said

    @property
    def excepted(self) -> str:
        """The corrections that say something else than the decision on the text, in words."""
        return "; ".join(map(_sentence, self.exceptions))


def rule(found: Iterable[TextLesson]) -> Ruling:
    """The ruling on one text, from all lessons on it; at least one."""
    ordered = sorted(found, key=_order)
    on_text = _OnText()
    for lesson in ordered:
        if not lesson.is_about_session:
            on_text.add(lesson)
    blank = Ruling(ordered[-1].source_system, shown(ordered[-1].text))
    taught = [f for f in _standing(ordered) if not on_text.overrules(f)]
    return _by_text(blank, on_text, taught) if on_text.by else _by_sessions(blank, on_text, taught)


@dataclass
class _OnText:
    """Decisions on the text itself, added in order of time; the newest stands.

    Attributes:
        by: The one that stands on whose text it is; two of one moment that differ both do.
        never: Those that exclude a customer.
        settled: When it was last said whose text it is, or taken back.
    """

    by: tuple[TextLesson, ...] = ()
    never: dict[int, TextLesson] = field(default_factory=dict)
    settled: datetime | None = None

    def add(self, found: TextLesson) -> None:
        """One more, not older than those before."""
        customer, when = found.lesson.id, found.decision.when_utc
        if found.lesson.says is Says.NEVER and customer is not None:
            self.never[customer] = found
            self.by = tuple(before for before in self.by if before.lesson.id != customer)
            return
        if found.lesson.says is Says.OPEN:
            self.by, self.never = (), {}
        else:
            tied = self.by if when == self.settled else ()
            self.by = (*(t for t in tied if _whose(t) != _whose(found)), found)
            self.never.pop(customer or 0, None)
        self.settled = when

    def overrules(self, taught: TextLesson) -> bool:
        """Whether the word on the text is newer than what a corrected Session taught."""
        when, denied = taught.decision.when_utc, self.never.get(taught.lesson.id or 0)
        return (self.settled is not None and when <= self.settled) or (
            denied is not None and when <= denied.decision.when_utc
        )


def _by_text(blank: Ruling, on_text: _OnText, taught: Sequence[TextLesson]) -> Ruling:
    verdict = _whose(on_text.by[-1]) if len(on_text.by) == 1 else OPEN
    others = tuple(f for f in taught if _whose(f) != verdict)
    return replace(
        blank,
        verdict=verdict,
        never=frozenset({*on_text.never, *_denied(others)} - {verdict}),
        despite=frozenset(owner for f in on_text.by for owner in f.lesson.owners),
        by=on_text.by,
        exceptions=others,
    )


def _by_sessions(blank: Ruling, on_text: _OnText, taught: Sequence[TextLesson]) -> Ruling:
    """One answer of all corrected Sessions counts; two, or one that another denies, do not."""
    claims, denied = {_whose(f) for f in taught} - {None}, set(_denied(taught))
    excluded = [f for _, f in sorted(on_text.never.items())]
    if len(claims) > 1 or claims & (denied | on_text.never.keys()):
        return replace(blank, verdict=OPEN, never=frozenset(on_text.never), by=tuple(taught))
    return replace(
        blank,
        verdict=next(iter(claims), None),
        never=frozenset(denied | on_text.never.keys()),
        by=tuple(sorted([*excluded, *taught], key=_order)),
    )


def _standing(ordered: Sequence[TextLesson]) -> list[TextLesson]:
    """What corrected Sessions teach: the newest of each, where it holds for others too."""
    sessions = [f for f in ordered if f.is_about_session]
    of_session: dict[str | None, list[TextLesson]] = defaultdict(list)
    of_segment: dict[str, list[TextLesson]] = defaultdict(list)
    for found in sessions:
        of_session[found.decision.session_id].append(found)
        for key in found.decision.segment_keys:
            of_segment[key].append(found)
    standing = []
    for found in sessions:
        keys = found.decision.segment_keys
        rivals = [*of_session[found.decision.session_id], *(of_segment[keys[0]] if keys else ())]
        if found.generalises and not any(_replaces(rival, found) for rival in rivals):
            standing.append(found)
    return standing


def _replaces(newer: TextLesson, older: TextLesson) -> bool:
    """Later, on the same Session or on one that holds all that the older one rests on."""
    mine, other = newer.decision, older.decision
    if mine.when_utc <= other.when_utc:
        return False
    return mine.session_id == other.session_id or set(other.segment_keys) <= set(mine.segment_keys)


def _whose(found: TextLesson) -> TextVerdict:
    if found.lesson.says is Says.CUSTOMER:
        return found.lesson.id
    return NOBODY if found.lesson.says is Says.NOBODY else None


def _denied(found: Iterable[TextLesson]) -> Iterator[int]:
    for each in found:
        not_it = each.lesson.id if each.lesson.says is Says.NEVER else each.lesson.was
        if not_it is not None:
            yield not_it


def _order(found: TextLesson) -> tuple[datetime, int, str]:
    decision = found.decision
    return (decision.when_utc, _CARE.index(found.lesson.says), decision.decision_id)


def _sentence(found: TextLesson) -> str:
    lesson, decision = found.lesson, found.decision
    whom = f" {lesson.id} ('{shown(lesson.name)}')" if lesson.id is not None else ""
    how = "corrected a Session" if found.is_about_session else "decided"
    why = f" ({decision.why})" if decision.why and not found.is_about_session else ""
    return (
        f"{decision.who} {how} on {decision.when_utc:%Y-%m-%d}: "
        f"'{shown(found.text)}' {_WORDS[lesson.says]}{whom}{why}"
    )
