"""The contact inside the linked customer: by id, by mail address, by name, by a short form of it.

The first step that fits anybody decides: one contact is the answer, several are an open question.
A customer has few contacts, so that what fits one alone is meant; what comes near none is nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.evidence.mails import mails_in
from sdc_core.linking.evidence.people import login_of, logins_of
from sdc_core.linking.names.nicknames import may_be_one_name
from sdc_core.linking.names.normalize import Name, normalize_person


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact, and how it was found, for a person."""

    contact: Contact
    how: str


Closest = Callable[[Customer, Name], Contact | None]
"""The contact that a name is clearly closest to, if any."""


def find_contact(customer: Customer, query: LinkQuery, closest: Closest) -> FoundContact | None:
    """The customer's contact that is meant; None where it is unknown or open."""
    contacts = sorted(customer.contacts, key=lambda contact: contact.id)
    if query.contact_id is not None:
        return _only([c for c in contacts if c.id == query.contact_id], "by id")
    if not contacts or not (query.contact or query.emails):
        return None
    for how, fits in _STEPS:
        found = [contact for contact in contacts if fits(contact, query)]
        if found:
            return _only(found, how)
    asked = _person(query.contact)
    near = None if asked.is_placeholder else closest(customer, asked)
    return FoundContact(near, "by a name close to it") if near else None


def by_letters(threshold: float, margin: float) -> Closest:
    """The rule of the first version: the share of equal letters, ahead of the second."""

    def closest(customer: Customer, name: Name) -> Contact | None:
        return _by_letters(customer, name, threshold, margin)

    return closest


def _only(found: Sequence[Contact], how: str) -> FoundContact | None:
    return FoundContact(found[0], how) if len({c.id for c in found}) == 1 else None


def _has_mail(contact: Contact, query: LinkQuery) -> bool:
    own = mails_in(contact.email or "")
    asked = (*query.emails, query.contact or "")
    return bool(own) and any(mail in own for text in asked for mail in mails_in(text))


def _is_named(contact: Contact, query: LinkQuery) -> bool:
    asked, own = _person(query.contact), _person(contact.name)
    return not asked.is_placeholder and asked.plain == own.plain


def _is_short_form(contact: Contact, query: LinkQuery) -> bool:
    """One last name, and first names that may be one: `Bob Smith`, `B. Smith`, `Robert T Smith`."""
    asked, own = _person(query.contact).core, _person(contact.name).core
    if len(asked) <= 1 or len(own) <= 1 or len(asked[-1]) == 1 or asked[-1] != own[-1]:
        return False
    middles = [(a, b) for a, b in zip(asked[1:-1], own[1:-1], strict=False)]
    return all(may_be_one_name(a, b) for a, b in [(asked[0], own[0]), *middles])


def _has_login(contact: Contact, query: LinkQuery) -> bool:
    """The text is the mail name or login that the contact would have: `jdoe`, `jane.doe`."""
    login = login_of(query.contact or "") if " " not in (query.contact or "").strip() else None
    return login is not None and login in set(logins_of(contact))


_STEPS: Sequence[tuple[str, Callable[[Contact, LinkQuery], bool]]] = (
    ("by mail address", _has_mail),
    ("by name", _is_named),
    ("by a short form of the name", _is_short_form),
    ("by login", _has_login),
)


def _by_letters(customer: Customer, name: Name, threshold: float, margin: float) -> Contact | None:
    known = [(_person(contact.name), contact) for contact in customer.contacts]
    ranked = sorted(
        (
            (fuzz.ratio(name.plain, own.plain), contact)
            for own, contact in known
            if not own.is_placeholder
        ),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    if not ranked:
        return None
    best, contact = ranked[0]
    rival = next((score for score, other in ranked if other.id != contact.id), 0.0)
    return contact if best >= threshold and best - rival >= margin else None


@lru_cache(maxsize=8192)
def _person(text: str | None) -> Name:
    return normalize_person(text)
