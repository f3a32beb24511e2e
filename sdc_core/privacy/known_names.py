"""Under which names customers and contacts may stand in a text, and what each needs to be meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sdc_core.linking.base import Contact, Customer
from sdc_core.linking.names.name_words import PERSON_SUFFIXES, PERSON_TITLES, PLACEHOLDERS
from sdc_core.privacy.common_words import COMMON_WORDS, TRADES
from sdc_core.privacy.phrases import fold
from sdc_core.privacy.repeats import ORGANIZATION, PERSON, without_legal_form

_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_AND = re.compile(r"\s*&\s*|\s+and\s+", re.IGNORECASE)
_THE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
_SHORT = 3


class Sign(StrEnum):
    """What must be seen beside the letters before a name counts as meant."""

    NOTHING = "nothing"
    CAPITALS = "capitals"
    SAME_FORM = "same_form"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"


@dataclass(frozen=True, slots=True)
class Known:
    """A name in the list; `form` is how it stands there."""

    label: str
    sign: Sign
    form: str
    owner: int


def known_names(customers: Sequence[Customer]) -> Iterator[tuple[str, Known]]:
    """Every form of every name, with what it needs."""
    for customer in customers:
        people = {fold(contact.name or "") for contact in customer.contacts}
        for name in filter(None, (customer.name, *customer.aliases)):
            label = PERSON if fold(name) in people else ORGANIZATION
            for form in _forms_of_firm(name):
                yield from _known(form, label, customer.id)
        for contact in customer.contacts:
            yield from _of_contact(contact, customer.id)


def _of_contact(contact: Contact, owner: int) -> Iterator[tuple[str, Known]]:
    first, middle, last = _parts(contact.name or "")
    for form in dict.fromkeys([" ".join([*first, *middle, *last]), " ".join([*first, *last])]):
        yield from _known(form, PERSON, owner)
    if not last:
        return
    yield from _known(" ".join([*last, *first]), PERSON, owner)
    yield from _alone(first, Sign.FIRST_NAME, owner)
    yield from _alone(last, Sign.LAST_NAME, owner)


def _alone(part: Sequence[str], sign: Sign, owner: int) -> Iterator[tuple[str, Known]]:
    for word in part:
        if len(word) >= _SHORT and word.isalpha():
            yield word, Known(PERSON, sign, word, owner)


def _parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """First, middle and last names; one word alone is a first name."""
    last, comma, first = _BRACKETS.sub(" ", name).partition(",")
    is_turned = bool(comma) and not set(fold(first)) <= PERSON_SUFFIXES
    words = [
        word
        for word in fold(f"{first} {last}" if is_turned else f"{last} {first}")
        if word not in PERSON_TITLES and word not in PERSON_SUFFIXES
    ]
    return words[:1], words[1:-1], words[1:][-1:]


def _forms_of_firm(name: str) -> Iterable[str]:
    outside = _BRACKETS.sub(" ", name).strip()
    forms = [name, outside, without_legal_form(outside)]
    forms += [_THE.sub("", form, count=1) for form in forms if _THE.match(form)]
    forms += [_AND.sub(joint, form) for form in forms for joint in (" and ", " ") if "&" in form]
    forms += [_AND.sub(" ", form) for form in forms if _AND.search(form)]
    return dict.fromkeys(filter(None, forms))


def _known(form: str, label: str, owner: int) -> Iterator[tuple[str, Known]]:
    words = fold(form)
    sign = _sign_of(words)
    if sign is not None and " ".join(words) not in PLACEHOLDERS:
        yield form, Known(label, sign, form, owner)


def _sign_of(words: Sequence[str]) -> Sign | None:
    """None for what can be no sign of anybody: `IT`, `24`, nothing."""
    if not any(word.isalpha() and len(word) > 1 for word in words):
        return None
    spoken = {word for word in words if word.isalpha()}
    is_common = COMMON_WORDS.issuperset(spoken)
    if len(words) > 1:
        return Sign.CAPITALS if is_common and TRADES.isdisjoint(spoken) else Sign.NOTHING
    if len(words[0]) <= _SHORT:
        return None if is_common else Sign.SAME_FORM
    return Sign.CAPITALS
