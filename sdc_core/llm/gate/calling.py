"""One call: breaker and budget before it, its cost written down after it, whatever happens."""

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from threading import Lock

from pydantic import BaseModel

from sdc_core.errors import AnswerError, ProviderDownError, ProviderSetupError, StoreError
from sdc_core.llm.base import NOTHING_USED, Completion, Prompt, Provider, Route, Usage
from sdc_core.llm.gate.breaker import Breaker, Failed
from sdc_core.llm.rendering import PREVIEW_NONCE, render
from sdc_core.llm.spending.budget import Reservation, Spending
from sdc_core.llm.stopping import check_not_stopped

CHARACTERS_PER_TOKEN = 4

# What providers put around a request: roles, separators, the name of the schema.
_FRAME_TOKENS = 64
_log = logging.getLogger(__name__)

Took = Callable[[Usage, float | None], None]


def estimate(prompt: Prompt, schema: type[BaseModel]) -> int:
    """About how many tokens the prompt takes."""
    characters = sum(map(len, _sent(prompt, schema)))
    return -(-characters // CHARACTERS_PER_TOKEN)


def most_tokens(route: Route) -> int:
    """Of the answer, as the route allows."""
    most = route.parameters.get("max_tokens")
    return most if isinstance(most, int) else 0


@dataclass(frozen=True)
class Request:
    """One call to be made."""

    provider: Provider
    route: Route
    prompt: Prompt
    schema: type[BaseModel]

    @property
    def is_here(self) -> bool:
        """Whether the model runs on this machine."""
        return self.provider.is_on_this_machine

    def worst(self) -> Usage:
        """The most that it can take: no tokenizer makes more tokens than there are bytes."""
        texts = _sent(self.prompt, self.schema)
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
        return Usage(1, size + _FRAME_TOKENS, most_tokens(self.route))


class Caller:
    """Calls providers; safe for threads. A model on this machine is asked one thing at a time."""

    def __init__(self, spending: Spending, breaker: Breaker) -> None:
        self.spending = spending
        self._breaker = breaker
        self._turn = Lock()

    def check(self, request: Request) -> None:
        """Whether a call would be made now.

        Raises:
            LlmError: It would not be; says why.
        """
        self._breaker.check(self.spending.run_id, request.route)
        self.spending.check(request.route, request.worst(), is_here=request.is_here)

    def most_usd(self, request: Request) -> float | None:
        """The most that a call may cost; None where the price is not known."""
        return self.spending.cost(request.route, request.worst(), is_here=request.is_here)

    def call(self, request: Request, took: Took) -> str:
        """The text that the model wrote; `took` is told what that cost, also of a failure.

        Raises:
            LlmError: No text: not asked (breaker, budget), or no answer, or none to use.
            StoreError: The ledger of calls cannot be written: nothing was sent.
        """
        with self._turn_of(request):
            check_not_stopped()
            self._breaker.check(self.spending.run_id, request.route)
            reservation = self.spending.reserve(
                request.route, request.worst(), is_here=request.is_here
            )
            return self._sent(request, reservation, took)

    def _sent(self, request: Request, reservation: Reservation, took: Took) -> str:
        usage: Usage | None = None
        outcome = "broken"
        try:
            completion = _completed(request)
            usage, outcome = completion.usage, "answered"
        except AnswerError as error:
            usage, outcome = _usage(error), error.kind
            self._breaker.answered(request.route)
            raise
        except ProviderDownError as error:
            usage, outcome = None if error.may_cost else NOTHING_USED, "down"
            self._given_up(request.route, error)
            raise
        except ProviderSetupError as error:
            usage, outcome = NOTHING_USED, "setup"
            self._given_up(request.route, error)
            raise
        finally:
            self._settle(reservation, usage, outcome, took)
        self._breaker.answered(request.route)
        return completion.text

    def _settle(
        self, reservation: Reservation, usage: Usage | None, outcome: str, took: Took
    ) -> None:
        if usage is not None and not usage.prompt_tokens and outcome not in {"down", "setup"}:
            usage = None  # the provider answered and did not say what it took
        cost = reservation.row.cost_usd
        try:
            cost = self.spending.settle(reservation, usage, outcome)
        except StoreError as error:
            _log.warning("a call counts at its most: %s", error)
        took(replace(usage or NOTHING_USED, calls=1), cost)

    def _given_up(self, route: Route, error: Failed) -> None:
        if self._breaker.failed(self.spending.run_id, route, error):
            _log.warning("%s is not asked any more in this run: %s", route.generator, error)

    def _turn_of(self, request: Request) -> AbstractContextManager[object]:
        return self._turn if request.is_here else nullcontext()


def _completed(request: Request) -> Completion:
    provider = request.provider
    try:
        return provider.complete(request.route, request.prompt, request.schema)
    except (AnswerError, ProviderDownError, ProviderSetupError):
        raise
    except Exception as error:  # an adapter or an SDK that fails must not end the run
        raise ProviderDownError(
            f"{provider.name}: the call failed unexpectedly ({type(error).__name__})"
        ) from error


def _usage(error: AnswerError) -> Usage | None:
    return error.usage if isinstance(error.usage, Usage) else None


def _sent(prompt: Prompt, schema: type[BaseModel]) -> tuple[str, str, str]:
    return (*render(prompt, PREVIEW_NONCE), json.dumps(schema.model_json_schema()))
