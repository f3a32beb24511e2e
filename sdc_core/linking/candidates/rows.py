"""Rows of integers of different lengths in two flat arrays."""

from dataclasses import dataclass
from typing import Self

import numpy as np

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


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

    def turned(self, below: int) -> "Rows":
        """For each value in `range(below)` the sorted numbers of the rows that hold it."""
        return grouped(self.values, self.numbers(), rows=below, below=len(self))


def grouped(numbers: Ints, values: Ints, *, rows: int, below: int) -> Rows:
    """The values of each row number, each once and sorted; all lie in `range(below)`.

    Both are packed into one integer: numpy sorts plain integers far faster than it groups.
    """
    bits = max(1, below - 1).bit_length()
    pairs = np.sort((numbers << bits) | values)
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    lengths = np.bincount(pairs >> bits, minlength=rows)
    return Rows.from_lengths(lengths, pairs & ((1 << bits) - 1))
