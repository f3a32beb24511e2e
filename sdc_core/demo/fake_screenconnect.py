"""A fake ScreenConnect server: its GetReport extension over rows in memory.

`handle` takes a request and gives an answer; `as_transport` mounts it in httpx, `serve` on a
loopback port. Every question is kept in `asked`. Faults are those of the fake Syncro account.

Assumed, because no evidence exists: the bodies of errors; that a filter compares times and not
texts; that an answer holds the rows in no useful order and is cut without a sign.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

import httpx

from sdc_core.demo.fake_server import Server, json_response, transport_to
from sdc_core.demo.fake_syncro_calls import Request
from sdc_core.demo.fake_syncro_faults import Fault, Response, answer_with
from sdc_core.times import now_utc

EXTENSION = "2d558935-686a-4bd0-9991-07539f5fe749"
DEFAULT_KEY = "demo-key"
TIMES = frozenset({"ConnectedTime", "DisconnectedTime"})
_TERM = re.compile(r"(?P<field>\w+) (?P<op>>=|<=|=|<|>) '(?P<value>[^']*)'")

Row = dict[str, Any]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}


@dataclass
class FakeScreenConnect:
    """One server; `rows` hold a connection each, by column name, and may be changed at any time.

    Attributes:
        rows: The connections.
        key: The one good key.
        extension_id: Of the GetReport extension.
        now: The server's clock.
        faults: Consumed in order, each by the first requests that it fits.
        hooks: Called before each answer; they may change the rows.
        asked: The questions that were answered, in order.
    """

    rows: list[Row]
    key: str = DEFAULT_KEY
    extension_id: str = EXTENSION
    now: Callable[[], datetime] = now_utc
    faults: list[Fault] = field(default_factory=list)
    hooks: list[Callable[["FakeScreenConnect"], None]] = field(default_factory=list)
    asked: list[Row] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the extension answers."""
        return f"/App_Extensions/{self.extension_id}/Service.ashx/GetReport"

    def handle(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Response:
        """Answer one request.

        Raises:
            DroppedError: A fault says that the connection breaks.
            SlowError: A fault says that the answer comes late; it carries the answer.
            CutOffError: A fault says that the connection breaks in the middle of it.
        """
        for hook in self.hooks:
            hook(self)
        request = Request(method=method, path=target, params={}, body={})
        known = {name.lower(): value for name, value in headers.items()}
        respond = partial(self._respond, request, known, body)
        return answer_with(self.faults, request, now=self.now, respond=respond)

    def as_transport(self) -> httpx.MockTransport:
        """The server behind an httpx client, without a socket."""
        return transport_to(self.handle)

    def serve(self) -> Server:
        """The server on a free port of this machine, until `close` or the end of a `with`."""
        return Server(self.handle, prefix="")

    def _respond(self, request: Request, headers: Mapping[str, str], body: bytes) -> Response:
        if request.path != self.path or request.method != "GET":
            return self._answer(HTTPStatus.NOT_FOUND, {"message": "Not found"})
        if headers.get("ctrlauthheader") != self.key:
            return self._answer(HTTPStatus.UNAUTHORIZED, {"message": "Unauthorized"})
        try:
            (question,) = json.loads(body)
            report = self._report(question)
        except (ValueError, KeyError, TypeError) as error:
            return self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": repr(error)})
        self.asked.append(question)
        return self._answer(HTTPStatus.OK, report)

    def _report(self, question: Row) -> Row:
        if question["ReportType"] != "SessionConnection":
            raise ValueError(question["ReportType"])
        terms = _terms(question["FilterExpression"])
        found = [row for row in self.rows if all(_fits(row, *term) for term in terms)]
        names: Sequence[str] = question["SelectFieldNames"]
        cut = found[: question["ItemLimit"]]
        return {"FieldNames": names, "Items": [[row.get(name) for name in names] for row in cut]}

    def _answer(self, status: int, body: Any) -> Response:
        return json_response(status, body, self.now())


def _terms(expression: str) -> list[tuple[str, str, str]]:
    """(field, operator, value) of each term.

    Raises:
        ValueError: Not of the known syntax.
    """
    matches = [_TERM.fullmatch(part) for part in expression.split(" AND ")]
    if not all(matches):
        raise ValueError(f"syntax of {expression!r}")
    return [(m["field"], m["op"], m["value"]) for m in matches if m]


def _fits(row: Row, name: str, operator: str, value: str) -> bool:
    held = row.get(name)
    if held is None:
        return False
    if name in TIMES:
        moments = datetime.fromisoformat(str(held)), datetime.fromisoformat(value)
        return _COMPARISONS[operator](*moments)
    return _COMPARISONS[operator](str(held), value)
