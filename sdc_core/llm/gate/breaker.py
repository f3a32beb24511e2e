"""Which providers and models are not asked any more in a run, and why.

One refusal of what every call sends is enough, or one word to come back much later (the quota of a
day); of a provider that does not answer, three in a row. A model that does not exist leaves the
other models of its provider.
"""

from threading import Lock

from sdc_core.errors import ProviderDownError, ProviderSetupError
from sdc_core.llm.base import Route

DOWN_IN_A_ROW = 3
LONG_SECONDS = 600

Failed = ProviderDownError | ProviderSetupError


class Breaker:
    """What was given up, until another run begins; safe for threads."""

    def __init__(self) -> None:
        self._run = ""
        self._given_up: dict[str, Failed] = {}
        self._down: dict[str, int] = {}
        self._lock = Lock()

    def check(self, run_id: str, route: Route) -> None:
        """Whether the model may be asked.

        Raises:
            ProviderDownError: Its provider was down too often in a row.
            ProviderSetupError: The provider refused what every call sends.
        """
        with self._lock:
            self._begin(run_id)
            provider = self._given_up.get(route.provider)
            reason = provider or self._given_up.get(route.generator)
        if reason is not None:
            raise type(reason)(str(reason))

    def failed(self, run_id: str, route: Route, error: Failed) -> bool:
        """Count a failure.

        Returns:
            Whether the provider or the model is given up from now on.
        """
        with self._lock:
            self._begin(run_id)
            self._down[route.provider] = self._down.get(route.provider, 0) + 1
            is_over = _is_for_long(error) or self._down[route.provider] >= DOWN_IN_A_ROW
            if is_over:
                self._given_up.setdefault(_named(route, error), error)
            return is_over

    def answered(self, route: Route) -> None:
        """The provider works: failures before count no more."""
        with self._lock:
            self._down.pop(route.provider, None)

    def _begin(self, run_id: str) -> None:
        if run_id != self._run:
            self._run, self._given_up, self._down = run_id, {}, {}


def _is_for_long(error: Failed) -> bool:
    if isinstance(error, ProviderSetupError):
        return True
    return (error.retry_after_seconds or 0) >= LONG_SECONDS


def _named(route: Route, error: Failed) -> str:
    is_of_model = isinstance(error, ProviderSetupError) and error.is_of_model
    return route.generator if is_of_model else route.provider
