"""When to try again: by the kind of trouble, as long as the server asks, never without end."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from sdc_core.api.answers import BrokenAnswerError, RateLimitError
from sdc_core.errors import TransientApiError

LONGEST_BACK_OFF_SECONDS = 60
LONGEST_WAIT_SECONDS = 300
RATE_LIMIT_TRIES = 10
BROKEN_TRIES = 2

_AnswerT = TypeVar("_AnswerT")


def patiently(
    ask: Callable[[], _AnswerT], *, max_tries: int, sleep: Callable[[float], None]
) -> _AnswerT:
    """The answer, after as many tries as its troubles are worth.

    Raises:
        TransientApiError: No useful answer after all tries.
        TerminalApiError: Another try is not worth it.
    """
    patience = Patience(max_tries)
    retrying = Retrying(
        retry=retry_if_exception_type(TransientApiError),
        stop=patience.is_over,
        wait=patience.wait,
        sleep=sleep,
        reraise=True,
    )
    try:
        return retrying(ask)
    except TransientApiError as error:
        tries = retrying.statistics.get("attempt_number", 1)
        raise TransientApiError(f"{error}; gave up after {tries} tries") from error


class Patience:
    """How often each kind of trouble is met again before giving up, and how long to wait."""

    def __init__(self, max_tries: int) -> None:
        self._met: Counter[type[BaseException]] = Counter()
        self._limits = {
            RateLimitError: RATE_LIMIT_TRIES,
            BrokenAnswerError: min(BROKEN_TRIES, max_tries),
            TransientApiError: max_tries,
        }
        self._back_off = wait_random_exponential(max=LONGEST_BACK_OFF_SECONDS)

    def is_over(self, state: RetryCallState) -> bool:
        """Count one more failure; true where another try is not worth it."""
        error = _error_of(state)
        self._met[type(error)] += 1
        is_too_long = (error.retry_after_seconds or 0) > LONGEST_WAIT_SECONDS
        return is_too_long or self._met[type(error)] >= self._limits[type(error)]

    def wait(self, state: RetryCallState) -> float:
        """What the server asked for, else exponential back-off with full jitter."""
        asked = _error_of(state).retry_after_seconds
        return self._back_off(state) if asked is None else asked


def _error_of(state: RetryCallState) -> TransientApiError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, TransientApiError)
    return error
