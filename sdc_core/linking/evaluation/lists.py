"""Shorter and longer lists than the one given: a threshold must hold at every length.

All draws rest on `random.Random.random`, whose sequence Python promises to keep.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from sdc_core.linking.base import Customer
from sdc_core.linking.evaluation.gold import Truth
from sdc_core.linking.evaluation.sets import LinkingSet

T = TypeVar("T")
PADDED = "generated-"
# Two names out of three may repeat a given one; more tries than this mean too few words.
_TRIES_PER_NAME = 20


def shorter(asked: LinkingSet, customers: int, *, seed: int) -> LinkingSet:
    """A random part of the list, all queries kept: those of the others are out of list."""
    kept = sorted(_draw(asked.customers, customers, seed), key=lambda customer: customer.id)
    return replace(
        asked, customers=tuple(kept), ids={customer.id: asked.ids[customer.id] for customer in kept}
    )


def longer(asked: LinkingSet, customers: int, *, seed: int) -> LinkingSet:
    """The list with generated names up to this length: words of the given names, recombined.

    A list of few words ends earlier, when no new name is found.
    """
    first = max(asked.ids, default=0) + 1
    missing = max(0, customers - len(asked.customers))
    names = list(_recombined([c.name for c in asked.customers if c.name], missing, seed))
    added = [Customer(id=number, name=name) for number, name in enumerate(names, first)]
    ids = {customer.id: f"{PADDED}{number}" for number, customer in enumerate(added, 1)}
    return replace(asked, customers=(*asked.customers, *added), ids={**asked.ids, **ids})


def balanced(truths: Sequence[Truth], *, seed: int) -> set[str]:
    """Ids of all in-list queries and of as many of the others, drawn."""
    inside = [truth.query_id for truth in truths if truth.true_id]
    outside = [truth.query_id for truth in truths if not truth.true_id]
    return {*inside, *_draw(outside, len(inside), seed)}


def _draw(items: Sequence[T], count: int, seed: int) -> list[T]:
    draw = random.Random(seed).random  # noqa: S311 - repeatable by intent, nothing secret
    order = sorted((draw(), at) for at in range(len(items)))
    return [items[at] for _, at in order[:count]]


def _recombined(names: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """New names of as many words as some given name, each word from a place like its own."""
    words = [name.split() for name in names if name.split()]
    starts = [given[0] for given in words]
    others = [word for given in words for word in given[1:]] or starts
    draw = random.Random(seed).random  # noqa: S311 - repeatable by intent, nothing secret
    taken = {" ".join(given).casefold() for given in words}
    for _ in range(count * _TRIES_PER_NAME if words else 0):
        length = len(words[int(draw() * len(words))])
        rest = [others[int(draw() * len(others))] for _ in range(max(1, length - 1))]
        name = " ".join([starts[int(draw() * len(starts))], *rest])
        if name.casefold() not in taken:
            taken.add(name.casefold())
            yield name
            count -= 1
        if not count:
            return
