"""A folder of customers and queries, read into what the linker takes.

`customers.csv` (customer_id,name,alias) or `customers.jsonl` ({customer_id, name, alias, phone,
website, contacts: [{contact_id, name, email, phone}]}); `queries.csv` (query_id,text) or
`queries.jsonl` ({query_id, source, company, contact, machine, user, text}). Ids are texts; the
linker gets numbers in their order, so that the order of the rows never counts. Other columns are
left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sdc_core.errors import WrongInputError
from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.evaluation.rows import Row, find, read_rows
from sdc_core.models import SourceSystem

# What the sets call a source, and what a Session calls it.
SOURCE_SYSTEMS = {
    "": SourceSystem.SCREENCONNECT,
    "screenconnect": SourceSystem.SCREENCONNECT,
    "notes": SourceSystem.NOTES_JSON,
    "ticket_text": SourceSystem.SYNCRO_TICKET,
    "sillytavern": SourceSystem.SILLYTAVERN,
}


@dataclass(frozen=True)
class LinkingSet:
    """What is linked: the list, and what is asked of it.

    Attributes:
        customers: By the number of their id.
        ids: The id in the folder of each customer, by number.
        queries: (query id, query) in the order of the file.
    """

    customers: tuple[Customer, ...]
    ids: dict[int, str]
    queries: tuple[tuple[str, LinkQuery], ...]


def read_set(folder: Path) -> LinkingSet:
    """The customers and the queries; the truth is not looked at.

    Raises:
        SourceError: A file is missing or unreadable, an id is empty or stands twice, a field is
            of another kind than it may be; names file and row.
    """
    rows = _by_id(read_rows(find(folder, "customers"), ("customer_id", "name")), "customer_id")
    numbers = {key: number for number, key in enumerate(sorted(rows), 1)}
    contacts = _contact_numbers(rows.values())
    customers = tuple(_customer(numbers[key], rows[key], contacts) for key in sorted(rows))
    return LinkingSet(customers, {n: key for key, n in numbers.items()}, _read_queries(folder))


def _read_queries(folder: Path) -> tuple[tuple[str, LinkQuery], ...]:
    path = find(folder, "queries")
    is_plain = path.suffix == ".csv"
    rows = _by_id(read_rows(path, ("query_id", "text" if is_plain else "company")), "query_id")
    make = _plain_query if is_plain else _query
    return tuple((key, make(row)) for key, row in rows.items())


def _by_id(rows: Iterable[Row], column: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        key = row.key(column)
        if key in found:
            raise WrongInputError(
                f"{row.place}: {column} {key!r} stands in {found[key].place} already; "
                "allowed is one row for each"
            )
        found[key] = row
    return found


def _contact_numbers(rows: Iterable[Row]) -> dict[str, int]:
    keys = {_contact_key(part) for row in rows for part in row.parts("contacts")}
    return {key: number for number, key in enumerate(sorted(keys), 1)}


def _contact_key(row: Row) -> str:
    """Its id, which several customers may name; a contact without one is its own."""
    return row.text("contact_id").strip() or row.place


def _customer(number: int, row: Row, contacts: dict[str, int]) -> Customer:
    return Customer(
        id=number,
        name=row.text("name") or None,
        aliases=_texts(row.text("alias")),
        contacts=tuple(_contact(part, contacts) for part in row.parts("contacts")),
        phones=_texts(row.text("phone")),
        websites=_texts(row.text("website")),
    )


def _contact(row: Row, numbers: dict[str, int]) -> Contact:
    return Contact(
        id=numbers[_contact_key(row)],
        name=row.text("name") or None,
        email=row.text("email") or None,
        phone=row.text("phone") or None,
    )


def _plain_query(row: Row) -> LinkQuery:
    return LinkQuery(SourceSystem.SCREENCONNECT, company=row.text("text"))


def _query(row: Row) -> LinkQuery:
    return LinkQuery(
        _source_system(row),
        company=row.text("company"),
        contact=row.text("contact") or None,
        machines=_texts(row.text("machine")),
        users=_texts(row.text("user")),
        text=row.text("text"),
    )


def _source_system(row: Row) -> SourceSystem:
    source = row.text("source")
    if source not in SOURCE_SYSTEMS:
        allowed = ", ".join(name for name in SOURCE_SYSTEMS if name)
        raise WrongInputError(f"{row.place}: source {source!r}: allowed are {allowed}, or none")
    return SOURCE_SYSTEMS[source]


def _texts(text: str) -> tuple[str, ...]:
    return (text,) if text.strip() else ()
