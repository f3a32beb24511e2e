"""The contact inside the linked customer: one owner of the name, or a clear best score."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from sdc_core.linking.base import Contact, Customer
from sdc_core.linking.normalize import Name, normalize


def find_contact(
    customer: Customer,
    name: str | None,
    contact_id: int | None,
    *,
    threshold: float,
    margin: float,
) -> Contact | None:
    """The customer's contact that is meant; None where it is unknown or open."""
    by_id = {contact.id: contact for contact in customer.contacts}
    if contact_id is not None:
        return by_id.get(contact_id)
    text = person(name)
    known = [(person(contact.name), by_id[contact.id]) for contact in customer.contacts]
    usable = [(listed, contact) for listed, contact in known if not listed.is_placeholder]
    if text.is_placeholder or not usable:
        return None
    same = {contact.id for listed, contact in usable if listed.plain == text.plain}
    if same:
        return by_id[same.pop()] if len(same) == 1 else None
    return _clearly_best(text, usable, threshold, margin)


def person(name: str | None) -> Name:
    """A person's name in comparable form; `Last, First` is turned round."""
    last, comma, first = (name or "").partition(",")
    return normalize(f"{first} {last}" if comma else name)


def _clearly_best(
    text: Name, known: Sequence[tuple[Name, Contact]], threshold: float, margin: float
) -> Contact | None:
    ranked = sorted(
        ((fuzz.ratio(text.plain, listed.plain), contact) for listed, contact in known),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    best, contact = ranked[0]
    rival = next((score for score, other in ranked if other.id != contact.id), 0.0)
    return contact if best >= threshold and best - rival >= margin else None
