"""Sessions that say nearly the same: folded in results, reported as possible duplicates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sdc_core.search.filters import EVERYTHING, Entry, Filters, entries_of
from sdc_core.search.index import SearchIndex
from sdc_core.search.meaning import Meaning, meaning_of
from sdc_core.search.packing import Packed

if TYPE_CHECKING:
    import numpy as np

FOLDED = 0.95
"""Cosine from which two results are shown as one: of such pairs in three demo worlds, at most one
in 50 was neither of one job nor of one subject (`bench_meaning`; decision 0045)."""
DUPLICATE = 0.6
"""Cosine from which two Sessions of one customer within days may be one job noted twice: chosen on
two demo worlds, right on a third in 98 of 100 pairs that name a customer (decision 0045)."""
WITHIN = timedelta(days=3)
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions that may be one job, in time order; `cosine` is that of the nearest pair."""

    entries: tuple[Entry, ...]
    cosine: float

    @property
    def is_across_sources(self) -> bool:
        """Whether more than one source tells of it: what is billed twice most easily."""
        return len(self.sources) > 1

    @property
    def minutes_twice(self) -> int:
        """All minutes but those of the source, or within one source of the Session, with the most.

        What one source has on several days are visits; what two have of one job is there twice.
        """
        minutes = Counter[str | int]()
        for entry in self.entries:
            minutes[entry.source if self.is_across_sources else entry.row] += entry.minutes
        return minutes.total() - max(minutes.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """Who tells of it, in the order of time."""
        return tuple(dict.fromkeys(entry.source for entry in self.entries))

    @property
    def customers(self) -> tuple[str, ...]:
        """Whose it is, by each name that one of them has; none where nobody names one."""
        return tuple(dict.fromkeys(entry.customer for entry in self.entries if entry.customer))


def folded(rows: Sequence[int], meaning: Meaning) -> dict[int, list[int]]:
    """Each row that stands for itself, in order, with the later ones that are nearly equal."""
    vectors = meaning.vectors(rows)
    groups: dict[int, list[int]] = {}
    for row in rows:
        like = next((first for first in groups if _is_equal(vectors, first, row)), None)
        if like is None:
            groups[row] = []
        else:
            groups[like].append(row)
    return groups


def duplicates(
    index: SearchIndex, model: str, filters: Filters = EVERYTHING, *, cosine: float = DUPLICATE
) -> list[Group]:
    """Sessions that may be one job: first those whose minutes would be billed twice.

    Of one customer, or where one of the two has none, at most `WITHIN` apart. Among equals those
    told by several sources come first, then the nearest.
    """
    with index.reading() as connection:
        entries = entries_of(connection, filters)
        meaning = meaning_of(connection, model, {entry.month for entry in entries.values()})
    dated = {row: entry for row, entry in entries.items() if entry.day}
    pairs = sorted(_pairs(dated, meaning, cosine), key=lambda pair: (-pair[2], *pair[:2]))
    groups = _joined(pairs, dated)
    return sorted(groups, key=_urgency)


def _urgency(group: Group) -> tuple[bool, bool, float, int]:
    row = group.entries[0].row
    return not group.minutes_twice, not group.is_across_sources, -group.cosine, row


def _is_equal(vectors: "dict[int, np.ndarray]", first: int, second: int) -> bool:
    if first not in vectors or second not in vectors:
        return False
    return bool(vectors[first] @ vectors[second] >= FOLDED)


def _pairs(
    entries: dict[int, Entry], meaning: Meaning, cosine: float
) -> Iterator[tuple[int, int, float]]:
    """Rows of two Sessions and their cosine; a month is held against itself and the next."""
    import numpy as np  # noqa: PLC0415 - only who has vectors

    months = [_of_month(packed, entries) for packed in meaning.months.values()]
    for number, here in enumerate(months):
        there = [np.concatenate(both) for both in zip(*months[number : number + 2], strict=True)]
        rows, days, customers, vectors = there
        cosines = here.vectors @ vectors.T
        is_pair = np.triu(cosines >= cosine, 1)
        is_pair &= np.abs(here.days[:, None] - days) <= WITHIN.days
        is_pair &= (
            (here.customers[:, None] == customers)
            | (here.customers[:, None] == _NOBODY)
            | (customers == _NOBODY)
        )
        for one, other in np.argwhere(is_pair).tolist():
            yield int(here.rows[one]), int(rows[other]), float(cosines[one, other])


class _Month(NamedTuple):
    """The dated Sessions of a month that were asked for; days since the year 1."""

    rows: "np.ndarray"
    days: "np.ndarray"
    customers: "np.ndarray"
    vectors: "np.ndarray"


def _of_month(packed: Packed, entries: dict[int, Entry]) -> _Month:
    import numpy as np  # noqa: PLC0415 - only who has vectors

    places = [place for place, row in enumerate(packed.rows.tolist()) if row in entries]
    found = [entries[row] for row in packed.rows[places].tolist()]
    customers = [_NOBODY if entry.customer_id is None else entry.customer_id for entry in found]
    return _Month(
        packed.rows[places],
        np.array([date.fromisoformat(entry.day).toordinal() for entry in found], dtype=np.int64),
        np.array(customers, dtype=np.int64),
        packed.vectors()[places],
    )


def _joined(pairs: Iterable[tuple[int, int, float]], entries: dict[int, Entry]) -> Iterator[Group]:
    """Pairs that share a Session are one group, nearest first, as long as it may be one job."""
    group_of: dict[int, set[int]] = {}
    nearest: dict[int, float] = {}
    for first, second, cosine in pairs:
        rows = group_of.get(first, {first}) | group_of.get(second, {second})
        if _is_one_job([entries[row] for row in rows]):
            nearest[min(rows)] = max([cosine, *(nearest.get(row, 0.0) for row in rows)])
            group_of.update(dict.fromkeys(rows, rows))
    for rows in {min(rows): rows for rows in group_of.values()}.values():
        ordered = sorted(rows, key=lambda row: (entries[row].day, row))
        yield Group(tuple(entries[row] for row in ordered), nearest[min(rows)])


def _is_one_job(entries: Sequence[Entry]) -> bool:
    """One customer at most, within days."""
    customers = {entry.customer_id for entry in entries} - {None}
    days = sorted(date.fromisoformat(entry.day) for entry in entries)
    return len(customers) <= 1 and days[-1] - days[0] <= WITHIN
