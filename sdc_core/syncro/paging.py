"""All rows of a list that moves while it is read.

The server cuts pages by position, so a row inserted before the place of reading comes twice and a
row removed there hides another one. Ids are therefore united over passes, and a listing says
whether the list stood still: only then is what it does not hold known to be absent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sdc_core.errors import TerminalApiError
from sdc_core.ids import digest_json

# Under steady inserts every pass brings a new id; those belong to the next crawl anyway.
MAX_PASSES = 5
# The smallest page size that was ever seen. A shorter page alone is the whole list; a longer one
# may be cut by a total that is too low, and one more request tells.
SHORTEST_PAGE = 10
# So many empty pages in a row before the stated end are the end; one may be a slip of the server.
EMPTY_PAGES = 2

PageReader = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Listing:
    """The rows of a list, and whether it stood still: two passes gave the same ids, or one page."""

    rows: list[Any]
    is_calm: bool


@dataclass
class _Pass:
    """One reading from page 1 to the end."""

    ids: set[str]
    pages: int = 0
    filled: int = 0
    longest: int = 0
    empty: int = 0
    total: int | None = None
    is_steady: bool = True

    def take(self, ids: set[str], count: int, total: int | None) -> bool:
        """Count one page; whether it brought an id that is new in this pass."""
        fresh = ids - self.ids
        is_same = self.pages == 0 or total == self.total
        self.is_steady = self.is_steady and is_same and len(fresh) == count
        self.ids |= ids
        self.pages += 1
        self.filled += count > 0
        self.longest = max(self.longest, count)
        self.empty = 0 if count else self.empty + 1
        self.total = total
        return bool(fresh)

    @property
    def is_one_page(self) -> bool:
        """Whether the first page was all; the others, if any were asked for, were empty."""
        return self.filled <= 1 and (self.total is None or self.total <= 1)

    def is_over(self, count: int, *, has_fresh: bool) -> bool:
        """Whether nothing can follow the page just taken, whatever the total says."""
        if self.total is None or self.pages > self.total:
            return not has_fresh
        if self.pages == self.total:
            return count < max(self.longest, SHORTEST_PAGE)
        return self.empty >= EMPTY_PAGES


class Pages:
    """Reads one list to its end, in passes, until two in a row see the same list."""

    def __init__(self, read: PageReader, key: str, *, endpoint: str, max_pages: int) -> None:
        self._read = read
        self._key = key
        self._endpoint = endpoint
        self._max_pages = max_pages
        self._rows: dict[str, Any] = {}

    def listing(self) -> Listing:
        """Every row once, in the order first seen, each as last read.

        A list of one page cannot move between pages and is read once.

        Raises:
            ApiError: A page failed, or the list does not end.
        """
        before: _Pass | None = None
        for _ in range(MAX_PASSES):
            now = self._pass()
            if now.is_one_page or _is_equal(before, now):
                return Listing(list(self._rows.values()), is_calm=True)
            before = now
        return Listing(list(self._rows.values()), is_calm=False)

    def _pass(self) -> _Pass:
        """Read from page 1 to the end."""
        reading = _Pass(ids=set())
        while True:
            answer = self._read(reading.pages + 1)
            rows = self._rows_of(answer)
            has_fresh = reading.take(self._take(rows), len(rows), total_pages(answer))
            if reading.is_over(len(rows), has_fresh=has_fresh):
                return reading
            self._check_end(reading)

    def _check_end(self, reading: _Pass) -> None:
        if reading.pages >= self._max_pages:
            raise TerminalApiError(
                f"GET {self._endpoint}: the list does not end after {reading.pages} pages "
                f"(the server says {reading.total}); raise syncro_api.max_pages if it is that long"
            )

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


def _is_equal(before: _Pass | None, now: _Pass) -> bool:
    """Whether both passes saw one list that did not move."""
    return before is not None and before.ids == now.ids and before.is_steady and now.is_steady


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
