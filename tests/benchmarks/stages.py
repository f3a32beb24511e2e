"""The stages of a source from its files to its Sessions, each in seconds of this process.

They are measured beside a floor, with the collector paused, one after the other.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.store.bulk import collector_paused


def seconds_of(act: Callable[[], object]) -> float:
    """How long it takes, by the clock."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


class Taken(NamedTuple):
    """One round: seconds of the floor, seconds by stage, and what came out."""

    floor: float
    stages: dict[str, float]
    records: int
    sessions: int

    @property
    def read_ratio(self) -> float:
        return self.stages["read"] / self.floor

    @property
    def whole_ratio(self) -> float:
        return sum(self.stages.values()) / self.floor


def measure(source: Source, files: Sequence[InputFile], floor: Callable[[], float]) -> Taken:
    """One round of both sides."""
    with collector_paused():
        plain = floor()
        stages, records, sessions = whole(source, files)
    return Taken(plain, stages, records, sessions)


def print_stages(rounds: Sequence[Taken], count: int, *, per: str, floor: str) -> None:
    """Seconds of each stage, the median of all rounds, beside the floor of this name."""
    print(f"{'stage':12} {'seconds':>8} {f'us/{per}':>11} {'x floor':>8}")
    plain = median(taken.floor for taken in rounds)
    stages = {name: median(t.stages[name] for t in rounds) for name in rounds[0].stages}
    for name, seconds in {floor: plain, **stages}.items():
        print(f"{name:12} {seconds:8.2f} {seconds / count * 1e6:11.1f} {seconds / plain:8.1f}")


def whole(source: Source, files: Iterable[InputFile]) -> tuple[dict[str, float], int, int]:
    """Seconds of each stage; records that were read; Sessions."""
    settings = Settings()
    moments = [time.process_time()]
    records = [record for file in files for record in source.read(file, settings)]
    moments.append(time.process_time())
    known: dict[str, Record] = {}
    for record in records:
        assert isinstance(record, Record)
        earlier = known.get(record.key)
        known[record.key] = source.prefer(earlier, record) if earlier else record
    settled = source.settle(list(known.values()), settings)
    moments.append(time.process_time())
    groups = list(source.group(settled, settings))
    moments.append(time.process_time())
    by_key = {record.key: record for record in settled}
    sessions = [source.build(g, [by_key[key] for key in g.keys], settings) for g in groups]
    moments.append(time.process_time())
    seconds = (after - before for before, after in pairwise(moments))
    stages = dict(zip(("read", "settle", "group", "build"), seconds, strict=True))
    return stages, len(records), len(sessions)
