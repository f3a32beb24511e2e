"""All rows of a list that moves while it is read.

The server cuts pages by position, so a row inserted before the place of reading comes twice and a
row removed there hides another one. Ids are therefore united over passes.
"""

from collections.abc import Callable
from typing import Any

from sdc_core.errors import TerminalApiError
from sdc_core.ids import digest_json

# Under steady inserts every pass brings a new id; those belong to the next crawl anyway.
MAX_PASSES = 5

PageReader = Callable[[int], dict[str, Any]]


class Pages:
    """Reads one list to its end, in passes, until a pass brings no new id."""

    def __init__(self, read: PageReader, key: str, *, endpoint: str, max_pages: int) -> None:
        self._read = read
        self._key = key
        self._endpoint = endpoint
        self._max_pages = max_pages
        self._rows: dict[str, Any] = {}

    def all_rows(self) -> list[Any]:
        """Every row once, in the order first seen, each as last read.

        A list of one page cannot move between pages and is read once.

        Raises:
            ApiError: A page failed, or the list does not end.
        """
        for _ in range(MAX_PASSES):
            known = len(self._rows)
            pages = self._pass()
            if pages <= 1 or (known and len(self._rows) == known):
                break
        return list(self._rows.values())

    def _pass(self) -> int:
        """Read from page 1 to the end; returns the number of pages of the list."""
        number, seen = 1, set[str]()
        while True:
            answer = self._read(number)
            rows = self._rows_of(answer)
            fresh = self._take(rows) - seen
            seen |= fresh
            total = total_pages(answer)
            if total is None and not fresh:
                return number - 1
            if not rows or (total is not None and number >= total):
                return number
            number = self._next(number, total)

    def _next(self, number: int, total: int | None) -> int:
        if number >= self._max_pages:
            raise TerminalApiError(
                f"GET {self._endpoint}: the list does not end after {number} pages "
                f"(the server says {total}); raise syncro_api.max_pages if it is that long"
            )
        return number + 1

    def _rows_of(self, answer: dict[str, Any]) -> list[Any]:
        rows = answer.get(self._key)
        if not isinstance(rows, list):
            raise TerminalApiError(
                f"GET {self._endpoint}: the answer has no list {self._key!r}, "
                f"only {sorted(answer)!r}"
            )
        return rows

    def _take(self, rows: list[Any]) -> set[str]:
        taken = {_identity(row): row for row in rows}
        self._rows.update(taken)
        return set(taken)


def total_pages(answer: dict[str, Any]) -> int | None:
    """`meta.total_pages`, also as text; None where the server does not say."""
    meta = answer.get("meta")
    total = meta.get("total_pages") if isinstance(meta, dict) else None
    try:
        return None if total is None or isinstance(total, bool) else int(total)
    except (TypeError, ValueError):
        return None


def _identity(row: Any) -> str:
    has_id = isinstance(row, dict) and isinstance(row.get("id"), str | int)
    return str(row["id"]) if has_id else digest_json(row)
