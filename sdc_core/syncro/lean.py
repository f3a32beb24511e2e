"""The lean customer list: what linking needs of a customer, in the first version's form and more.

`[{id, business_name, contacts: [{id, name}]}]` is the first version's; here a customer also has
`aliases`, `emails`, `phones`, `websites`, `disabled`, and a contact `email` and `phone`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from sdc_core.errors import WrongInputError
from sdc_core.ids import digest_json
from sdc_core.linking.base import Contact, Customer
from sdc_core.syncro.wire import ContactRow, CustomerRow

LEAN_VERSION = "2"

# The API has no field for a website: accounts make one of their own, and call it so.
WEBSITE_FIELDS = frozenset(
    {"website", "web site", "web", "homepage", "url", "domain", "web address"}
)


def customers_from(rows: Iterable[Any], contact_rows: Iterable[Any], place: str) -> list[Customer]:
    """Customers by id, each with its contacts, in either form.

    A contact of a customer that the list does not have belongs to nobody and is left out.

    Raises:
        WrongInputError: A row is no customer or contact. None may be left out: of two customers
            of one name, the other one would look like the only owner.
    """
    customers = {row.id: row for row in (_customer_row(row, place) for row in rows)}
    contacts: dict[int, dict[int, Contact]] = {customer: {} for customer in customers}
    for customer in customers.values():
        for contact in customer.contacts:
            contacts[customer.id][contact.id] = _contact(contact)
    for contact in (_contact_row(row, place) for row in contact_rows):
        if contact.customer_id in contacts:
            contacts[contact.customer_id][contact.id] = _contact(contact)
    return [_customer(customers[i], contacts[i].values()) for i in sorted(customers)]


def lean_bytes(customers: Sequence[Customer]) -> bytes:
    """The file form, one readable JSON list."""
    rows = [_lean(customer) for customer in customers]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


def fingerprint_of(customers: Sequence[Customer]) -> str:
    """Digest of everything that linking looks at."""
    return digest_json([LEAN_VERSION, [_lean(customer) for customer in customers]])


def _customer(row: CustomerRow, contacts: Iterable[Contact]) -> Customer:
    names = _distinct(
        [
            row.business_then_name,
            row.business_name,
            row.fullname,
            row.business_and_full_name,
            *row.aliases,
        ]
    )
    return Customer(
        id=row.id,
        name=names[0] if names else None,
        aliases=names[1:],
        contacts=tuple(sorted(contacts, key=lambda contact: contact.id)),
        emails=_distinct([row.email, *row.emails]),
        phones=_distinct([row.phone, row.mobile, *row.phones]),
        websites=_distinct([*_own_websites(row.properties), *row.websites]),
        disabled=bool(row.disabled),
    )


def _own_websites(properties: Any) -> list[str]:
    fields = properties.items() if isinstance(properties, dict) else ()
    return [
        value
        for name, value in sorted(fields)
        if isinstance(value, str) and name.strip().casefold() in WEBSITE_FIELDS
    ]


def _contact(row: ContactRow) -> Contact:
    phones = _distinct([row.phone, row.mobile])
    return Contact(
        id=row.id, name=row.name, email=row.email or None, phone=phones[0] if phones else None
    )


def _lean(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "business_name": customer.name,
        "aliases": list(customer.aliases),
        "emails": list(customer.emails),
        "phones": list(customer.phones),
        "websites": list(customer.websites),
        "disabled": customer.disabled,
        "contacts": [contact.model_dump(mode="json") for contact in customer.contacts],
    }


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def _customer_row(row: Any, place: str) -> CustomerRow:
    try:
        return CustomerRow.model_validate(row)
    except ValidationError as error:
        raise WrongInputError(_explain("customer", row, place, error)) from error


def _contact_row(row: Any, place: str) -> ContactRow:
    try:
        return ContactRow.model_validate(row)
    except ValidationError as error:
        raise WrongInputError(_explain("contact", row, place, error)) from error


def _explain(kind: str, row: Any, place: str, error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in problem["loc"])
    row_id = row.get("id") if isinstance(row, dict) else None
    return f"{place}: {kind} {row_id!r}: {field}: {problem['msg']}; the list is not replaced"
