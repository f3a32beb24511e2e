"""The gateway: the one place that redacts, remembers, pays and calls.

A question is routed, redacted, looked up under the hash of all that shapes its answer, held
against the budget, sent, and its answer validated, judged and given its names back. Whoever asks
gets a reply; what a provider does never raises. Threads and processes may ask at once: equal
questions of one process are asked once, and no two calls take the same room in the budget.
"""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from threading import Lock

from pydantic import BaseModel, JsonValue

from sdc_core.errors import AnswerError, LlmError, SdcError, StoreError
from sdc_core.llm.answer_cache import AnswerCache, KeptAnswer, without_credentials
from sdc_core.llm.asking import Preview, Question, Reply
from sdc_core.llm.base import Prompt, Provider, Route
from sdc_core.llm.gate.answers import REFUSED, check, parsed, repaired, restored, validated
from sdc_core.llm.gate.calling import Caller
from sdc_core.llm.gate.keys import key_of
from sdc_core.llm.gate.outgoing import Outlet
from sdc_core.llm.gate.passage import (
    FailedBeforeError,
    NotAskedError,
    Passage,
    Ready,
    kind_of,
)
from sdc_core.llm.gate.previewing import preview_of
from sdc_core.llm.spending.tally import Tally
from sdc_core.llm.stopping import stoppable

WORKERS = 4

_STRIPES = 64
_log = logging.getLogger(__name__)

RouteOf = Callable[[Question], Route | None]
ProviderOf = Callable[[str], Provider]


class Gateway:
    """An `Asker`.

    Attributes:
        cache: Where answers are kept; it may keep others too.
    """

    def __init__(
        self,
        *,
        route_of: RouteOf,
        provider_of: ProviderOf,
        outlet: Outlet,
        caller: Caller,
        cache: AnswerCache,
        clock: Callable[[], datetime],
        redacts_always: bool = False,
    ) -> None:
        """`redacts_always`: also what goes to a model on this machine."""
        self.cache = cache
        self._route_of = route_of
        self._provider_of = provider_of
        self._outlet = outlet
        self._caller = caller
        self._clock = clock
        self._redacts_always = redacts_always
        self._tally = Tally()
        # Equal keys take turns, so that the second finds the answer of the first.
        self._turns = tuple(Lock() for _ in range(_STRIPES))

    @property
    def tally(self) -> Tally:
        """What was asked since the last `take_tally`."""
        return self._tally

    def take_tally(self) -> Tally:
        """What was asked since the last time; counting begins anew."""
        taken, self._tally = self._tally, Tally()
        return taken

    def ask(self, question: Question) -> Reply:
        """Never raises for what a provider, the budget or redaction does."""
        passage, kind = Passage(question), ""
        try:
            reply = self._reply(passage)
        except (LlmError, StoreError) as error:
            reply, kind = passage.stopped(error), kind_of(error)
            _log.debug("%s of %s: %s", question.task, question.about, kind)
        self._tally.count(reply, kind)
        return reply

    def ask_many(self, questions: Iterable[Question], *, workers: int = WORKERS) -> list[Reply]:
        """Replies in the order of the questions, some of them asked at once.

        Answers do not depend on the order; where the budget ends, it decides who waits.
        """
        pool = ThreadPoolExecutor(workers)
        try:
            with stoppable():
                # The run and the month that are bound here are bound in each thread.
                asked = [pool.submit(copy_context().run, self.ask, each) for each in questions]
                return [future.result() for future in asked]
        finally:  # who stops the run pays for no call, and no other try, that has not begun
            pool.shutdown(cancel_futures=True)

    def preview(self, question: Question) -> Preview:
        """What `ask` would do now; sends nothing."""
        passage = Passage(question)
        try:
            ready = self._ready(passage)
        except LlmError as error:
            return preview_of(passage, None, self._caller, problem=str(error))
        is_cached = self.cache.get(passage.key) is not None
        problem = "" if is_cached else self._why_not(ready)
        return preview_of(passage, ready, self._caller, is_cached=is_cached, problem=problem)

    def close(self) -> None:
        """Let go of the file of answers; the next question opens it again."""
        self.cache.flush()

    def _reply(self, passage: Passage) -> Reply:
        ready = self._ready(passage)
        with self._turns[int(passage.key, 16) % _STRIPES]:
            known = self._known(ready)
            if known is not None:
                return passage.answered(known, is_cached=True)
            self._refuse_failed(passage)
            return passage.answered(self._asked(ready), is_cached=False)

    def _ready(self, passage: Passage) -> Ready:
        question = passage.question
        route = self._route_of(question)
        if route is None:
            raise NotAskedError(f"the task {question.task!r} is done on this machine, by no model")
        passage.route = route
        provider = self._provider_of(route.provider)
        redacts = self._redacts_always or not provider.is_on_this_machine
        outgoing = self._outlet.fit(question.prompt, redacts=redacts)
        passage.key = key_of(route, outgoing, question.schema)
        return Ready(passage, route, provider, outgoing)

    def _known(self, ready: Ready) -> BaseModel | None:
        """The answer that is kept, if it is still one that would be believed."""
        kept = self.cache.get(ready.passage.key)
        if kept is None:
            return None
        try:
            return _believed(ready, kept.answer)[1]
        except AnswerError:
            return None

    def _refuse_failed(self, passage: Passage) -> None:
        reason = self.cache.failure(passage.key)
        if reason is not None:
            raise FailedBeforeError(reason, kind="failed")

    def _asked(self, ready: Ready) -> BaseModel:
        passage = ready.passage
        try:
            value, answer = self._tried_twice(ready)
        except AnswerError as error:
            self.cache.put_failure(passage.key, passage.origin, str(error), self._clock())
            raise
        kept = KeptAnswer(passage.origin, value, passage.usage, passage.cost_usd)
        self.cache.put(passage.key, kept, self._clock())
        return answer

    def _tried_twice(self, ready: Ready) -> tuple[JsonValue, BaseModel]:
        prompt = ready.outgoing.prompt
        try:
            return self._tried(ready, prompt)
        except AnswerError as error:
            if error.kind == REFUSED:
                raise
            return self._tried(ready, repaired(prompt, str(error)))

    def _tried(self, ready: Ready, prompt: Prompt) -> tuple[JsonValue, BaseModel]:
        text = self._caller.call(ready.request(prompt), ready.passage.took)
        return _believed(ready, parsed(text))

    def _why_not(self, ready: Ready) -> str:
        try:
            self._refuse_failed(ready.passage)
            self._caller.check(ready.request())
        except SdcError as error:
            return str(error)
        return ""


def _believed(ready: Ready, value: JsonValue) -> tuple[JsonValue, BaseModel]:
    """The answer as it is kept, with placeholders, and as it is given, with their values."""
    question = ready.passage.question
    sent = validated(value, question.schema)
    safe = without_credentials(sent.model_dump(mode="json", by_alias=True))
    check(validated(safe, question.schema), question.problem, ready.outgoing)
    return safe, restored(safe, question.schema, ready.outgoing.redacted)
