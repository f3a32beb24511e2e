"""What all callers of one provider wait for together: its pauses, the requests per minute."""

import time
from collections.abc import Callable
from threading import Lock

from sdc_core.api.throttle import TokenBucket
from sdc_core.errors import ProviderDownError

# Of a provider that gave up on so many calls in a row, the next ones are not asked for a while:
# a run over a thousand Sessions must not wait a thousand times for a server that is off.
CALLS_GIVEN_UP = 2
REST_SECONDS = 60.0


class Gate:
    """Opened by one caller, it holds all; safe between threads.

    Args:
        per_minute: The own bound; None is none.
        sleep: Instead of waiting, for tests.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        per_minute: int | None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._bucket = TokenBucket(per_minute, sleep=sleep, clock=clock) if per_minute else None
        self._turn = Lock()
        self._closed_until = 0.0
        self._closed_why = ""
        self._given_up = 0

    def enter(self, until: float) -> None:
        """Wait for the end of a pause and for a place within the requests per minute.

        Raises:
            ProviderDownError: The pause outlasts `until`.
        """
        while (left := self._closed_until - self._clock()) > 0:
            if self._clock() + left > until:
                raise ProviderDownError(self._closed_why, retry_after_seconds=left)
            self._sleep(left)
        if self._bucket:
            with self._turn:
                self._bucket.take()

    def pause(self, seconds: float, why: str) -> None:
        """Hold everybody so long; a longer pause that is on stays."""
        with self._turn:
            if (end := self._clock() + seconds) > self._closed_until:
                self._closed_until, self._closed_why = end, why

    def gave_up(self, why: str) -> None:
        """One call has had all its tries in vain."""
        self._given_up += 1
        if self._given_up >= CALLS_GIVEN_UP:
            self.pause(REST_SECONDS, f"{why}; not asked again for {REST_SECONDS:g} s")

    def answered(self) -> None:
        """The provider works."""
        self._given_up = 0
