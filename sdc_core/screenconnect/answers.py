"""One answer of GetReport: its rows, or the error it means; never "no new rows" by mistake."""

from typing import Any

import httpx
from pydantic_core import from_json

from sdc_core.api.answers import (
    REFUSED,
    BrokenAnswerError,
    RateLimitError,
    is_web_page,
    retry_after,
)
from sdc_core.errors import NotAuthorizedError, TerminalApiError, TransientApiError
from sdc_core.screenconnect.report import Report, report_in

PLACE = "GET GetReport"
_ADDRESS = "screenconnect.api.base_url and extension_id"


def read_report(response: httpx.Response, content: bytes) -> Report:
    """The report of a good answer.

    Raises:
        ApiError: One of its kinds, naming status and what to check.
    """
    status = response.status_code
    said = f"{PLACE}: {status} {response.reason_phrase}"
    if status == httpx.codes.OK:
        return _read_good(response, content)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise RateLimitError(said, retry_after_seconds=retry_after(response))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise TransientApiError(said, retry_after_seconds=retry_after(response))
    if status in REFUSED:
        raise NotAuthorizedError(
            f"{said}: the server does not accept the key in SCREENCONNECT_API_KEY, or the "
            "extension does not allow it to read reports"
        )
    if status == httpx.codes.NOT_FOUND:
        raise TerminalApiError(f"{said}: no such extension there; check {_ADDRESS}")
    if response.is_redirect:
        raise BrokenAnswerError(f"{said}: sends elsewhere; check {_ADDRESS}")
    raise TerminalApiError(said)


def _read_good(response: httpx.Response, content: bytes) -> Report:
    if is_web_page(response, content):
        raise BrokenAnswerError(f"{PLACE}: a web page instead of JSON; check {_ADDRESS}")
    try:
        answer = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise TransientApiError(f"{PLACE}: a cut or broken body: {error}") from error
    return _report_of(answer)


def _report_of(answer: Any) -> Report:
    """Strict: an answer of another shape says nothing about connections, not that there are none.

    Raises:
        TerminalApiError: No `FieldNames` or `Items`, or not the field that slices rest on.
    """
    report = report_in(answer)
    if report is None:
        raise TerminalApiError(
            f"{PLACE}: the answer has no lists FieldNames and Items; check that the extension is "
            "GetReport and that its report type is SessionConnection"
        )
    if "ConnectedTime" not in report.names:
        raise TerminalApiError(
            f"{PLACE}: the answer has no field ConnectedTime, only {report.names!r}"
        )
    return report
