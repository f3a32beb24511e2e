"""The technicians of the settings among the names that are known: they sign and greet by name."""

from collections.abc import Iterator

from sdc_core.linking.base import Contact, Customer
from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.settings import Settings

OWN = -1
"""Id of the own firm; no customer of Syncro has it."""


def own_people(settings: Settings) -> Customer:
    """The own firm, with its technicians as contacts; logins and mail addresses have own rules."""
    names = dict.fromkeys(name for person in settings.technicians for name in _names(person.name))
    people = (Contact(id=number, name=name) for number, name in enumerate(names))
    return Customer(id=OWN, contacts=tuple(people))


def _names(name: str) -> Iterator[str]:
    """The whole name, and the first alone, by which a technician speaks of himself."""
    yield name
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if first.casefold() not in COMMON_WORDS:
        yield first
