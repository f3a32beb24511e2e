"""Names as sets of numbers: the character 3-grams of `^token$` and the whole tokens.

A gram is three code points packed into one integer, so that whole lists of tokens are cut, sorted
and looked up by numpy. Ids follow the order of the grams and tokens, never the order of a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sdc_core.linking.rows import Ints, Rows

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
        flat = [token for name in names for token in name]
        distinct = {token: place for place, token in enumerate(sorted(set(flat)))}
        cut = _cut(list(distinct))
        grams, places = np.unique(cut.values, return_inverse=True)
        words = np.array([distinct[token] for token in flat], dtype=np.int64)
        lengths = np.array([len(name) for name in names], dtype=np.int64)
        by_token = Rows(cut.starts, places)
        rows = _with_words(by_token, words, lengths, len(grams)).distinct(
            len(grams) + len(distinct)
        )
        return cls(grams, {t: len(grams) + p for t, p in distinct.items()}, rows)

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


def _with_words(by_token: Rows, words: Ints, lengths: Ints, grams: int) -> Rows:
    """For each name the grams of its tokens and the tokens themselves, repetitions included."""
    taken = by_token.take(words)
    names = np.repeat(np.arange(len(lengths)), lengths)
    owners = np.concatenate((np.repeat(names, taken.lengths), names))
    values = np.concatenate((taken.values, words + grams))
    order = np.argsort(owners, kind="stable")
    return Rows.from_lengths(np.bincount(owners, minlength=len(lengths)), values[order])


def _cut(tokens: Sequence[str]) -> Rows:
    """The packed 3-grams of `^token$`, a row for each token."""
    text = "".join([f"^{token}$" for token in tokens])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    points = points.astype(np.int64)
    lengths = np.array([len(token) for token in tokens], dtype=np.int64)
    # `^token$` is two longer than the token and holds as many grams as the token has letters.
    at = np.arange(lengths.sum()) + np.repeat(2 * np.arange(len(tokens)), lengths)
    packed = (points[at] << 2 * _BITS) | (points[at + 1] << _BITS) | points[at + 2]
    return Rows.from_lengths(lengths, packed)
