"""A question on its way through the gateway: where it goes, what it took, what it comes back as."""

from dataclasses import dataclass

from pydantic import BaseModel

from sdc_core.errors import (
    AnswerError,
    BudgetError,
    LlmError,
    ProviderDownError,
    ProviderSetupError,
    RedactionError,
    SdcError,
)
from sdc_core.llm.answer_cache import Origin
from sdc_core.llm.asking import Question, Reply, State
from sdc_core.llm.base import NOTHING_USED, Prompt, Provider, Route, Usage
from sdc_core.llm.gate.calling import Request
from sdc_core.llm.gate.outgoing import Outgoing

REMEMBERED = "remembered"

_KINDS: tuple[tuple[type[SdcError], str], ...] = (
    (BudgetError, "budget"),
    (RedactionError, "redaction"),
    (ProviderDownError, "down"),
    (ProviderSetupError, "setup"),
)
_NO_GENERATOR = "none"


class NotAskedError(LlmError):
    """The question is not one that is asked in this run."""


class FailedBeforeError(AnswerError):
    """A model failed at the same question before."""


@dataclass
class Passage:
    """One question; the parts are filled as it gets on."""

    question: Question
    route: Route | None = None
    key: str = ""
    usage: Usage = NOTHING_USED
    cost_usd: float | None = 0.0

    @property
    def generator(self) -> str:
        """Who is asked."""
        return self.route.generator if self.route else _NO_GENERATOR

    @property
    def origin(self) -> Origin:
        """What the answer is made from."""
        asked = self.question
        return Origin(asked.task, self.generator, asked.about, asked.content)

    def took(self, usage: Usage, cost_usd: float | None) -> None:
        """Count one call; with one of unknown price the sum is not known."""
        self.usage += usage
        known = cost_usd is not None and self.cost_usd is not None
        self.cost_usd = (self.cost_usd or 0.0) + (cost_usd or 0.0) if known else None

    def answered(self, answer: BaseModel, *, is_cached: bool) -> Reply:
        """The reply with an answer."""
        return self._reply(State.ANSWERED, answer, is_cached=is_cached)

    def stopped(self, error: SdcError) -> Reply:
        """The reply without one: failed at, or waiting."""
        state = State.FAILED if isinstance(error, AnswerError) else State.WAITING
        is_cached = isinstance(error, FailedBeforeError)
        return self._reply(state, None, reason=str(error), is_cached=is_cached)

    def _reply(
        self, state: State, answer: BaseModel | None, *, reason: str = "", is_cached: bool
    ) -> Reply:
        return Reply(
            state=state,
            answer=answer,
            generator=self.generator,
            reason=reason,
            key=self.key,
            is_cached=is_cached,
            usage=self.usage,
            cost_usd=self.cost_usd,
        )


@dataclass(frozen=True)
class Ready:
    """A question that could be sent."""

    passage: Passage
    route: Route
    provider: Provider
    outgoing: Outgoing

    def request(self, prompt: Prompt | None = None) -> Request:
        """The call, with its prompt or a repaired one."""
        sent = prompt or self.outgoing.prompt
        return Request(self.provider, self.route, sent, self.passage.question.schema)


def kind_of(error: SdcError) -> str:
    """Why a question waits or failed, as the tally counts it."""
    if isinstance(error, FailedBeforeError):
        return REMEMBERED
    if isinstance(error, AnswerError):
        return error.kind
    if isinstance(error, NotAskedError):
        return "not_asked"
    return next((kind for of, kind in _KINDS if isinstance(error, of)), "store")
