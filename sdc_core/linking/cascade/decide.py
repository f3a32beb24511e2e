"""From log-odds to a decision: pure arithmetic over the customers considered for one query.

Each customer has `L_i` = log-odds of its best name against "not in the list" + what its evidence
adds; `P(i) = exp(L_i) / (1 + sum of exp(L_j))` (linking reference, section 6). Two readings of it:

- `score`, 0-100: `P(i)` on the scale of the weights, on which 95 is the default operating point.
- `alone`, 0-100: the same as if no other customer were there. The margin compares these, so that
  10 means: the second customer must look at least 10 points less convincing by itself. Only where
  evidence says more for the first is the second taken as it stands beside the first, or two
  customers of one name could never be told apart (that made 25 of 1,199 links of msp_synth, none
  of those 25 a wrong one).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sdc_core.linking.base import Hit
from sdc_core.linking.names.listed import ListedName
from sdc_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Rule:
    """The knobs, and what the weights file says of the scale.

    Attributes:
        threshold: Least score of a link.
        margin: Least distance of the second customer, in points of `alone`.
        floor: Least probability, in percent, of the best three together for an open question.
        shift: Added to the logit of a probability to make a score of it.
        prior_in_list: Share of queries whose customer is in the list; the weights know .5.
    """

    threshold: float = 95.0
    margin: float = 10.0
    floor: float = 65.0
    shift: float = 0.0
    prior_in_list: float = 0.5

    @classmethod
    def of(cls, settings: Settings, shift: float) -> "Rule":
        """The knobs of the settings, on the scale of the weights."""
        defaults, linking = settings.processing_defaults, settings.linking
        return cls(
            threshold=defaults.customer_linking_fuzzy_match_threshold,
            margin=defaults.customer_linking_margin,
            floor=linking.ambiguous_floor,
            shift=shift,
            prior_in_list=linking.prior_in_list,
        )

    def points(self, logit: float) -> float:
        """The score, 0-100, of a probability given as its logit."""
        return 100.0 * _sigmoid(logit + self.shift)

    @property
    def prior(self) -> float:
        """What the share in the list adds to all log-odds."""
        return math.log(self.prior_in_list / (1.0 - self.prior_in_list))


class Standing(NamedTuple):
    """One customer considered.

    Attributes:
        name: Its name that comes closest, as shown.
        by_name: Log-odds of that name, or of the start where only evidence points to it.
        listed: The listed name; None where only evidence points to the customer.
        hits: The evidence for it.
        p: Its probability among all; set by `ranked`.
        score: `p` on the scale of the weights; set by `ranked`.
    """

    customer_id: int
    name: str
    by_name: float
    listed: ListedName | None = None
    hits: tuple[Hit, ...] = ()
    evidence: float = 0.0
    p: float = 0.0
    score: float = 0.0

    @property
    def log_odds(self) -> float:
        """Name and evidence together."""
        return self.by_name + self.evidence

    def placed(self, p: float, score: float) -> "Standing":
        """The same with its probability among all."""
        # By hand: `_replace` takes four times as long, and each query has a dozen.
        return Standing(
            self.customer_id,
            self.name,
            self.by_name,
            self.listed,
            self.hits,
            self.evidence,
            p,
            score,
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """The customers considered, best first, and the probability that it is none of them."""

    standings: tuple[Standing, ...]
    p_none: float


class Outcome(Enum):
    """What the arithmetic says."""

    CLEAR = "clear"
    OPEN = "open"
    FAR = "far"


def ranked(standings: Iterable[Standing], rule: Rule) -> Ranking:
    """The standings with probability and score, best first; ties by id."""
    ordered = sorted(standings, key=lambda s: (-s.log_odds, s.customer_id))
    odds = [s.log_odds for s in ordered]
    top = max([0.0, *odds])
    weights = [math.exp(x - top) for x in odds]
    none = math.exp(-top)
    total = none + math.fsum(weights)
    scored = [
        s.placed(weight / total, rule.points(_logit(weight, total - weight)))
        for s, weight in zip(ordered, weights, strict=True)
    ]
    return Ranking(tuple(scored), none / total)


def tied(standings: Iterable[Standing], group: Mapping[int, ListedName]) -> list[Standing]:
    """The standings, with the customers of `group` made equal by name: only evidence parts them.

    Args:
        standings: The customers considered.
        group: The customers that own one normalised name, each with that name; those that were not
            considered are added.
    """
    by_id = {s.customer_id: s for s in standings}
    same = [s.by_name for s in by_id.values() if s.customer_id in group and s.listed]
    best = max(same, default=0.0)
    for id_, listed in group.items():
        hits = by_id[id_].hits if id_ in by_id else ()
        evidence = by_id[id_].evidence if id_ in by_id else 0.0
        by_id[id_] = Standing(id_, listed.text, best, listed, hits, evidence)
    return list(by_id.values())


def margin_of(ranking: Ranking, rule: Rule) -> float | None:
    """How many points the second customer is behind, each judged alone; None without a second."""
    if len(ranking.standings) < 2:  # noqa: PLR2004 - a second
        return None
    first, second = ranking.standings[:2]
    return rule.points(first.log_odds) - rival_points(first, second, rule)


def rival_points(first: Standing, second: Standing, rule: Rule) -> float:
    """The points of the second alone, or beside the first where evidence speaks for that."""
    if first.evidence > second.evidence:
        return second.score
    return rule.points(second.log_odds)


def decide(ranking: Ranking, rule: Rule) -> Outcome:
    """Link, ask or leave; unrounded values are compared."""
    if not ranking.standings:
        return Outcome.FAR
    margin = margin_of(ranking, rule)
    is_ahead = margin is None or margin >= rule.margin
    if ranking.standings[0].score >= rule.threshold and is_ahead:
        return Outcome.CLEAR
    near = 100.0 * math.fsum(s.p for s in ranking.standings[:3])
    return Outcome.OPEN if near >= rule.floor else Outcome.FAR


def _logit(weight: float, rest: float) -> float:
    # Beyond 700 the difference is lost in rounding anyway, and exp() overflows.
    if rest <= 0.0:
        return 700.0
    odds = weight / rest
    return math.log(odds) if odds > 0.0 else -700.0


def _sigmoid(x: float) -> float:
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(max(x, -700.0))
    return grown / (1.0 + grown)
