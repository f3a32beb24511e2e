"""HTTP to one API, within its budget and with patience.

Redirects are not followed, so that a key in a header never goes to another host.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Self, TypeVar

import httpx

from sdc_core.addresses import check_address
from sdc_core.api.answers import read_body, server_date
from sdc_core.api.patience import patiently
from sdc_core.api.throttle import TokenBucket
from sdc_core.errors import TransientApiError

_AnswerT = TypeVar("_AnswerT")


class Connection:
    """What the clients of all APIs share.

    Args:
        base_url: Before every path; plain http to this machine only.
        setting: Where the address is set, for messages.
        headers: Of every request, with the key.
        requests_per_minute: The own budget.
        timeout_seconds: Of one request.
        max_tries: For failures worth a retry; 429 has a count of its own.
        transport: Instead of the network, for tests.
        sleep: Instead of waiting, for tests.
        clock: Seconds that only grow.

    Attributes:
        server_date: The server's clock at its last answer.

    Raises:
        SettingsError: The address is not usable.
    """

    def __init__(
        self,
        base_url: str,
        *,
        setting: str,
        headers: Mapping[str, str],
        requests_per_minute: int,
        timeout_seconds: float,
        max_tries: int,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        is_loopback = check_address(base_url, setting)
        self.server_date: datetime | None = None
        self._base_url = base_url.rstrip("/")
        self._setting = setting
        self._max_tries = max_tries
        self._sleep = sleep
        self._bucket = TokenBucket(requests_per_minute, sleep=sleep, clock=clock)
        self._http = httpx.Client(
            headers={**headers, "Accept": "application/json"},
            timeout=timeout_seconds,
            transport=transport,
            follow_redirects=False,
            # A proxy of the environment cannot reach this machine's own loopback.
            trust_env=not is_loopback,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def patiently(self, ask: Callable[[], _AnswerT]) -> _AnswerT:
        """The answer, after as many tries as its troubles are worth.

        Raises:
            ApiError: No useful answer after all tries.
        """
        return patiently(ask, max_tries=self._max_tries, sleep=self._sleep)

    def get_once(self, path: str, place: str, **question: Any) -> tuple[httpx.Response, bytes]:
        """One answer and its body, whatever it says; `place` names the request in messages.

        Raises:
            TransientApiError: No whole answer came.
            TerminalApiError: More came than an answer may be.
        """
        self._bucket.take()
        try:
            with self._http.stream("GET", self._base_url + path, **question) as response:
                content = read_body(response, place)
        except httpx.HTTPError as error:
            raise TransientApiError(
                f"{place}: {self._base_url} gave no whole answer "
                f"({type(error).__name__}: {error}); check the network and {self._setting}"
            ) from error
        self.server_date = server_date(response) or self.server_date
        return response, content
