"""A clue to a chat's customer, and the proposal that the clues to one customer make together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import NamedTuple

from pydantic import JsonValue

SHOWN = 5
"""Proposals per chat, and Sessions per proposal: a person looks at a few, not at all."""
_LEAST = 0.005
_SURELY_SOME_DOUBT = 0.001


class Kind(StrEnum):
    """What a clue rests on."""

    TICKET = "ticket"
    OVERLAP = "overlap"
    MACHINE = "machine"
    ADDRESS = "address"
    CUSTOMER = "customer"
    CONTACT = "contact"


class Clue(NamedTuple):
    """One reason to think of a customer.

    Attributes:
        p: How sure the clue alone makes, 0-1.
        reason: What a person reads after the customer's name.
        rests_on: Ids of Sessions behind it.
    """

    customer_id: int
    kind: Kind
    p: float
    reason: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A customer that a person may choose for a chat with one look; it never links by itself.

    Attributes:
        score: 0-100, how sure all clues together make.
        kind: Of the strongest clue.
        reason: All clues, the strongest first.
    """

    customer_id: int
    customer_name: str
    score: int
    kind: Kind
    reason: str
    rests_on: tuple[str, ...] = ()

    def listed(self) -> JsonValue:
        """As the Session keeps it."""
        return {
            "customer_id": self.customer_id,
            "customer_name": self.customer_name,
            "score": self.score,
            "kind": self.kind.value,
            "reason": self.reason,
            "rests_on": list(self.rests_on),
        }


def proposals_of(clues: Iterable[Clue], names: Mapping[int, str]) -> list[Proposal]:
    """At most `SHOWN`, best first; of customers that the list does not have there is none.

    A chat is work for one customer as a rule, so the customers compete: what speaks for one lowers
    the others.
    """
    by_customer: dict[int, dict[Kind, Clue]] = {}
    for clue in clues:
        if clue.customer_id in names and clue.p >= _LEAST:
            own = by_customer.setdefault(clue.customer_id, {})
            other = own.get(clue.kind)
            if other is None or _order(clue) < _order(other):
                own[clue.kind] = clue
    odds = {customer_id: _odds(own.values()) for customer_id, own in by_customer.items()}
    total = 1 + sum(odds[customer_id] for customer_id in sorted(odds))
    best = sorted(odds, key=lambda customer_id: (-odds[customer_id], customer_id))[:SHOWN]
    return [
        _proposal(
            sorted(by_customer[found].values(), key=_order), names[found], odds[found] / total
        )
        for found in best
    ]


def _order(clue: Clue) -> tuple[float, Kind, str, tuple[str, ...]]:
    """The strongest first."""
    return -clue.p, clue.kind, clue.reason, clue.rests_on


def _odds(clues: Iterable[Clue]) -> float:
    """Clues of different kinds are different witnesses; of one kind only the strongest is here."""
    # In a fixed order: the product of three floats rests on it.
    doubt = max(prod(sorted(1 - clue.p for clue in clues)), _SURELY_SOME_DOUBT)
    return (1 - doubt) / doubt


def _proposal(clues: list[Clue], name: str, p: float) -> Proposal:
    rests_on = dict.fromkeys(session for clue in clues for session in clue.rests_on)
    return Proposal(
        customer_id=clues[0].customer_id,
        customer_name=name,
        score=round(100 * p),
        kind=clues[0].kind,
        reason="; ".join(clue.reason for clue in clues),
        rests_on=tuple(rests_on)[:SHOWN],
    )
