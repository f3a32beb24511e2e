"""Labelled queries as rows of a conditional logit over their candidates, for `training.evidence`.

A candidate's log-odds are those of `weighing`: of its name, or of the start where only evidence
points to it, and what its hits add. Which hits count and which of them makes the start is taken
from the figures of the round before; the log-odds are then linear in the figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import NamedTuple

from sdc_core.linking.base import Hit, LinkQuery
from sdc_core.linking.cascade.parts import Hits
from sdc_core.linking.evidence.weights import Figure

Place = tuple[str, Figure]
Figures = Mapping[Place, float]


@dataclass(frozen=True)
class Asked:
    """A labelled query.

    Attributes:
        truth: The customer that is meant, None if it is not in the list.
        by_name: Log-odds of the customers whose names come near; None where no company is given.
    """

    query_id: str
    query: LinkQuery
    truth: int | None
    by_name: Mapping[int, float] | None

    @property
    def figure(self) -> Figure:
        """What a hit that stands by itself is worth here."""
        return "alone" if self.by_name is None else "beside"


class Row(NamedTuple):
    """One customer considered for one query.

    Attributes:
        text: Number of the query; rows of one query stand together.
        known: Log-odds that no figure changes.
        figures: The figures that are added.
        only: Whether evidence alone points to it.
    """

    text: int
    known: float
    figures: frozenset[Place]
    is_true: bool
    only: bool

    def log_odds(self, figures: Figures) -> float:
        """Name and evidence together."""
        return fsum([self.known, *(figures[place] for place in self.figures)])


def rows_of(asked: Sequence[Asked], index: Hits, figures: Figures) -> Iterator[Row]:
    """The rows of the queries that carry evidence; no others say anything of it.

    Args:
        asked: Labelled queries.
        index: Weighs hits by the `base` of these figures.
        figures: Those of the round before.
    """
    for text, one in enumerate(asked):
        hits = _by_customer(index, one.query)
        by_name = one.by_name or {}
        for customer in sorted(hits.keys() | by_name.keys()) if hits else ():
            own = hits.get(customer, ())
            known, added = _linear(own, by_name.get(customer), one.figure, figures)
            only = any(figure != "base" for _, figure in added)
            yield Row(text, known, added, customer == one.truth, only)


def _linear(
    hits: Sequence[Hit], by_name: float | None, figure: Figure, figures: Figures
) -> tuple[float, frozenset[Place]]:
    shared = fsum(log(hit.shared_by) for hit in hits)
    added: frozenset[Place] = frozenset((hit.kind, "base") for hit in hits)
    if not hits:
        return by_name or 0.0, added
    start, kind = max((_start(hit.kind, figure, figures), hit.kind) for hit in hits)
    if by_name is not None and by_name >= start:
        return by_name - shared, added
    return -shared, added - {(kind, "base")} | {(kind, figure)}


def _start(kind: str, figure: Figure, figures: Figures) -> float:
    return figures[kind, figure] - figures[kind, "base"]


def _by_customer(index: Hits, query: LinkQuery) -> Mapping[int, Sequence[Hit]]:
    found: dict[int, list[Hit]] = defaultdict(list)
    for customer, hit in index.hits(query):
        found[customer].append(hit)
    return found
