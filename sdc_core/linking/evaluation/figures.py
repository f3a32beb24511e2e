"""Precision, recall and the rates of wrong links and open questions, as the scorer counts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sdc_core.linking.base import Decision
from sdc_core.linking.evaluation.gold import Truth
from sdc_core.linking.evaluation.predictions import Prediction

Judged = tuple[Prediction, Truth]


@dataclass(frozen=True)
class Figures:
    """Counts of one list; a rate over nothing is None.

    Attributes:
        linkable: In-list queries whose text supports the link.
        wrong_customer: Wrong links of queries whose customer is in the list.
        ool_linked: Links of queries whose customer is not in the list.
        assisted: Open queries whose candidates hold the truth.
    """

    queries: int
    in_list: int
    linkable: int
    linked: int
    correct: int
    correct_linkable: int
    wrong_customer: int
    ool_linked: int
    ambiguous: int
    assisted: int

    @property
    def wrong(self) -> int:
        """Links to another customer than the true one, or of one who is not in the list."""
        return self.wrong_customer + self.ool_linked

    @property
    def precision(self) -> float | None:
        """Right links / links."""
        return share(self.correct, self.linked)

    @property
    def recall(self) -> float | None:
        """Right links / queries whose customer is in the list."""
        return share(self.correct, self.in_list)

    @property
    def recall_linkable(self) -> float | None:
        """Right links / queries whose customer is in the list and whose text supports the link."""
        return share(self.correct_linkable, self.linkable)

    @property
    def wrong_link_rate(self) -> float | None:
        """Wrong links / all queries."""
        return share(self.wrong, self.queries)

    @property
    def open_rate(self) -> float | None:
        """Queries that go to a language model or a person / all queries."""
        return share(self.ambiguous, self.queries)

    @property
    def assisted_recall(self) -> float | None:
        """What is reached once every open question with the truth among its candidates is."""
        return share(self.correct + self.assisted, self.in_list)

    @property
    def utility(self) -> float | None:
        """One wrong link costs 20 right ones, one open question a tenth of one."""
        gain = self.correct - 20 * self.wrong - 0.1 * self.ambiguous
        return gain / self.in_list if self.in_list else None


def share(part: int, whole: int) -> float | None:
    """The part of the whole, None of nothing."""
    return part / whole if whole else None


def figures_of(judged: Sequence[Judged]) -> Figures:
    """The counts of these queries."""
    links = [(p, t) for p, t in judged if p.decision is Decision.LINKED]
    right = [t for p, t in links if t.true_id and p.predicted_id == t.true_id]
    waiting = [(p, t) for p, t in judged if p.decision is Decision.AMBIGUOUS]
    return Figures(
        queries=len(judged),
        in_list=sum(bool(t.true_id) for _, t in judged),
        linkable=sum(t.is_linkable for _, t in judged),
        linked=len(links),
        correct=len(right),
        correct_linkable=sum(t.is_linkable for t in right),
        wrong_customer=sum(bool(t.true_id) for _, t in links) - len(right),
        ool_linked=sum(not t.true_id for _, t in links),
        ambiguous=len(waiting),
        assisted=sum(bool(t.true_id) and t.true_id in p.candidates for p, t in waiting),
    )
