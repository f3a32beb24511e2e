"""Months on their way through the graph: loaded when read, computed when written.

One month is in memory at a time, also in a run over ten years. A month that needs nothing loads
nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sdc_core.models import Session
from sdc_core.store.months import MonthBatch, MonthStore


@dataclass(frozen=True)
class LazyMonths(Mapping[str, list[Session]]):
    """The Sessions of one layer by month, each month loaded when it is asked for."""

    store: MonthStore
    months: tuple[str, ...]

    def __getitem__(self, month: str) -> list[Session]:
        if month not in self.months:
            raise KeyError(month)
        return self.store.load(month)

    def __iter__(self) -> Iterator[str]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)


@dataclass(frozen=True)
class UpstreamOfMonth(Mapping[str, list[Session]]):
    """The Sessions of one month by layer.

    Loaded only when a layer reads them: after it noted the digests of its inputs, so that a
    change between the two is met by the comparison at commit.
    """

    layers: Mapping[str, Mapping[str, list[Session]]]
    month: str

    def __getitem__(self, layer: str) -> list[Session]:
        return self.layers[layer][self.month]

    def __iter__(self) -> Iterator[str]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)


@dataclass(frozen=True)
class MonthBatches:
    """What a monthly asset returns: its months, and how to compute one.

    Not a generator, which Dagster would take for a stream of events.
    """

    months: tuple[str, ...]
    compute: Callable[[str], MonthBatch]
