"""When a provider is asked again: one policy for all of them, with the SDKs' own turned off.

Another try is worth it after 429, 5xx, a timeout and a broken connection (`ProviderDownError`), as
long as the server asks to wait or else with full jitter; never past the tries of the settings nor
past a deadline for all of them together. Decision 0035.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from sdc_core.errors import ProviderDownError
from sdc_core.llm.providers.pause import Gate
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.trouble import RateLimitedError
from sdc_core.llm.stopping import is_stopped, sleep

LONGEST_BACK_OFF_SECONDS = 30.0
# All tries of one call together; a single try may take longer where the settings let it.
LONGEST_SECONDS = 300.0
# Callers that were paused together do not come back in one instant.
SPREAD_SECONDS = 1.0

_AnswerT = TypeVar("_AnswerT")


class Patience:
    """The tries of all calls to one provider.

    Args:
        service: Says how many tries and how many requests per minute.
        sleep: Instead of waiting, for tests.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        service: Service,
        *,
        sleep: Callable[[float], None] = sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_tries = service.max_tries
        self._longest = max(LONGEST_SECONDS, service.timeout_seconds)
        self._sleep, self._clock = sleep, clock
        self._gate = Gate(service.requests_per_minute, sleep=sleep, clock=clock)
        self._back_off = wait_random_exponential(max=LONGEST_BACK_OFF_SECONDS)

    def ask(self, call: Callable[[], _AnswerT], *, max_tries: int | None = None) -> _AnswerT:
        """The answer, after as many tries as its troubles are worth.

        Raises:
            ProviderDownError: None came, in all tries; says how many.
            LlmError: Of another kind, as `call` raises it, at once.
        """
        tries = max_tries or self._max_tries
        deadline = self._clock() + self._longest
        met: list[ProviderDownError] = []
        retrying = Retrying(
            retry=retry_if_exception_type(ProviderDownError),
            stop=lambda state: self._is_over(state, tries, deadline),
            wait=self._wait,
            sleep=self._sleep,
            before=lambda _state: self._gate.enter(deadline),
            after=lambda state: met.append(_error_of(state)),
            reraise=True,
        )
        try:
            return retrying(call)
        except ProviderDownError as error:
            raise _given_up(error, met) from None

    def _wait(self, state: RetryCallState) -> float:
        """What the server asked for and a little more, else back-off; a 429 holds everybody."""
        error = _error_of(state)
        asked = error.retry_after_seconds
        seconds = self._back_off(state) if asked is None else asked
        if isinstance(error, RateLimitedError):
            self._gate.pause(seconds, str(error))
        return seconds + random.uniform(0, SPREAD_SECONDS)  # noqa: S311 - not for secrecy

    def _is_over(self, state: RetryCallState, tries: int, deadline: float) -> bool:
        is_late = self._clock() + state.upcoming_sleep > deadline
        return state.attempt_number >= tries or is_late or is_stopped()


def _error_of(state: RetryCallState) -> ProviderDownError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, ProviderDownError)
    return error


def _given_up(last: ProviderDownError, met: Sequence[ProviderDownError]) -> ProviderDownError:
    """What is said after the last try: how often, and whether any of the tries may be charged."""
    last.may_cost = any(error.may_cost for error in met)
    if len(met) > 1:
        last.args = (f"{last}; gave up after {len(met)} tries",)
    return last
