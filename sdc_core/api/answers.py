"""What the answer of any API says beside its body: kinds of trouble, clock, how long to wait."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx

from sdc_core.errors import TerminalApiError, TransientApiError

MAX_ANSWER_BYTES = 64 * 1024 * 1024
REFUSED = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})


class Answered(Protocol):
    """What carries headers: an answer of httpx, or of the copy of it that the LLM SDKs bring."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By name without regard to case."""
        ...


class RateLimitError(TransientApiError):
    """429: counted apart from failures, because waiting always helps."""


class BrokenAnswerError(TransientApiError):
    """Not the API's answer at all (a login page, a proxy): worth one more try."""


def read_body(response: httpx.Response, place: str) -> bytes:
    """The body of a streamed answer.

    Raises:
        TerminalApiError: More than an answer may be.
        httpx.HTTPError: It breaks off.
    """
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > MAX_ANSWER_BYTES:
            raise TerminalApiError(f"{place}: an answer of more than {MAX_ANSWER_BYTES} bytes")
    return bytes(content)


def is_web_page(response: httpx.Response, content: bytes) -> bool:
    """Whether a person is meant to read it: a login page, a page of a proxy."""
    return content.lstrip()[:1] == b"<" or "html" in response.headers.get("content-type", "")


def server_date(response: Answered) -> datetime | None:
    """The server's clock, by which it stamps its rows; None without a readable `Date`."""
    return _http_date(response.headers.get("date"))


def retry_after(response: Answered) -> float | None:
    """Seconds to wait, from either form of the header; a date is read by the server's clock."""
    text = response.headers.get("retry-after")
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    until = _http_date(text)
    if until is None:
        return None
    now = server_date(response) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
