"""Words and meaning as one score (decision 0045)."""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest

TAKEN = 300
"""Best by each of the two that are looked at together."""
_UNLIKE = 0.15
"""Cosine of two texts that have nothing to do with each other."""
_ALIKE = 0.75
"""Cosine of a query and a text that says just that."""
_FLOOR_OF_MEANING = 0.15
"""Below it (a cosine of .24) two texts have a subject in common by chance alone."""
_TELLING_WORDS = 0.25
_TELLING_MEANING = 0.35
# Best words of any row -> weight of meaning: where one has nearly all words of the query, they
# lead; where none has, the query was said in other words.
_LITTLE, _MUCH = 0.4, 0.7
_SHARE_AT_LITTLE, _SHARE_AT_MUCH = 0.8, 0.25


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row with what speaks for it: `words` and `meaning` from 0 to 1, the weight of meaning."""

    row: int
    words: float
    meaning: float
    share: float = _SHARE_AT_LITTLE

    @property
    def score(self) -> float:
        """Words and meaning support each other; either alone is enough to be found."""
        return self.words + self.share * self.meaning

    @property
    def is_by_words(self) -> bool:
        """Whether its words tell why it was found."""
        is_enough = self.words >= _TELLING_WORDS or self.meaning < _TELLING_MEANING
        return bool(self.words) and is_enough

    @property
    def is_by_meaning(self) -> bool:
        """Whether its meaning tells why it was found."""
        return self.meaning >= _TELLING_MEANING or not self.words


def fused(words: Mapping[int, float], cosines: Mapping[int, float]) -> list[Ranked]:
    """Best first; equal scores by the later row, which is the newer Session."""
    rows = words.keys() | cosines.keys()
    share = _share_of_meaning(max(words.values(), default=0.0))
    found = (
        Ranked(row, words.get(row, 0.0), _meaning(cosines.get(row, 0.0)), share) for row in rows
    )
    ranked = [each for each in found if each.words or each.meaning >= _FLOOR_OF_MEANING]
    return sorted(ranked, key=lambda found: (-found.score, -found.row))


def best_of(scores: Mapping[int, float]) -> dict[int, float]:
    """The `TAKEN` highest."""
    best = nlargest(TAKEN, zip(scores.values(), scores, strict=True))  # no call for each of them
    return {row: score for score, row in best}


def _share_of_meaning(best: float) -> float:
    there = min(1.0, max(0.0, (best - _LITTLE) / (_MUCH - _LITTLE)))
    return _SHARE_AT_LITTLE + there * (_SHARE_AT_MUCH - _SHARE_AT_LITTLE)


def _meaning(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _UNLIKE) / (_ALIKE - _UNLIKE)))
