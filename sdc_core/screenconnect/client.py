"""The client of GetReport: a GET with a JSON body, within a budget, with retries where they help.

The key travels in a header. Redirects are not followed, so it never goes to another host.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Self

import httpx
from pydantic import SecretStr

from sdc_core.addresses import check_address
from sdc_core.api.answers import read_body, server_date
from sdc_core.api.patience import patiently
from sdc_core.api.throttle import TokenBucket
from sdc_core.errors import MissingKeyError, TransientApiError
from sdc_core.screenconnect.answers import PLACE, Report, read_report
from sdc_core.screenconnect.filters import between
from sdc_core.sections import ScreenConnectApi
from sdc_core.settings import Settings

REPORT_TYPE = "SessionConnection"
PROBED = timedelta(days=1)


@dataclass(frozen=True)
class Probe:
    """What one answer shows: how many rows it held, which of the wanted fields it lacks."""

    rows: int
    missing: tuple[str, ...]


class ReportClient:
    """One server.

    Args:
        api: Its settings.
        key: Sent as `Ctrlauthheader`.
        transport: Instead of the network, for tests.
        sleep: Instead of waiting, for tests.
        clock: Seconds that only grow.

    Raises:
        MissingKeyError: No server is configured.
        SettingsError: The address is not usable.
    """

    def __init__(
        self,
        api: ScreenConnectApi,
        key: SecretStr,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        url = api.url()
        if url is None:
            raise MissingKeyError(
                "no ScreenConnect server: set screenconnect.api.base_url and extension_id"
            )
        is_loopback = check_address(url, "screenconnect.api.base_url")
        self._api = api
        self._url = f"{url}/GetReport"
        self._sleep = sleep
        self._bucket = TokenBucket(api.requests_per_minute, sleep=sleep, clock=clock)
        self._http = httpx.Client(
            headers={"Ctrlauthheader": key.get_secret_value(), "Accept": "application/json"},
            timeout=api.timeout_seconds,
            transport=transport,
            follow_redirects=False,
            # A proxy of the environment cannot reach this machine's own loopback.
            trust_env=not is_loopback,
        )
        self.server_date: datetime | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def connections(self, start: datetime, end: datetime) -> Report:
        """Connections that began in [start, end): one answer, which the item limit may cut.

        Raises:
            ApiError: No useful answer after all tries.
        """
        once = partial(self._once, between(start, end, self._api.filters))
        return patiently(once, max_tries=self._api.max_tries, sleep=self._sleep)

    def probe(self, now: datetime) -> Probe:
        """Ask once for the last day: somebody waits for the answer.

        Raises:
            ApiError: Not a useful answer.
        """
        report = self._once(between(now - PROBED, now, self._api.filters))
        missing = tuple(name for name in self._api.fields if name not in report.names)
        return Probe(len(report.items), missing)

    def _once(self, expression: str) -> Report:
        self._bucket.take()
        question = {
            "ReportType": REPORT_TYPE,
            "SelectFieldNames": self._api.fields,
            "FilterExpression": expression,
            "ItemLimit": self._api.item_limit,
        }
        try:
            with self._http.stream("GET", self._url, json=[question]) as response:
                content = read_body(response, PLACE)
        except httpx.HTTPError as error:
            raise TransientApiError(
                f"{PLACE}: the server gave no whole answer ({type(error).__name__}: {error}); "
                "check the network and screenconnect.api.base_url"
            ) from error
        self.server_date = server_date(response) or self.server_date
        return read_report(response, content)


def open_client(settings: Settings) -> ReportClient:
    """The client of the configured server.

    Raises:
        MissingKeyError: No server or no key is configured.
    """
    key = settings.secrets.screenconnect_api_key
    if key is None:
        raise MissingKeyError(
            "no ScreenConnect key: set the environment variable SCREENCONNECT_API_KEY"
        )
    return ReportClient(settings.screenconnect.api, key)
