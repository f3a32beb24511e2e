"""Tickets that a text names: by Syncro's address of one, by the word before the number, by a sign.

A number alone is a price, a room, an order. It counts where the text calls it a ticket and Syncro
has one of that number; `#1234` and `T1234` without the word are looked at, but prove nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sdc_core.linking.month.proposals.clue import Clue, Kind
from sdc_core.models import SegmentType, Session, SourceSystem

# Where Syncro's own pages lie; an account of its own address is known by the settings.
_HOSTS = ("syncromsp.com", "repairshopr.com")
_PAGE = re.compile(r"https?://([\w.-]{1,100})(?::\d+)?/(tickets|customers)/(\d{1,12})\b", re.ASCII)
_NUMBER = r"(\d{3,9})(?![\w-]|[.,:/]\d|\s*(?:%|[$€£]|(?:usd|eur|dollars?|minutes?|mins?|hours?)\b))"
_WORD = re.compile(
    rf"\b(?:tickets?|tkt)\b\.?[ \t]*(?:number|num|no\.?|nr\.?)?[ \t]*[:#-]?[ \t]*{_NUMBER}",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"(?<![\w$€£#&/])(?:#|T#?){_NUMBER}")
_LONGEST_WORD = 24
_LONGEST_NUMBER = 12  # as in a page's address
# `their ticket 1234`, `Microsoft ticket 1234`: somebody else's.
_OTHERS = frozenset({
    "their", "his", "her", "vendor", "vendors", "supplier", "suppliers", "manufacturer", "carrier",
    "isp", "provider", "microsoft", "dell", "lenovo", "hp", "google", "apple", "adobe", "intuit",
    "cisco", "comcast", "verizon", "amazon", "zendesk", "jira",
})  # fmt: skip
# `room #1234`, `invoice #1234`: what is numbered with the same sign. After the word a number is a
# ticket already, or somebody else's.
_NUMBERED = _OTHERS | frozenset({
    "room", "suite", "apt", "apartment", "unit", "floor", "bay", "desk", "rack", "door", "building",
    "bldg", "box", "locker", "lot", "house", "street", "invoice", "order", "po", "purchase",
    "quote", "estimate", "receipt", "payment", "check", "cheque", "account", "acct", "customer",
    "serial", "sn", "part", "model", "asset", "tag", "item", "sku", "license", "licence", "case",
    "port", "printer", "line", "extension", "ext", "phone", "tel", "fax", "store", "site", "branch",
    "school", "version", "build", "issue", "bug", "pr", "pull", "page", "step", "chapter",
    "channel", "number", "no", "nr", "ticket", "tickets", "tkt",
})  # fmt: skip


class Called(StrEnum):
    """How a text names a ticket; only the first two are hard evidence."""

    PAGE = "page"
    WORD = "word"
    SIGN = "sign"


SURE_OF_PAGE = 0.97
_SURE = {Called.PAGE: SURE_OF_PAGE, Called.WORD: 0.95, Called.SIGN: 0.6}
HARD = frozenset({Called.PAGE, Called.WORD})


class Mention(NamedTuple):
    """A ticket in a text, by number, or by id where its page is named."""

    called: Called
    number: int


class TicketNames(NamedTuple):
    """The numbers and Syncro's ids by which texts name a ticket."""

    numbers: frozenset[int] = frozenset()
    ids: frozenset[int] = frozenset()

    def has(self, mention: Mention) -> bool:
        """Whether a mention may mean this ticket."""
        return mention.number in (self.ids if mention.called == Called.PAGE else self.numbers)


def mentions(text: str, hosts: Iterable[str] = ()) -> list[Mention]:
    """All tickets that the text may name, each in its strongest form."""
    found: dict[int, Mention] = {}
    for mention in (*_pages(text, hosts), *_words(text), *_signs(text)):
        found.setdefault(mention.number, mention)
    return list(found.values())


def customers_in(text: str, hosts: Iterable[str] = ()) -> frozenset[int]:
    """Ids of customers whose page in Syncro the text names."""
    return frozenset(number for kind, number in _links(text, hosts) if kind == "customers")


@dataclass(frozen=True)
class TicketIndex:
    """Customers (with the Sessions) of the known tickets, by number and by Syncro's id.

    Attributes:
        of_notes: Numbers that tickets of notes.json have: a series of its own, which is what a note
            means by them (notes reference, identity: never link by such a number alone).
    """

    by_number: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    by_id: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    of_notes: frozenset[int] = frozenset()

    @classmethod
    def of(cls, sessions: Iterable[Session]) -> "TicketIndex":
        """Those among the Sessions that are tickets with a customer."""
        by_number: dict[int, dict[int, str]] = defaultdict(dict)
        by_id: dict[int, dict[int, str]] = defaultdict(dict)
        of_notes: set[int] = set()
        for session in sessions:
            customer_id, names = session.context.customer_id, names_of_ticket(session)
            if session.meta.source_system == SourceSystem.NOTES_JSON:
                of_notes |= names.numbers
            elif customer_id is not None:
                for number in names.numbers:
                    by_number[number][customer_id] = session.meta.session_id
                for identifier in names.ids:
                    by_id[identifier][customer_id] = session.meta.session_id
        return cls(by_number, by_id, frozenset(of_notes))

    def owners(self, mention: Mention) -> Mapping[int, str]:
        """Session by customer; empty where no such ticket is known."""
        known = self.by_id if mention.called == Called.PAGE else self.by_number
        return known.get(mention.number, {})

    def clues(self, text: str, hosts: Iterable[str] = ()) -> Iterator[Clue]:
        """What the tickets that the text names point to."""
        for mention in mentions(text, hosts):
            owners = self.owners(mention)
            for customer_id, session in owners.items():
                p = _SURE[mention.called] / len(owners)
                yield Clue(customer_id, Kind.TICKET, p, reason_of(mention), (session,))


def reason_of(mention: Mention) -> str:
    """What the text does, as a person reads it."""
    if mention.called == Called.SIGN:
        return f"the number {mention.number} in the text may be its ticket"
    return f"the text names its ticket {mention.number}"


def names_of_ticket(session: Session) -> TicketNames:
    """By what a text may name a Session: nothing where it is no ticket."""
    meta = session.meta
    identifiers = frozenset(int(name) for name in meta.source_identifiers if _is_number(name))
    if meta.source_system == SourceSystem.NOTES_JSON:
        return TicketNames(numbers=identifiers)
    if meta.source_system == SourceSystem.SYNCRO_TICKET:
        return TicketNames(frozenset(_numbers(session)), identifiers)
    return TicketNames()


def _is_number(name: str) -> bool:
    return name.isdecimal() and len(name) <= _LONGEST_NUMBER


def _numbers(session: Session) -> Iterator[int]:
    for segment in session.segments:
        number = getattr(segment.metadata, "number", None)
        if segment.type == SegmentType.TICKET_CREATION and isinstance(number, int):
            yield number


def _pages(text: str, hosts: Iterable[str]) -> Iterator[Mention]:
    links = _links(text, hosts)
    return (Mention(Called.PAGE, number) for kind, number in links if kind == "tickets")


def _links(text: str, hosts: Iterable[str]) -> Iterator[tuple[str, int]]:
    if "://" not in text:
        return
    known = (*_HOSTS, *hosts)
    for host, kind, number in _PAGE.findall(text):
        if any(host == own or host.endswith(f".{own}") for own in known):
            yield kind, int(number)


def _words(text: str) -> Iterator[Mention]:
    for found in _WORD.finditer(text):
        if _before(text, found.start()) not in _OTHERS:
            yield Mention(Called.WORD, int(found[1]))


def _signs(text: str) -> Iterator[Mention]:
    for found in _SIGN.finditer(text):
        if _before(text, found.start()) not in _NUMBERED:
            yield Mention(Called.SIGN, int(found[1]))


def _before(text: str, place: int) -> str:
    """The word that stands before, casefolded; empty where there is none."""
    words = text[max(0, place - _LONGEST_WORD) : place].split()
    return words[-1].rstrip(".:").casefold().removesuffix("'s") if words else ""
