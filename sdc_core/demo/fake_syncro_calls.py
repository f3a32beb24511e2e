"""What a call of the fake account is: request, answer, refusal, variants, route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sdc_core.demo.fake_syncro_account import Account, Row

PAGE_SIZES = {
    "/tickets": 50,
    "/customers": 50,
    "/contacts": 50,
    "/invoices": 25,
    "/ticket_timers": 100,
    "comments": 10,
}


@dataclass(frozen=True)
class Request:
    """One request as the routes see it."""

    method: str
    path: str
    params: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def page(self) -> int:
        """The page asked for."""
        text = self.params.get("page", "1")
        return max(1, int(text)) if text.isdigit() else 1


@dataclass(frozen=True)
class Answer:
    """Status and JSON body."""

    status: int
    body: Any


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the fake
    """An answer other than 200."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(body))
        self.answer = Answer(status, body)


@dataclass(frozen=True)
class Switches:
    """Variants of behaviour, for what is not known of the real API.

    Attributes:
        has_text_meta: `meta` values come as text.
        has_no_meta: Lists come without `meta`.
        is_since_inclusive: `since_updated_at` takes `>=`.
        has_extra_keys: Rows carry keys that nobody knows.
        meta_lie: Added to every `total_pages`; below the truth, pages beyond it still answer.
        repeats_rows: The last row of a page comes again as the first of the next.
        has_lean_comments: The endpoint of comments gives the published fields only.
        lists_all_comments: The list holds all comments, as before 2026.
    """

    has_text_meta: bool = False
    has_no_meta: bool = False
    is_since_inclusive: bool = False
    has_extra_keys: bool = False
    lists_all_comments: bool = False
    has_lean_comments: bool = False
    meta_lie: int = 0
    repeats_rows: bool = False
    page_sizes: Mapping[str, int] = field(default_factory=dict)
    now: datetime | None = None

    def with_pages(self, page_sizes: Mapping[str, int], now: datetime) -> "Switches":
        """The same with page sizes and the present moment."""
        return replace(self, page_sizes={**PAGE_SIZES, **page_sizes}, now=now)


Act = Callable[[Account, Request, Switches, tuple[int, ...]], Any]


@dataclass(frozen=True)
class Route:
    """One call: method, path, the permission it needs, what it does."""

    method: str
    pattern: str
    permission: str | None
    act: Act


def found(rows: Mapping[int, Row], row_id: int) -> Row:
    """One row.

    Raises:
        Refusal: 404.
    """
    if row_id not in rows:
        raise Refusal(HTTPStatus.NOT_FOUND, {"message": "Not found"})
    return rows[row_id]
