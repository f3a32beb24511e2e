"""Scripted faults of the fake server; each is consumed by the requests that it fits."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from sdc_core.demo.fake_syncro_calls import Request

LOGIN_PAGE = "<!DOCTYPE html><html><body><form>Please log in</form></body></html>"
JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"

Response = tuple[int, dict[str, str], bytes]


class DroppedError(Exception):
    """The connection breaks without an answer."""


class CutOffError(Exception):
    """The connection breaks in the middle of the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("connection reset in the middle of the body")
        self.response = response


class SlowError(Exception):
    """The answer comes after a delay."""

    def __init__(self, seconds: float, response: Response) -> None:
        super().__init__(f"answers after {seconds:g} s")
        self.seconds = seconds
        self.response = response


@dataclass
class Fault:
    """One kind of trouble, `times` times, for paths that match and, if given, one page.

    Attributes:
        path: Regular expression for the whole path below the API base.
        status: Of the answer.
        content: Body of the answer.
        kind: Its content type.
        headers: Further headers.
        page: Only this page.
        times: How many requests meet it.
        retry_after_date_seconds: Adds `Retry-After` as a date so far ahead.
        delay_seconds: The right answer, this late.
        is_drop: No answer.
        is_cut_off: Half of the right answer, then the connection breaks.
    """

    path: str = ".*"
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    content: bytes = b"{}"
    kind: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    page: int | None = None
    times: int = 1
    retry_after_date_seconds: float | None = None
    delay_seconds: float = 0.0
    is_drop: bool = False
    is_cut_off: bool = False

    @property
    def is_on_the_way(self) -> bool:
        """Whether the right answer is given, but late or not to its end."""
        return self.delay_seconds > 0 or self.is_cut_off

    def spoil(self, response: Response) -> Exception:
        """What becomes of the right answer on its way."""
        if self.is_cut_off:
            return CutOffError(response)
        return SlowError(self.delay_seconds, response)

    def takes(self, request: Request) -> bool:
        """Whether this request meets the fault; counts it if so."""
        is_page = self.page is None or request.page == self.page
        if self.times < 1 or not is_page or not re.fullmatch(self.path, request.path):
            return False
        self.times -= 1
        return True

    def answer(self, now: datetime) -> Response:
        """The faulty answer.

        Raises:
            DroppedError: It is none.
        """
        if self.is_drop:
            raise DroppedError("connection dropped")
        date = now.astimezone(UTC)
        headers = {
            "Content-Type": self.kind,
            "Date": format_datetime(date, usegmt=True),
            **self.headers,
        }
        if self.retry_after_date_seconds is not None:
            until = date + timedelta(seconds=self.retry_after_date_seconds)
            headers["Retry-After"] = format_datetime(until, usegmt=True)
        return int(self.status), headers, self.content


def answer_with(
    faults: Sequence[Fault],
    request: Request,
    *,
    now: Callable[[], datetime],
    respond: Callable[[], Response],
) -> Response:
    """The right answer, or what the first fault that takes the request makes of it.

    Raises:
        DroppedError: A fault says that the connection breaks.
        SlowError: A fault says that the answer comes late; it carries the answer.
        CutOffError: A fault says that the connection breaks in the middle of it.
    """
    fault = next((fault for fault in faults if fault.takes(request)), None)
    if fault is None:
        return respond()
    if not fault.is_on_the_way:
        return fault.answer(now())
    raise fault.spoil(respond())


def json_fault(status: int, body: Any, **changes: Any) -> Fault:
    """An error answer in JSON."""
    return Fault(status=status, content=json.dumps(body).encode(), **changes)


def rate_limit(times: int = 1, *, retry_after: str | None = None, **changes: Any) -> Fault:
    """429, with `Retry-After` or without."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    status = HTTPStatus.TOO_MANY_REQUESTS
    return json_fault(status, {"error": "Retry later"}, times=times, headers=headers, **changes)


def bad_key(**changes: Any) -> Fault:
    """401 as for a key that is not known."""
    return json_fault(HTTPStatus.UNAUTHORIZED, {"error": "Unauthorized"}, **changes)


def server_error(status: int = HTTPStatus.BAD_GATEWAY, **changes: Any) -> Fault:
    """5xx as a web page."""
    page = f"<html><body>{status}</body></html>".encode()
    return Fault(status=status, content=page, kind=HTML_TYPE, **changes)


def login_page(**changes: Any) -> Fault:
    """200 with a web page."""
    return Fault(status=HTTPStatus.OK, content=LOGIN_PAGE.encode(), kind=HTML_TYPE, **changes)


def cut_json(**changes: Any) -> Fault:
    """200 with the beginning of a JSON body."""
    return Fault(status=HTTPStatus.OK, content=b'{"tickets": [{"id": 1, "subj', **changes)


def wrong_type(**changes: Any) -> Fault:
    """200 with something that is not JSON and not a web page."""
    return Fault(status=HTTPStatus.OK, content=b"ok", kind="text/plain", **changes)
