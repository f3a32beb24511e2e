"""How readily a word is left out when a name is written: "Restaurant" often, "North" hardly ever.

Learned by `training`: for each token that stands on one side only, how often the two names were one
customer's, and how often they were not. A word that was not seen counts as its kind does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdc_core.linking.names.rarity import Background

# Company names of the background with a word, from which it is known, usual, common.
_COMMONNESS = (1, 10, 100)
_LONG = 4
DIGITS = "digits"


def kind_of(token: str, background: Background) -> str:
    """Kind of a word that was not seen: a number, or its length and how common it is."""
    if token.isdigit():
        return DIGITS
    count = background.counts.get(token, 0)
    common = sum(count >= least for least in _COMMONNESS)
    return f"{min(len(token), _LONG)} letters, {common}"


@dataclass(frozen=True)
class Omission:
    """Log-odds that two names are one although this token is missing on the other side.

    Attributes:
        tokens: Of the tokens that were seen often enough.
        kinds: Of each kind of other tokens.
        overall: Of a kind that was never seen.
    """

    tokens: Mapping[str, float]
    kinds: Mapping[str, float]
    overall: float
    background: Background
    _known: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def log_odds(self, token: str) -> float:
        """Natural logarithm; below 0 for a word that is rarely left out."""
        known = self._known.get(token)
        if known is None:
            known = self.tokens.get(token)
            if known is None:
                known = self.kinds.get(kind_of(token, self.background), self.overall)
            self._known[token] = known
        return known
