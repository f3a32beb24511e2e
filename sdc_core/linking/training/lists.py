"""What the weights are learned on: labelled lists, whole and cut to every length that users have.

A threshold that holds for 3,000 customers does not hold for 100, unless the weights have seen both.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from sdc_core.ids import digest_json
from sdc_core.linking.base import Customer
from sdc_core.linking.candidates.rows import Ints
from sdc_core.linking.evaluation.gold import Truth, read_gold
from sdc_core.linking.evaluation.sets import read_set
from sdc_core.linking.match.weights_file import Kind
from sdc_core.linking.names.listed import ListedName, listed_names
from sdc_core.linking.names.normalize import Name, normalize, normalize_person

FOLDS = 5
NOBODY = 0
# Of each set, by the name of its folder: (customers, how many random lists of so many).
SUB_LISTS = {
    "chicago_smb": ((50, 40), (100, 40), (300, 14), (1000, 7)),
    "securities": ((100, 10), (1000, 3)),
    "patstat": (),
    "persons": ((10, 60), (30, 30), (100, 5), (300, 2)),
}


@dataclass(frozen=True)
class Labelled:
    """One text with its truth.

    Attributes:
        customer: Whom it means; `NOBODY` where that one is not in the list.
        fold: Texts of one customer, and of one unknown company, are always in one fold.
    """

    name: Name
    customer: int
    truth: Truth
    fold: int


@dataclass(frozen=True)
class TrainingList:
    """A list of customers and the texts that are asked of it."""

    source: str
    customers: tuple[Customer, ...]
    listed: Sequence[ListedName]
    texts: tuple[Labelled, ...]
    is_whole: bool

    @cached_property
    def folds(self) -> Ints:
        """The fold of each text."""
        return np.array([text.fold for text in self.texts], dtype=np.int64)


def read_lists(folders: Sequence[Path], kind: Kind, *, seed: int = 5) -> Iterator[TrainingList]:
    """Every set whole, then its random sub-lists, each with as many texts from outside it.

    Only texts that no list knows are drawn as outside: a customer left out of a sub-list may have
    the very name of one that is in it, and that teaches nothing.
    """
    for folder in folders:
        whole = _whole(folder, kind)
        yield whole
        draw = random.Random(seed)  # noqa: S311 - repeatable by intent, nothing secret
        for customers, times in SUB_LISTS.get(folder.name, ()):
            for _ in range(times):
                yield _shorter(whole, customers, draw, kind)


def _whole(folder: Path, kind: Kind) -> TrainingList:
    asked = read_set(folder)
    numbers = {key: number for number, key in asked.ids.items()}
    truths = read_gold(folder, [query_id for query_id, _ in asked.queries])
    texts = tuple(
        _labelled(query.company or "", numbers.get(truth.true_id, NOBODY), truth, kind)
        for (_, query), truth in zip(asked.queries, truths, strict=True)
    )
    listed = _listed(asked.customers, kind)
    return TrainingList(folder.name, asked.customers, listed, texts, is_whole=True)


def _shorter(whole: TrainingList, count: int, draw: random.Random, kind: Kind) -> TrainingList:
    customers = tuple(
        sorted(draw.sample(whole.customers, min(count, len(whole.customers))), key=lambda c: c.id)
    )
    ids = {customer.id for customer in customers}
    inside = [text for text in whole.texts if text.customer in ids]
    outside = [text for text in whole.texts if text.customer == NOBODY]
    texts = inside + draw.sample(outside, min(len(inside), len(outside)))
    listed = _listed(customers, kind)
    return TrainingList(whole.source, customers, listed, tuple(texts), is_whole=False)


def _listed(customers: Sequence[Customer], kind: Kind) -> list[ListedName]:
    if kind == "companies":
        return listed_names(customers)
    return [
        ListedName(normalize_person(customer.name), customer.name or "", customer.id)
        for customer in customers
    ]


def _labelled(text: str, customer: int, truth: Truth, kind: Kind) -> Labelled:
    name = normalize(text) if kind == "companies" else normalize_person(text)
    group = truth.true_id or " ".join(name.core[:2])
    return Labelled(name, customer, truth, int(digest_json(group)[:8], 16) % FOLDS)
