"""A fake Syncro account: the API over a world in memory, without a transport of its own.

`handle` takes a request and gives an answer; `as_transport` mounts it in httpx, `serve` on a
loopback port. Checks run in a fixed order: hooks, scripted faults, rate window, key, permission,
route. Every request is kept in `requests`.

World: `{"customers": [...], "contacts": [...], "tickets": [...], "users": [[id, name]],
"settings": {...}}`, rows as the API gives them, tickets with all their `comments` and
`ticket_timers` inside (and `line_items`, where there are any); `invoices` may be missing.

Assumed, because no evidence exists: the body of a 401 for a bad key; body and headers of a 429;
`since_updated_at` as a strict bound; the order of tickets, customers and contacts; 50 customers a
page; an empty list past the end; that a ticket's detail holds all its timers, and that neither a
timer nor a system comment moves the ticket's `updated_at` (the latter was seen).
"""

import json
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from sdc_core.demo.fake_server import Server, json_response, transport_to
from sdc_core.demo.fake_syncro_account import Account
from sdc_core.demo.fake_syncro_calls import Answer, Refusal, Request, Switches
from sdc_core.demo.fake_syncro_faults import Fault, Response, answer_with
from sdc_core.demo.fake_syncro_routes import answer, find_route
from sdc_core.times import now_utc

PREFIX = "/api/v1"
DEFAULT_TOKEN = "demo-key"  # noqa: S105 - opens the fake account only
WINDOW_SECONDS = 60
NOT_ALLOWED = "Not authorized. Please ask account admin to update your group permissions."

Hook = Callable[["FakeSyncro", Request], None]


@dataclass
class FakeSyncro:
    """One account; `account` holds its rows by id and may be changed at any time.

    Attributes:
        world: The rows to begin with, or the file that holds them; they are copied.
        token: The one good key.
        now: The server's clock, for `Date` and for rows that are written.
        requests_per_minute: Limit of the sliding window (the real one's is 180), None for none.
        clock: Seconds for the window.
        missing_permissions: Permissions that the key lacks.
        page_sizes: By endpoint, over the defaults.
        switches: Variants of behaviour.
        faults: Consumed in order, each by the first requests that it fits.
        hooks: Called with every request before anything else; they may change the account.
    """

    world: Mapping[str, Any] | Path
    token: str = DEFAULT_TOKEN
    now: Callable[[], datetime] = now_utc
    requests_per_minute: int | None = None
    clock: Callable[[], float] = time.monotonic
    missing_permissions: Collection[str] = ()
    page_sizes: Mapping[str, int] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)
    faults: list[Fault] = field(default_factory=list)
    hooks: list[Hook] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        if isinstance(world, Path):
            world = json.loads(world.read_text(encoding="utf-8"))
        self.account = Account(world)
        self._window: deque[float] = deque()

    def handle(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Response:
        """Answer one request.

        Args:
            method: `GET`, `POST`, `PUT` or `PATCH`.
            target: Path with query, as in the request line.
            headers: Of the request, in any case.
            body: JSON or empty.

        Raises:
            DroppedError: A fault says that the connection breaks.
            SlowError: A fault says that the answer comes late; it carries the answer.
            CutOffError: A fault says that the connection breaks in the middle of it.
        """
        request = _request(method, target, body)
        self.requests.append(request)
        for hook in self.hooks:
            hook(self, request)
        known = {name.lower(): value for name, value in headers.items()}
        respond = partial(self._respond, request, known)
        return answer_with(self.faults, request, now=self.now, respond=respond)

    def as_transport(self) -> httpx.MockTransport:
        """The account behind an httpx client, without a socket."""
        return transport_to(self.handle)

    def serve(self) -> Server:
        """The account on a free port of this machine, until `close` or the end of a `with`."""
        return Server(self.handle, prefix=PREFIX)

    def _respond(self, request: Request, headers: Mapping[str, str]) -> Response:
        if self._is_over_limit():
            return self._response(Answer(httpx.codes.TOO_MANY_REQUESTS, {"error": "Retry later"}))
        if not self._is_key_good(request, headers):
            return self._response(Answer(httpx.codes.UNAUTHORIZED, {"error": "Unauthorized"}))
        route = find_route(request)
        if route is not None and route.permission in self.missing_permissions:
            return self._response(Answer(httpx.codes.UNAUTHORIZED, {"error": NOT_ALLOWED}))
        try:
            given = answer(route, self.account, request, self._rules())
        except Refusal as refusal:
            given = refusal.answer
        return self._response(given)

    def _rules(self) -> Switches:
        return self.switches.with_pages(self.page_sizes, self.now())

    def _response(self, given: Answer) -> Response:
        return json_response(given.status, given.body, self.now())

    def _is_over_limit(self) -> bool:
        if self.requests_per_minute is None:
            return False
        now = self.clock()
        while self._window and now - self._window[0] >= WINDOW_SECONDS:
            self._window.popleft()
        if len(self._window) >= self.requests_per_minute:
            return True
        self._window.append(now)
        return False

    def _is_key_good(self, request: Request, headers: Mapping[str, str]) -> bool:
        """Bearer, the bare token, and the query parameter, as the real one accepts."""
        sent = headers.get("authorization", "").removeprefix("Bearer ")
        return self.token in (sent, request.params.get("api_key"))


def _request(method: str, target: str, body: bytes) -> Request:
    parts = urlsplit(target)
    query = parse_qs(parts.query, keep_blank_values=True)
    try:
        given = json.loads(body) if body else {}
    except ValueError:
        given = {}
    return Request(
        method=method.upper(),
        path=parts.path.removeprefix(PREFIX),
        params={key: values[-1] for key, values in query.items()},
        body=given if isinstance(given, dict) else {},
    )
