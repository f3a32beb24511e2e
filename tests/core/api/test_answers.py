"""What an answer says beside its body."""

import httpx
import pytest

from sdc_core.api.answers import is_web_page, read_body, retry_after, server_date
from sdc_core.errors import TerminalApiError

DATE = "Wed, 12 Mar 2025 16:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "17"}, 17.0),
        ({"Retry-After": "Wed, 12 Mar 2025 16:00:30 GMT", "Date": DATE}, 30.0),
        ({"Retry-After": "Wed, 12 Mar 2025 15:00:00 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "soon"}, None),
    ],
)
def test_both_forms_of_a_wait_are_read_by_the_servers_clock(headers, seconds):
    assert retry_after(httpx.Response(429, headers=headers)) == seconds


def test_a_date_that_cannot_be_read_is_none():
    assert server_date(httpx.Response(200, headers={"Date": "yesterday"})) is None
    assert server_date(httpx.Response(200, headers={"Date": DATE})).hour == 16


@pytest.mark.parametrize(
    ("kind", "content", "is_page"),
    [
        ("text/html; charset=utf-8", b"", True),
        ("application/json", b"  <html>", True),
        ("application/json", b'{"a": "<b>"}', False),
    ],
)
def test_a_page_is_known_by_its_type_or_its_first_sign(kind, content, is_page):
    assert is_web_page(httpx.Response(200, headers={"content-type": kind}), content) is is_page


def test_an_answer_without_end_is_cut_short(monkeypatch):
    monkeypatch.setattr("sdc_core.api.answers.MAX_ANSWER_BYTES", 10)
    assert read_body(httpx.Response(200, content=b"0123456789"), "GET /x") == b"0123456789"
    with pytest.raises(TerminalApiError, match="GET /x: an answer of more than 10 bytes"):
        read_body(httpx.Response(200, content=b"0123456789a"), "GET /x")
