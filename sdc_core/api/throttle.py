"""The own request budget: a limit may count per IP, and other tools share the office's."""

from collections.abc import Callable

# Syncro, the narrowest known, allows 180 a minute; a burst on top of 150 must stay below it.
LARGEST_BURST = 20
BURSTS_PER_MINUTE = 8


class TokenBucket:
    """Lets a small burst pass, then one request per interval."""

    def __init__(
        self, per_minute: int, *, sleep: Callable[[float], None], clock: Callable[[], float]
    ) -> None:
        self._per_second = per_minute / 60
        self._capacity = float(max(1, min(LARGEST_BURST, per_minute // BURSTS_PER_MINUTE)))
        self._tokens = self._capacity
        self._sleep = sleep
        self._clock = clock
        self._last = clock()

    def take(self) -> None:
        """Wait until one more request is within the budget."""
        self._refill()
        if self._tokens < 1:
            self._sleep((1 - self._tokens) / self._per_second)
            self._refill()
        # A clock that a test holds still must not wait for ever: the sleep counts as paid.
        self._tokens = max(self._tokens - 1, 0.0)

    def _refill(self) -> None:
        now = self._clock()
        gained = (now - self._last) * self._per_second
        self._tokens = min(self._capacity, self._tokens + gained)
        self._last = now
