"""Seeded chance that draws the same on every machine and Python version.

Everything rests on `random.Random.random`, whose sequence Python promises to keep; `choice`,
`shuffle` and `sample` carry no such promise. Each part of the world has a stream of its own, so
that a change in one leaves the others alone.
"""

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """One stream of draws, named by seed and purpose."""

    def __init__(self, seed: int, *purpose: str | int) -> None:
        self._draw = random.Random("/".join(map(str, (seed, *purpose)))).random  # noqa: S311 - repeatable by intent, nothing secret

    def happens(self, probability: float) -> bool:
        """True with the given probability."""
        return self._draw() < probability

    def between(self, low: float, high: float) -> float:
        """A number from low up to, but without, high."""
        return low + (high - low) * self._draw()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._draw() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self._draw() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of the items, by weight."""
        reach = list(accumulate(weights))
        return items[min(bisect(reach, self._draw() * reach[-1]), len(items) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a new order."""
        order = sorted((self._draw(), index) for index in range(len(items)))
        return [items[index] for _, index in order]

    def digits(self, length: int) -> str:
        """Decimal digits, the first not zero."""
        return str(self.whole(10 ** (length - 1), 10**length - 1))

    def guid(self) -> str:
        """A random GUID text (version 4)."""
        text = "".join("0123456789abcdef"[self.whole(0, 15)] for _ in range(32))
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
