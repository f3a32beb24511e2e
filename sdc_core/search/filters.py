"""Which Sessions a search is about: customer, days, source."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from sdc_core.errors import SettingsError

_COLUMNS = "row, month, session_id, day, source, customer_id, customer, minutes, file"
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One Session in the index; `row` is its number there, `minutes` are those worked."""

    row: int
    month: str
    session_id: str
    day: str
    source: str
    customer_id: int | None
    customer: str
    minutes: int
    file: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a Session must be; None is no bound. Days are UTC days of its start, both included.

    Attributes:
        customer: A Syncro id, or a name or part of one.
        source: A source system, in any case.
    """

    customer: str | None = None
    since: date | None = None
    until: date | None = None
    source: str | None = None


EVERYTHING = Filters()


def months_by_row(connection: sqlite3.Connection, filters: Filters) -> dict[int, str]:
    """The Sessions asked for: month of each, by row.

    Raises:
        SettingsError: No Session has such a customer or source; names some that there are.
    """
    query, values = _selected("row, month", connection, filters)
    return dict(connection.execute(query, values).fetchall())


def entries_of(connection: sqlite3.Connection, filters: Filters) -> dict[int, Entry]:
    """The Sessions asked for, whole, by row; raises as `months_by_row`."""
    query, values = _selected(_COLUMNS, connection, filters)
    return {found[0]: Entry(*found) for found in connection.execute(query, values)}


def entries_at(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[int, Entry]:
    """The Sessions of these rows."""
    marks = ", ".join("?" * len(rows))
    query = f"SELECT {_COLUMNS} FROM sessions WHERE row IN ({marks})"  # noqa: S608 - marks only
    return {found[0]: Entry(*found) for found in connection.execute(query, rows)}


def _selected(
    columns: str, connection: sqlite3.Connection, filters: Filters
) -> tuple[str, list[object]]:
    where = {**_days(filters), **_customer(connection, filters), **_source(connection, filters)}
    condition = " AND ".join(where) or "1"
    values = [value for several in where.values() for value in several]
    return f"SELECT {columns} FROM sessions WHERE {condition} ORDER BY row", values  # noqa: S608


def _days(filters: Filters) -> Mapping[str, list[object]]:
    where: dict[str, list[object]] = {}
    if filters.since:
        where["day >= ?"] = [filters.since.isoformat()]
    if filters.until:
        where["day <= ? AND day <> ''"] = [filters.until.isoformat()]
    return where


def _source(connection: sqlite3.Connection, filters: Filters) -> Mapping[str, list[object]]:
    if filters.source is None:
        return {}
    known = [name for (name,) in connection.execute("SELECT DISTINCT source FROM sessions")]
    wanted = filters.source.casefold()
    names = [name for name in known if name.casefold() == wanted]
    if not names:
        raise SettingsError(
            f"no Session is of the source {filters.source!r}; there are {', '.join(sorted(known))}"
        )
    return {"source = ?": [names[0]]}


def _customer(connection: sqlite3.Connection, filters: Filters) -> Mapping[str, list[object]]:
    if filters.customer is None:
        return {}
    if filters.customer.isdecimal():
        return {"customer_id = ?": [int(filters.customer)]}
    query = "SELECT DISTINCT customer FROM sessions WHERE customer <> ''"
    names = _named(filters.customer, [name for (name,) in connection.execute(query)])
    return {f"customer IN ({', '.join('?' * len(names))})": list(names)}


def _named(wanted: str, known: list[str]) -> list[str]:
    """The customers of that name, else those that have it in theirs."""
    asked = wanted.strip().casefold()
    names = [name for name in known if name.casefold() == asked]
    names = names or [name for name in known if asked in name.casefold()]
    if names:
        return names
    near = process.extract(asked, known, scorer=fuzz.WRatio, limit=_NEAR, processor=str.casefold)
    said = ", ".join(repr(name) for name, _, _ in near) or "none yet"
    raise SettingsError(f"no Session is of a customer {wanted!r}; the nearest are {said}")
