"""One answer of Syncro: its JSON, or the error it means.

Source of the error forms: the published example bodies. Error text comes as `error`, `errors` or
`message` (text, list or object) or as bare `{field: [texts]}`.
"""

import json
from typing import Any

import httpx

from sdc_core.api.answers import (
    REFUSED,
    BrokenAnswerError,
    RateLimitError,
    is_web_page,
    retry_after,
)
from sdc_core.errors import TerminalApiError, TransientApiError

MAX_ERROR_LENGTH = 300
TOO_MANY = httpx.codes.TOO_MANY_REQUESTS
_ERROR_KEYS = ("error", "errors", "message")


class RefusedError(TerminalApiError):
    """401 or 403 as it came; the client finds out which of its two meanings it has."""


class GoneError(TerminalApiError):
    """404 in the API's own form: deleted, merged, or never there."""


def read_answer(response: httpx.Response, endpoint: str, content: bytes) -> dict[str, Any]:
    """The JSON object of a good answer.

    Raises:
        ApiError: One of its kinds, naming endpoint, status and what the server said.
    """
    place = f"GET {endpoint}: {response.status_code}"
    if response.status_code == httpx.codes.OK:
        return _read_good(response, place, content)
    said = f"{place} {response.reason_phrase}{_more(response.reason_phrase, _said(content))}"
    if response.status_code == TOO_MANY:
        raise RateLimitError(said, retry_after_seconds=retry_after(response))
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise TransientApiError(said, retry_after_seconds=retry_after(response))
    if response.status_code in REFUSED:
        raise RefusedError(said)
    if response.status_code == httpx.codes.NOT_FOUND and _is_json(content):
        raise GoneError(said)
    if response.status_code == httpx.codes.NOT_FOUND:
        # A page of a proxy or of another address says nothing about the row.
        raise BrokenAnswerError(f"{said}; check syncro_api.subdomain")
    if response.is_redirect:
        raise BrokenAnswerError(f"{place} sends elsewhere; check syncro_api.subdomain")
    raise TerminalApiError(said)


def _read_good(response: httpx.Response, place: str, content: bytes) -> dict[str, Any]:
    kind = response.headers.get("content-type", "")
    if is_web_page(response, content):
        raise BrokenAnswerError(
            f"{place} with a web page instead of JSON; check syncro_api.subdomain and the key"
        )
    if kind and "json" not in kind:
        raise BrokenAnswerError(f"{place} with content type {kind!r} instead of JSON")
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TransientApiError(f"{place} with a cut or broken body: {error}") from error
    if not isinstance(answer, dict):
        raise BrokenAnswerError(f"{place} with a {type(answer).__name__} instead of an object")
    return answer


def _is_json(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


def _more(reason: str, said: str) -> str:
    """What the server said beyond the name of its status."""
    return "" if said in ("", reason) else f": {said}"


def _said(content: bytes) -> str:
    text = content.decode("utf-8", "replace").strip()
    try:
        return flatten_error(json.loads(content))[:MAX_ERROR_LENGTH]
    except (ValueError, RecursionError):
        return "a web page" if text.startswith("<") else repr(text[:MAX_ERROR_LENGTH])


def flatten_error(body: Any) -> str:
    """All forms of error text as one line."""
    if isinstance(body, dict):
        for key in _ERROR_KEYS:
            if body.get(key):
                return flatten_error(body[key])
        return "; ".join(f"{key}: {flatten_error(value)}" for key, value in body.items())
    if isinstance(body, list):
        return "; ".join(flatten_error(item) for item in body)
    return str(body)
