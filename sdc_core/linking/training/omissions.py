"""Count which words are left out when one name is written twice.

A word that stands on one side only speaks for two names of one customer, or against it; the texts
of a fold are measured with what the other folds say.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import NamedTuple

from sdc_core.linking.match.alignment import Alike, align
from sdc_core.linking.match.measures import Usage
from sdc_core.linking.match.pairs import Measured
from sdc_core.linking.match.sides import Side, stops_of
from sdc_core.linking.names.omission import Omission, kind_of
from sdc_core.linking.names.rarity import Background, Rarity
from sdc_core.linking.training.lists import TrainingList

# A word seen so often alone says as much as its kind does, and a kind as much as all words.
_OF_KIND = 6.0
_OF_ALL = 20.0
# Names that share less than this are no second spelling of each other, right or wrong.
_LEAST_SHARED = 0.2
_LEAST_PRODUCT = 0.25
_FEWEST = 3
_LEAST_SHARE = 0.01
_NO_NAMES = Background(0, {})
_NOTHING = Omission({}, {}, 0.0, _NO_NAMES)


class Seen(NamedTuple):
    """Tokens left out in pairs of one customer, and in pairs of two; a side each."""

    same: Counter[str]
    other: Counter[str]


_NONE_SEEN = Seen(Counter(), Counter())


@dataclass
class OmissionCounts:
    """By fold: what was left out of the text's words, and of the name's."""

    query: dict[int, Seen] = field(default_factory=dict)
    name: dict[int, Seen] = field(default_factory=dict)

    def add(self, fold: int, query: Iterable[str], name: Iterable[str], *, is_same: bool) -> None:
        """One pair."""
        for side, tokens in ((self.query, query), (self.name, name)):
            seen = side.setdefault(fold, Seen(Counter(), Counter()))
            (seen.same if is_same else seen.other).update(set(tokens))


@dataclass(frozen=True)
class OmissionCounter:
    """Goes over the measured rows of one list."""

    training: TrainingList
    measured: Measured
    alike: Alike

    def count(self, counts: OmissionCounts) -> None:
        """The true customer of each text, and the best wrong one, if they share enough."""
        measured = self.measured
        shared, product = _shared(measured)
        wrong: dict[int, tuple[float, int]] = {}
        for row, (query, customer) in enumerate(
            zip(measured.query.tolist(), measured.customer.tolist(), strict=True)
        ):
            if customer == self.training.texts[query].customer:
                if shared[row] > _LEAST_SHARED:
                    self._add(row, counts, is_same=True)
            elif product[row] > _LEAST_PRODUCT:
                impression = product[row] + float(measured.letters.indel[row])
                wrong[query] = max(wrong.get(query, (0.0, 0)), (impression, -row))
        for _, row in wrong.values():
            self._add(-row, counts, is_same=False)

    def _add(self, row: int, counts: OmissionCounts, *, is_same: bool) -> None:
        text = self.training.texts[int(self.measured.query[row])]
        listed = self.training.listed[int(self.measured.place[row])]
        aligned = align(
            Side.of(text.name, self._rarity, _NOTHING).tokens,
            Side.of(listed.name, self._rarity, _NOTHING).tokens,
            self.alike,
        )
        stops, other_stops = stops_of(text.name), stops_of(listed.name)
        counts.add(
            text.fold,
            {aligned.query[place] for place in aligned.left_query} | (stops - other_stops),
            {aligned.name[place] for place in aligned.left_name} | (other_stops - stops),
            is_same=is_same,
        )

    @cached_property
    def _rarity(self) -> Rarity:
        return Rarity([one.name for one in self.training.listed], _NO_NAMES)


def fitted(
    counts: OmissionCounts, folds: Collection[int], background: Background, alike: Alike
) -> Usage:
    """What these folds say."""
    return Usage(
        _omission([counts.query.get(fold, _NONE_SEEN) for fold in folds], background),
        _omission([counts.name.get(fold, _NONE_SEEN) for fold in folds], background),
        alike,
    )


def _shared(measured: Measured) -> tuple[list[float], list[float]]:
    words = measured.words
    product = (words.matched_query / words.total_query.clip(1e-9)) * (
        words.matched_name / words.total_name.clip(1e-9)
    )
    return words.shared.tolist(), product.tolist()


def _omission(seen: Sequence[Seen], background: Background) -> Omission:
    same, other = Counter[str](), Counter[str]()
    for one in seen:
        same.update(one.same)
        other.update(one.other)
    kinds = _by_kind(same, background), _by_kind(other, background)
    seen_at_all = same.total() + other.total()
    overall = same.total() / seen_at_all if seen_at_all else 0.5
    of_kind = {
        kind: _share(kinds[0][kind], kinds[1][kind], overall, _OF_ALL)
        for kind in {**kinds[0], **kinds[1]}
    }
    tokens = {
        token: _log_odds(
            _share(same[token], other[token], of_kind[kind_of(token, background)], _OF_KIND)
        )
        for token in sorted({*same, *other})
        if same[token] + other[token] >= _FEWEST
    }
    return Omission(
        tokens,
        {kind: _log_odds(share) for kind, share in sorted(of_kind.items())},
        _log_odds(overall),
        background,
    )


def _by_kind(tokens: Counter[str], background: Background) -> Counter[str]:
    kinds = Counter[str]()
    for token, count in tokens.items():
        kinds[kind_of(token, background)] += count
    return kinds


def _share(same: int, other: int, usual: float, weight: float) -> float:
    return (same + weight * usual) / (same + other + weight)


def _log_odds(share: float) -> float:
    share = min(1 - _LEAST_SHARE, max(_LEAST_SHARE, share))
    return round(log(share / (1 - share)), 4)
