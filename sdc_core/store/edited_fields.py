"""Which of the fields that a person may edit have another value now, and whom a name means."""

from collections.abc import Iterable
from typing import Any

from sdc_core.errors import DecisionError
from sdc_core.linking.base import Customer
from sdc_core.models import Session
from sdc_core.store.months import ManifestEntry, editable_of


def differences(
    edited: Session, entry: ManifestEntry, customers: list[Customer]
) -> Iterable[tuple[str, Any]]:
    """(field, new value) in the order in which they must be applied again.

    Raises:
        DecisionError: A customer or contact was written that nobody, or more than one, is.
    """
    before, after = entry.editable or {}, editable_of(edited)
    customer = before["customer_id"]
    if _moved(before, after, "customer_id", "customer_name"):
        value = _customer(before, after, customers)
        customer = value["id"]
        yield "customer", value
    if _moved(before, after, "contact_id", "contact_name"):
        yield "contact", _contact(before, after, customer, customers)
    for name in ("user_notes", "links", "processing_status"):
        if before[name] != after[name]:
            yield name, after[name]


def _moved(before: dict[str, Any], after: dict[str, Any], *names: str) -> bool:
    return any(before[name] != after[name] for name in names)


def _customer(
    before: dict[str, Any], after: dict[str, Any], customers: list[Customer]
) -> dict[str, Any]:
    number, name = after["customer_id"], after["customer_name"]
    if number is not None and number != before["customer_id"]:
        known = {customer.id: customer for customer in customers}
        if number not in known:
            raise DecisionError(f"customer_id {number!r} is not in the customer cache")
        return {"id": number, "name": known[number].name}
    if not name:
        return {"id": None, "name": None}
    if name == before["customer_name"]:  # only the id was emptied
        return {"id": None, "name": None}
    owners = [c for c in customers if is_called(name, (c.name, *c.aliases))]
    if len(owners) != 1:
        raise DecisionError(_not_one("customer_name", name, [owner.id for owner in owners]))
    return {"id": owners[0].id, "name": owners[0].name}


def _contact(
    before: dict[str, Any],
    after: dict[str, Any],
    customer_id: int | None,
    customers: list[Customer],
) -> dict[str, Any]:
    number, name = after["contact_id"], after["contact_name"]
    contacts = [k for c in customers if c.id == customer_id for k in c.contacts]
    if number is not None and number != before["contact_id"]:
        found = [contact for contact in contacts if contact.id == number]
        if not found:
            raise DecisionError(f"contact_id {number!r} is no contact of customer {customer_id!r}")
        return {"id": number, "name": found[0].name}
    if not name or name == before["contact_name"]:
        return {"id": None, "name": None}
    owners = [contact for contact in contacts if is_called(name, (contact.name,))]
    if len(owners) > 1:
        raise DecisionError(_not_one("contact_name", name, [owner.id for owner in owners]))
    return {"id": owners[0].id if owners else None, "name": name}


def is_called(name: str, names: Iterable[str | None]) -> bool:
    """Whether one of the names is written so, but for case and spaces."""
    wanted = " ".join(name.split()).casefold()
    return any(known and " ".join(known.split()).casefold() == wanted for known in names)


def _not_one(field_name: str, name: str, owners: list[int]) -> str:
    if not owners:
        return f"{field_name} {name!r} is not in the customer cache"
    listed = ", ".join(str(owner) for owner in sorted(owners))
    return f"{field_name} {name!r} belongs to more than one ({listed}): write the id instead"
