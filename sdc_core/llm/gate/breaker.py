"""Which providers are not asked any more in a run, and why.

One refusal of what every call sends is enough; of a provider that does not answer, three in a row.
"""

from threading import Lock

from sdc_core.errors import ProviderDownError, ProviderSetupError

DOWN_IN_A_ROW = 3


class Breaker:
    """Providers that were given up, until another run begins; safe for threads."""

    def __init__(self) -> None:
        self._run = ""
        self._given_up: dict[str, ProviderDownError | ProviderSetupError] = {}
        self._down: dict[str, int] = {}
        self._lock = Lock()

    def check(self, run_id: str, provider: str) -> None:
        """Whether the provider may be asked.

        Raises:
            ProviderDownError: It was down too often in a row.
            ProviderSetupError: It refused what every call sends.
        """
        with self._lock:
            self._begin(run_id)
            reason = self._given_up.get(provider)
        if reason is not None:
            raise type(reason)(str(reason))

    def failed(
        self, run_id: str, provider: str, error: ProviderDownError | ProviderSetupError
    ) -> bool:
        """Count a failure.

        Returns:
            Whether the provider is given up from now on.
        """
        with self._lock:
            self._begin(run_id)
            self._down[provider] = self._down.get(provider, 0) + 1
            is_over = isinstance(error, ProviderSetupError) or self._down[provider] >= DOWN_IN_A_ROW
            if is_over:
                self._given_up.setdefault(provider, error)
            return is_over

    def answered(self, provider: str) -> None:
        """The provider works: failures before count no more."""
        with self._lock:
            self._down.pop(provider, None)

    def _begin(self, run_id: str) -> None:
        if run_id != self._run:
            self._run, self._given_up, self._down = run_id, {}, {}
