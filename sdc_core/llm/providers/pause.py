"""What all callers of one provider wait for together: its pauses, the requests per minute."""

import time
from collections.abc import Callable
from threading import Lock

from sdc_core.api.throttle import TokenBucket
from sdc_core.errors import ProviderDownError
from sdc_core.llm.stopping import check_not_stopped, sleep


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
        sleep: Callable[[float], None] = sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._bucket = TokenBucket(per_minute, sleep=sleep, clock=clock) if per_minute else None
        self._turn = Lock()
        self._closed_until = 0.0
        self._closed_why = ""

    def enter(self, until: float) -> None:
        """Wait for the end of a pause and for a place within the requests per minute.

        Raises:
            ProviderDownError: The pause outlasts `until`, or the run was stopped.
        """
        check_not_stopped()
        while (left := self._closed_until - self._clock()) > 0:
            if self._clock() + left > until:
                raise ProviderDownError(self._closed_why, retry_after_seconds=left)
            self._sleep(left)
            check_not_stopped()
        if self._bucket:
            with self._turn:
                check_not_stopped()
                self._bucket.take()

    def pause(self, seconds: float, why: str) -> None:
        """Hold everybody so long; a longer pause that is on stays."""
        with self._turn:
            if (end := self._clock() + seconds) > self._closed_until:
                self._closed_until, self._closed_why = end, why
