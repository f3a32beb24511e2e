"""Where people and rules, or people among themselves, say different things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sdc_core.linking.lessons.learned import Learned, Ruling
from sdc_core.linking.lessons.lesson import lessons
from sdc_core.linking.lessons.texts import evidence_of
from sdc_core.models import ProcessingStatus, Session
from sdc_core.store.ledger import Decision


@dataclass(frozen=True)
class Overruled:
    """A Session that a rule linked to one customer and a person to another, or to nobody."""

    session_id: str
    text: str | None
    rule_customer_id: int
    customer_id: int | None
    customer_name: str | None


def overruled(sessions: Iterable[Session], decisions: Iterable[Decision]) -> Iterator[Overruled]:
    """Links that people corrected in a finished file, in the order of the Sessions.

    Once its text is learned, the rule gives the person's own answer: what it said before stands in
    the ledger then.
    """
    before = _before(decisions)
    for session in sessions:
        context = session.context
        if session.meta.processing_status == ProcessingStatus.LINKED:
            continue
        rule = _by_rule(session)
        if rule in {None, context.customer_id}:
            keys = (segment.segment_id for segment in session.segments)
            rule = next((before[key] for key in keys if key in before), None)
        if rule is not None and rule != context.customer_id:
            yield Overruled(
                session_id=session.meta.session_id,
                text=context.source_customer_name,
                rule_customer_id=rule,
                customer_id=context.customer_id,
                customer_name=context.customer_name,
            )


def disagreements(learned: Learned) -> list[tuple[Ruling, str]]:
    """Texts that people decided differently on, each with what they said, in a sentence."""
    return [
        (ruling, f"{ruling.reason}; but {ruling.excepted}" if ruling.exceptions else ruling.reason)
        for ruling in learned.rulings()
        if ruling in learned.conflicts() or ruling.exceptions
    ]


def _by_rule(session: Session) -> int | None:
    customer_id = evidence_of(session).get("customer_id")
    return customer_id if isinstance(customer_id, int) else None


def _before(decisions: Iterable[Decision]) -> dict[str, int]:
    """The customer before the newest correction, by the first segment that it rests on."""
    found = [f for f in lessons(decisions) if f.is_about_session and f.decision.segment_keys]
    found.sort(key=lambda f: f.decision.when_utc)
    return {f.decision.segment_keys[0]: f.lesson.was for f in found if f.lesson.was is not None}
