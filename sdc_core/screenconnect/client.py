"""The client of GetReport: a GET with a JSON body, within a budget, with retries where they help.

The key travels in a header.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx
from pydantic import SecretStr

from sdc_core.api.connection import Connection
from sdc_core.errors import MissingKeyError
from sdc_core.screenconnect.answers import PLACE, read_report
from sdc_core.screenconnect.filters import between
from sdc_core.screenconnect.report import Report
from sdc_core.sections import ScreenConnectApi
from sdc_core.settings import Settings

REPORT_TYPE = "SessionConnection"
PROBED = timedelta(days=1)


@dataclass(frozen=True)
class Probe:
    """What one answer shows: how many rows it held, which of the wanted fields it lacks."""

    rows: int
    missing: tuple[str, ...]


class ReportClient(Connection):
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
        super().__init__(
            url,
            setting="screenconnect.api.base_url",
            headers={"Ctrlauthheader": key.get_secret_value()},
            requests_per_minute=api.requests_per_minute,
            timeout_seconds=api.timeout_seconds,
            max_tries=api.max_tries,
            transport=transport,
            sleep=sleep,
            clock=clock,
        )
        self._api = api

    def connections(self, start: datetime, end: datetime) -> Report:
        """Connections that began in [start, end): one answer, which the item limit may cut.

        Raises:
            ApiError: No useful answer after all tries.
        """
        return self.patiently(partial(self._once, between(start, end, self._api.filters)))

    def probe(self, now: datetime) -> Probe:
        """Ask once for the last day: somebody waits for the answer.

        Raises:
            ApiError: Not a useful answer.
        """
        report = self._once(between(now - PROBED, now, self._api.filters))
        missing = tuple(name for name in self._api.fields if name not in report.names)
        return Probe(len(report.items), missing)

    def _once(self, expression: str) -> Report:
        question = {
            "ReportType": REPORT_TYPE,
            "SelectFieldNames": self._api.fields,
            "FilterExpression": expression,
            "ItemLimit": self._api.item_limit,
        }
        return read_report(*self.get_once("/GetReport", PLACE, json=[question]))


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
