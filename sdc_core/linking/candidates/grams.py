"""Names as sets of numbers: the character 3-grams of `^token$` and the whole tokens.

A gram is three code points packed into one integer, so that whole lists of tokens are cut, sorted
and looked up by numpy. Ids follow the order of the grams and tokens, never the order of a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np

from sdc_core.linking.candidates.rows import Ints, Rows, grouped

_BITS = 21  # of one code point; three of them fit into 63 bits


@dataclass(frozen=True, slots=True)
class GramSets:
    """The set of grams and tokens of each name of a list.

    Attributes:
        grams: All 3-grams, packed and sorted; the number of its place is the id of a gram.
        tokens: All tokens; their ids follow those of the grams.
        rows: For each name its ids, sorted.
    """

    grams: Ints
    tokens: dict[str, int]
    rows: Rows

    @classmethod
    def of(cls, names: Sequence[tuple[str, ...]]) -> Self:
        """The sets of these names, each given as its tokens."""
        flat = list(chain.from_iterable(names))
        places = {token: place for place, token in enumerate(sorted(set(flat)))}
        cut = _cut(list(places))
        grams = _distinct(cut.values)
        by_token = Rows(cut.starts, np.searchsorted(grams, cut.values))
        words = np.fromiter(map(places.__getitem__, flat), np.int64, len(flat))
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        rows = _sets(by_token, words, lengths, len(grams))
        return cls(grams, {token: len(grams) + place for token, place in places.items()}, rows)

    @property
    def size(self) -> int:
        """How many grams and tokens there are."""
        return len(self.grams) + len(self.tokens)

    def ids_in(self, other: "GramSets") -> Ints:
        """For each gram and token its id in another list; `other.size` where it has none."""
        places = np.searchsorted(other.grams, self.grams)
        found = np.append(other.grams, -1)[places] == self.grams
        grams = np.where(found, places, other.size)
        tokens = [other.tokens.get(token, other.size) for token in self.tokens]
        return np.concatenate((grams, np.array(tokens, dtype=np.int64)))


def _sets(by_token: Rows, words: Ints, lengths: Ints, grams: int) -> Rows:
    """For each name the grams of its tokens and the tokens themselves."""
    taken = by_token.take(words)
    names = np.repeat(np.arange(len(lengths)), lengths)
    return grouped(
        np.concatenate((np.repeat(names, taken.lengths), names)),
        np.concatenate((taken.values, words + grams)),
        rows=len(lengths),
        below=grams + len(by_token),
    )


def _distinct(values: Ints) -> Ints:
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _cut(tokens: Sequence[str]) -> Rows:
    """The packed 3-grams of `^token$`, a row for each token."""
    text = "".join([f"^{token}$" for token in tokens])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    points = points.astype(np.int64)
    lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
    # `^token$` is two longer than the token and holds as many grams as the token has letters.
    at = np.arange(lengths.sum()) + np.repeat(2 * np.arange(len(tokens)), lengths)
    packed = (points[at] << 2 * _BITS) | (points[at + 1] << _BITS) | points[at + 2]
    return Rows.from_lengths(lengths, packed)
