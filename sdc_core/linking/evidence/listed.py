"""Every value that a customer can be known by, with its kind."""

from collections.abc import Iterator, Sequence

from sdc_core.linking.base import Contact, Customer
from sdc_core.linking.evidence import machines
from sdc_core.linking.evidence.mails import (
    SHORTEST_LABEL,
    domain_of,
    domain_of_website,
    is_at,
    mails_in,
)
from sdc_core.linking.evidence.mentions import mention_of
from sdc_core.linking.evidence.people import first_name, full_name, logins_of
from sdc_core.linking.evidence.phones import DEFAULT_REGION, phone_of
from sdc_core.linking.evidence.words import words_of
from sdc_core.linking.names.name_words import LEGAL_FORMS, PLACEHOLDERS, STOP_WORDS

Value = tuple[str, str]

_LONGEST_NAME = 200


def is_generic(name: str | None) -> bool:
    """Whether a customer's name names nobody: it stands for many then, and nothing points to it."""
    words = words_of((name or "")[:_LONGEST_NAME])
    return sum(map(len, words)) <= 1 or " ".join(words) in PLACEHOLDERS


def values_of_customer(
    customer: Customer, own_domains: frozenset[str] = frozenset(), region: str = DEFAULT_REGION
) -> Iterator[Value]:
    """The kind and value of each; some may come more than once.

    A contact with a mail address at one of `own_domains` is a technician, not the customer's. A
    phone number that says no country is of `region`.
    """
    for mail in customer.emails:
        yield from _of_mail(mail, own_domains)
    for phone in customer.phones:
        yield from _of_phone(phone, region)
    for website in customer.websites:
        domain = domain_of_website(website)
        if domain:
            yield "mail_domain", domain
    for contact in customer.contacts:
        if not is_at(contact.email or "", own_domains):
            yield from _of_contact(contact, region)
    for text in _names(customer):
        yield from values_of_name(text)


def values_of_name(text: str) -> Iterator[Value]:
    """What a company of this name gives its machines and domains, and what texts call it."""
    name = words_of(text[:_LONGEST_NAME])
    yield from machines.values_of_names([name])
    yield from _one("customer_mentioned", mention_of(name))
    yield from (("domain_like_name", label) for label in labels_of(name))


def _names(customer: Customer) -> Iterator[str]:
    """Those that name somebody, without the names of its own contacts.

    Syncro keeps the person beside the business (`fullname`): who names that person names a contact,
    and says nothing more by it.
    """
    people = {full_name(contact.name) for contact in customer.contacts} - {None}
    texts = dict.fromkeys((customer.name or "", *customer.aliases))
    return (text for text in texts if not is_generic(text) and full_name(text) not in people)


def labels_of(name: Sequence[str]) -> set[str]:
    """What a customer's domain may be called, by one of its names given as words."""
    forms = {
        "".join(name),
        "".join(word for word in name if word not in LEGAL_FORMS),
        "".join(word for word in name if word not in LEGAL_FORMS and word not in STOP_WORDS),
    }
    return {form for form in forms if len(form) >= SHORTEST_LABEL}


def _of_contact(contact: Contact, region: str) -> Iterator[Value]:
    yield from _of_mail(contact.email)
    yield from _of_phone(contact.phone, region)
    name = full_name(contact.name)
    if name:
        yield "contact_name", name
        yield from _one("contact_mentioned", mention_of(name.split()))
    yield from _one("contact_first_name", first_name(contact.name))
    yield from (("login", login) for login in logins_of(contact))


def _of_mail(text: str | None, own_domains: frozenset[str] = frozenset()) -> Iterator[Value]:
    for mail in mails_in(text or ""):
        if is_at(mail, own_domains):
            continue
        yield "mail", mail
        yield from _one("mail_domain", domain_of(mail))


def _of_phone(text: str | None, region: str) -> Iterator[Value]:
    yield from _one("phone", phone_of(text, region) if text else None)


def _one(kind: str, value: str | None) -> Iterator[Value]:
    if value:
        yield kind, value
