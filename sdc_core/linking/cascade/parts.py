"""What the cascade is built of: how names are scored, what else points to a customer.

`make.make_linker` puts the real parts in; tests put their own.
"""

from collections.abc import Sequence
from typing import Protocol

from sdc_core.linking.base import AlignedToken, Contribution, LinkQuery, Numbers
from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name


class ScoredName(Protocol):
    """The best name of one customer for a text, with its log-odds against "not in the list"."""

    @property
    def listed(self) -> ListedName:
        """The name, and whose it is."""
        ...

    @property
    def log_odds(self) -> float:
        """By name alone, at even odds that the customer is in the list."""
        ...


class Explanation(Protocol):
    """How a text was compared with a name."""

    @property
    def aligned(self) -> Sequence[AlignedToken]:
        """Token beside token."""
        ...

    @property
    def unmatched_query(self) -> Sequence[str]:
        """Tokens of the text that the name lacks."""
        ...

    @property
    def unmatched_name(self) -> Sequence[str]:
        """Tokens of the name that the text lacks."""
        ...

    @property
    def numbers(self) -> Numbers | None:
        """The numbers of both sides."""
        ...

    @property
    def contributions(self) -> Sequence[Contribution]:
        """What each group of features adds."""
        ...


class Scorer(Protocol):
    """Scores names against the list."""

    def score(self, names: Sequence[Name]) -> Sequence[Sequence[ScoredName]]:
        """For each name the customers that come near, best first, one entry for each customer."""
        ...

    def explain(self, compared: Sequence[tuple[Name, ListedName]]) -> Sequence[Explanation]:
        """Why each text and name are as alike as they are."""
        ...


class Hits(Protocol):
    """Evidence beyond the name."""

    def hits(self, query: LinkQuery) -> Sequence[CustomerHit]:
        """What points to which customer."""
        ...
