"""Rows of integers of different lengths in two flat arrays."""

from dataclasses import dataclass
from typing import Self

import numpy as np

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Row i is `values[starts[i]:starts[i + 1]]`."""

    starts: Ints
    values: Ints

    @classmethod
    def from_lengths(cls, lengths: Ints, values: Ints) -> Self:
        """Rows of these lengths that lie one behind the other."""
        return cls(np.concatenate(([0], np.cumsum(lengths))), values)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Ints:
        """How long each row is."""
        return np.diff(self.starts)

    def numbers(self) -> Ints:
        """For each value the number of its row."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, rows: Ints) -> "Rows":
        """These rows in this order; a row may come more than once."""
        lengths = self.lengths[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        shift = np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.values[np.arange(len(shift)) + shift])

    def distinct(self, below: int) -> "Rows":
        """Each row sorted and without repetitions; all values lie in `range(below)`."""
        pairs = np.unique(self.numbers() * below + self.values)
        lengths = np.bincount(pairs // below, minlength=len(self))
        return Rows.from_lengths(lengths, pairs % below)

    def turned(self, below: int) -> "Rows":
        """For each value in `range(below)` the sorted numbers of the rows that hold it."""
        order = np.argsort(self.values, kind="stable")
        lengths = np.bincount(self.values, minlength=below)
        return Rows.from_lengths(lengths, self.numbers()[order])
