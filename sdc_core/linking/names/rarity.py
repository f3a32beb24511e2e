"""How much a token says: rare words much, the words of every second company little.

The counts are those of the list and of a background of company names, without which "plumbing"
would look rare in a list of 100 (linking reference, section 5).
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from sdc_core.linking.names.normalize import Name

LEAST = 0.03


class Background(NamedTuple):
    """In how many of `names` company names each token stands; rarer ones than two are left out."""

    names: int
    counts: dict[str, int]


class Rarity:
    """Weight of a token, `LEAST`-1: ln((T+1) / (df+.5)) / ln(T+1), T names, df of them with it."""

    def __init__(self, names: Sequence[Name], background: Background) -> None:
        """Of these names beside the background."""
        self._counts = Counter(token for name in names for token in set(name.core))
        self._background = background.counts
        self._names = background.names + len(names)
        self._weights: dict[str, float] = {}

    def weight(self, token: str) -> float:
        """0-1."""
        known = self._weights.get(token)
        if known is None:
            count = self._counts[token] + self._background.get(token, 0)
            names = self._names + 1
            share = log(names / (count + 0.5)) / log(names) if names > 1 else 1.0
            known = self._weights[token] = min(1.0, max(LEAST, share))
        return known
