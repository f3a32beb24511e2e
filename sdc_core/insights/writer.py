"""Title, summary and the other insights of Sessions: asked of a model, or given locally.

A local answer stands in wherever a model gave none, until a better one is accepted.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from sdc_core.insights.local_answers import LocalAnswers
from sdc_core.insights.plan import Planned
from sdc_core.insights.scope import EVERYTHING, Scope
from sdc_core.insights.settled import Settled, write_into
from sdc_core.llm.answer_cache import AnswerCache
from sdc_core.llm.asking import Asker, Question, Reply, State
from sdc_core.llm.base import Prompt
from sdc_core.llm.tasks.base import Task
from sdc_core.models import Session
from sdc_core.times import now_utc

NOT_NOW = "not asked in this run"
# Enough to keep all workers of the gateway busy, few enough to hold and to stop between.
_AT_ONCE = 16


class ManyAsker(Asker, Protocol):
    """Who can be asked several things at once."""

    def ask_many(self, questions: Iterable[Question]) -> list[Reply]:
        """Replies in the order of the questions."""
        ...


@dataclass(slots=True)
class _Open:
    """One task of one Session on its way; without a question nobody is asked."""

    planned: Planned
    local: LocalAnswers
    question: Question | None
    reply: Reply | None = None


@dataclass(frozen=True)
class Writer:
    """Writes what was planned.

    Attributes:
        plan: The tasks and who does them.
        answers: Remembers what was answered.
        asker: Is asked; None where no task goes to a model.
        scope: What may be asked now.
    """

    plan: Sequence[Planned]
    answers: AnswerCache
    asker: ManyAsker | None = None
    scope: Scope = EVERYTHING

    def write(self, sessions: Iterable[Session]) -> Iterator[Settled]:
        """Fill the Sessions; how each task of each ended, in order.

        All tasks of a Session are answered before any is written: no answer rests on another.
        """
        left = iter(sessions)
        while some := list(islice(left, _AT_ONCE)):
            opened = [self._opened(session) for session in some]
            self._ask([one for of_session in opened for one in of_session])
            for of_session in opened:
                yield from _written(of_session)

    def _opened(self, session: Session) -> list[_Open]:
        local = LocalAnswers.on(session, self.answers)
        applying = (planned for planned in self.plan if planned.task.applies(session))
        return [_Open(planned, local, self._question(planned, local)) for planned in applying]

    def _question(self, planned: Planned, local: LocalAnswers) -> Question | None:
        if self.asker is None or not planned.is_for_a_model:
            return None
        prompt = planned.task.prompt(local.shown)
        return question_of(planned.task, prompt, local) if prompt else None

    def _ask(self, opened: Iterable[_Open]) -> None:
        """What is known already is taken in any case."""
        asking = [one for one in opened if one.question and self._may_ask(one)]
        questions = [one.question for one in asking if one.question]
        replies = self.asker.ask_many(questions) if self.asker and questions else []
        for one, reply in zip(asking, replies, strict=True):
            one.reply = reply

    def _may_ask(self, one: _Open) -> bool:
        assert self.asker is not None
        assert one.question is not None
        is_now = self.scope.holds(one.planned.task.step)
        return is_now or self.asker.preview(one.question).is_cached


def question_of(task: Task, prompt: Prompt, local: LocalAnswers) -> Question:
    """What is put to a model about a Session."""
    return Question(
        task=task.name,
        prompt=prompt,
        schema=task.answer,
        about=local.session.meta.session_id,
        content=local.content,
        tier=task.tier,
        max_tokens=task.max_tokens,
        problem=task.problem,
    )


def is_open(asker: Asker, plan: Iterable[Planned], broken: Collection[str] = ()) -> bool:
    """Whether any task could be asked now: its provider is set up and the budget has room.

    Args:
        asker: Who would be asked.
        plan: The tasks.
        broken: Providers that cannot be asked as they are set up.
    """
    routed = [(p.task, p.route) for p in plan if p.route and p.route.provider not in broken]
    return any(not asker.preview(_probe(task)).problem for task, _ in routed)


def _probe(task: Task) -> Question:
    """A question about nothing, for what every question of the task meets."""
    empty = Prompt("", "", ())
    return Question(
        task.name, empty, task.answer, "", "", tier=task.tier, max_tokens=task.max_tokens
    )


def _written(of_session: Sequence[_Open]) -> list[Settled]:
    settled = [_settled(one) for one in of_session]
    for one in of_session[:1]:
        write_into(one.local.session, settled, one.local.content, now_utc())
    return settled


def _settled(one: _Open) -> Settled:
    task = one.planned.task
    if one.question is None:
        return Settled(task, one.local.give(task), task.local_version)
    asked = _asked(one.planned, one.question.prompt, one.reply)
    if asked.answer is not None:
        return asked
    return replace(asked, answer=one.local.give(task), generator=task.local_version)


def _asked(planned: Planned, prompt: Prompt, reply: Reply | None) -> Settled:
    """What the model said, as far as it is an answer of the task."""
    unasked = Settled(
        planned.task,
        None,
        planned.generator,
        asked=planned.generator,
        state=State.WAITING,
        reason=NOT_NOW,
        prompt=prompt.version,
    )
    if reply is None:
        return unasked
    return replace(
        unasked,
        answer=reply.answer if isinstance(reply.answer, planned.task.answer) else None,
        state=reply.state,
        reason=reply.reason,
        key=reply.key,
    )
