"""People: the contact's name, first name and the logins that are made of a name."""

from collections.abc import Iterator

from sdc_core.linking.base import Contact
from sdc_core.linking.evidence.word_lists import HONORIFICS, NOBODY
from sdc_core.linking.evidence.words import squeezed, words_of

_SHORTEST = 3


def name_words(text: str | None) -> list[str]:
    """The words of a person's name in spoken order, without titles; `Last, First` is turned."""
    last, comma, first = (text or "")[:200].partition(",")
    if comma and set(words_of(first)) <= HONORIFICS:
        first, last = last, ""
    words = words_of(f"{first} {last}" if comma else last)
    return [word for word in words if word not in HONORIFICS]


def full_name(text: str | None) -> str | None:
    """First and last name, which is what sources agree on; None where one of them is missing."""
    words = name_words(text)
    if len(words) <= 1 or len(words[-1]) == 1 or words[0] in NOBODY or words[-1] in NOBODY:
        return None
    return f"{words[0]} {words[-1]}"


def first_name(text: str | None) -> str | None:
    """The first of the words, None where it is an initial or a role."""
    words = name_words(text)
    return words[0] if words and len(words[0]) >= _SHORTEST and words[0] not in NOBODY else None


def only_first_name(text: str | None) -> str | None:
    """The first name, where nothing else is said."""
    return first_name(text) if len(name_words(text)) == 1 else None


def logins_of(contact: Contact) -> Iterator[str]:
    """The logins that a contact may have, without dots: `jsmith`, `johnsmith`, `smithj`, ..."""
    words = name_words(contact.name)
    mailbox = login_of((contact.email or "").partition("@")[0])
    if mailbox and mailbox not in words:
        yield mailbox
    if len(words) > 1 and len(words[-1]) > 1:
        first, last = words[0], words[-1]
        yield from (first[0] + last, last + first[0])
        if len(first) > 1:
            yield from (first + last, last + first, first + last[0])


def login_of(text: str) -> str | None:
    """A login as it is compared, None where nobody's name stands behind it."""
    login = squeezed(text[:200])
    is_named = len(login) > _SHORTEST and not login.isdigit() and login.rstrip("0123456789")
    return login if is_named and login.rstrip("0123456789") not in NOBODY else None


def split_login(text: str) -> tuple[str, str]:
    r"""Domain and login of `DOMAIN\user`; the domain is empty where none is said."""
    domain, _, login = text.rpartition("\\")
    return domain, login
