"""The Syncro client: reads, within a budget, with retries where they help.

The key travels in the header only: in a query it would end up in logs.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from pydantic import SecretStr

from sdc_core.api.connection import Connection
from sdc_core.errors import (
    ApiError,
    MissingKeyError,
    NotAuthorizedError,
    TerminalApiError,
    TransientApiError,
)
from sdc_core.settings import Settings
from sdc_core.syncro.answers import RefusedError, read_answer
from sdc_core.syncro.paging import Listing, Pages
from sdc_core.syncro.permissions import permission_for

PROBED = ("/me", "/users", "/settings", "/tickets", "/ticket_timers", "/customers", "/contacts")

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Probe:
    """Whether one endpoint in use answers; where not, why, and the permission to tick if any."""

    endpoint: str
    is_ok: bool
    permission: str | None = None
    problem: str | None = None


class SyncroClient(Connection):
    """One account.

    Args:
        base_url: For example `https://acme.syncromsp.com/api/v1`; plain http on loopback only.
        api_key: Sent as `Authorization: Bearer`.
        requests_per_minute: The own budget.
        timeout_seconds: Of one request.
        max_tries: For failures worth a retry; 429 has a count of its own.
        max_pages: A longer list is taken for endless.
        transport: Instead of the network, for tests.
        sleep: Instead of waiting, for tests.
        clock: Seconds that only grow.

    Raises:
        SettingsError: The address is not usable.
    """

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr,
        *,
        requests_per_minute: int,
        timeout_seconds: float,
        max_tries: int,
        max_pages: int,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            base_url,
            setting="syncro_api.subdomain (or base_url)",
            headers={"Authorization": f"Bearer {api_key.get_secret_value()}"},
            requests_per_minute=requests_per_minute,
            timeout_seconds=timeout_seconds,
            max_tries=max_tries,
            transport=transport,
            sleep=sleep,
            clock=clock,
        )
        self._max_pages = max_pages

    def get(self, endpoint: str, params: Params | None = None) -> dict[str, Any]:
        """One answer; `server_date` then holds the server's clock at that answer.

        Raises:
            NotAuthorizedError: Names the endpoint, and the permission or the key.
            ApiError: No useful answer after all tries.
        """
        try:
            return self.patiently(partial(self._once, endpoint, params))
        except RefusedError as error:
            raise self._refusal(endpoint, error) from error

    def pages(self, endpoint: str, params: Params, key: str) -> list[Any]:
        """All rows of a list, each id once, also while the list moves.

        Raises:
            ApiError: Any page failed: there is no partial answer.
        """
        return self.listing(endpoint, params, key).rows

    def listing(self, endpoint: str, params: Params, key: str) -> Listing:
        """The same, with whether the list stood still meanwhile.

        Raises:
            ApiError: Any page failed: there is no partial answer.
        """

        def read(number: int) -> dict[str, Any]:
            return self.get(endpoint, {**params, "page": number})

        return Pages(read, key, endpoint=endpoint, max_pages=self._max_pages).listing()

    def users(self) -> dict[int, str]:
        """Names of the account's users by id; the rows are arrays `[id, name]`."""
        rows = self.get("/users").get("users")
        pairs = (row[:2] for row in rows or [] if isinstance(row, list) and len(row) > 1)
        return {int(user): str(name) for user, name in pairs if str(user).isdecimal()}

    def account_zone(self) -> str | None:
        """The account's IANA zone, None where the server's name is not one."""
        locale = self.get("/settings").get("locale")
        name = locale.get("time_zone") if isinstance(locale, dict) else None
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(str(name)).key
        return None

    def probe(self) -> list[Probe]:
        """Every endpoint in use, one call each; only the first where nothing answers."""
        probes = [self._probe(PROBED[0])]
        if probes[0].is_ok:
            probes += [self._probe(endpoint) for endpoint in PROBED[1:]]
            probes += [self._probe(endpoint) for endpoint in self._comments_endpoint()]
        return probes

    def _comments_endpoint(self) -> list[str]:
        """The comments of some ticket; none where tickets cannot be listed or there are none."""
        with suppress(ApiError):
            rows = self.get("/tickets").get("tickets") or []
            return [f"/tickets/{row['id']}/comments" for row in rows[:1]]
        return []

    def _probe(self, endpoint: str) -> Probe:
        try:
            self.get(endpoint)
        except NotAuthorizedError as error:
            missing = permission_for(endpoint)
            return Probe(endpoint, is_ok=False, permission=missing, problem=str(error))
        except ApiError as error:
            return Probe(endpoint, is_ok=False, problem=str(error))
        return Probe(endpoint, is_ok=True)

    def _once(self, endpoint: str, params: Params | None) -> dict[str, Any]:
        response, content = self.get_once(endpoint, f"GET {endpoint}", params=params)
        return read_answer(response, endpoint, content)

    def _refusal(self, endpoint: str, error: RefusedError) -> NotAuthorizedError:
        """401 means a bad key or a missing permission; `/me` needs none, so it tells."""
        permission = permission_for(endpoint)
        if endpoint == "/me" or not self._is_key_good():
            return NotAuthorizedError(
                f"{error}: the server does not accept the key in SYNCRO_API_KEY; "
                "make one in Syncro under Admin > API Tokens"
            )
        return NotAuthorizedError(
            f"{error}: the key is good but lacks the permission {permission or 'it needs'!r}; "
            "tick it in Syncro under Admin > API Tokens"
        )

    def _is_key_good(self) -> bool:
        try:
            self._once("/me", None)
        except TerminalApiError:
            return False
        except TransientApiError:
            return True
        return True


def open_client(
    settings: Settings, *, transport: httpx.BaseTransport | None = None
) -> SyncroClient:
    """The client of the configured account.

    Raises:
        MissingKeyError: No account or no key is configured.
    """
    api, key = settings.syncro_api, settings.secrets.syncro_api_key
    url = api.url()
    if url is None:
        raise MissingKeyError("no Syncro account: set syncro_api.subdomain (or base_url)")
    if key is None:
        raise MissingKeyError("no Syncro key: set the environment variable SYNCRO_API_KEY")
    return SyncroClient(
        url,
        key,
        requests_per_minute=api.requests_per_minute,
        timeout_seconds=api.timeout_seconds,
        max_tries=api.max_tries,
        max_pages=api.max_pages,
        transport=transport,
    )
