"""The hunt: mutants and invented inputs until the time is over; each kind of fault once."""

import random
import re
import time
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from sdc_core.sources.base import Source
from tests.fuzz.findings import samples
from tests.fuzz.invent import invented
from tests.fuzz.judge import judge
from tests.fuzz.mutate import mutant
from tests.fuzz.shrink import shrunk

MUTANTS_PER_ROUND = 300
INVENTED_PER_ROUND = 60


def hunt(source: Source, folder: Path, *, seconds: float, seed: int) -> dict[bytes, str]:
    """`{input: what is wrong}`, shrunk, one input per kind of fault."""
    until = time.monotonic() + seconds
    rng, good = random.Random(seed), samples(source)
    found: dict[str, tuple[bytes, str]] = {}
    inputs = 0
    while time.monotonic() < until:
        for content in _round(rng, good, until):
            inputs += 1
            what = judge(source, content, folder)
            if what is not None and kind_of(what) not in found:
                found[kind_of(what)] = (content, what)
                print(f"  found: {what}", flush=True)
    print(f"{source.name}: {inputs} inputs, {len(found)} kinds of faults", flush=True)
    return dict(_shrunk(source, *pair, folder) for pair in found.values())


def kind_of(what: str) -> str:
    """The sentence without what differs from input to input."""
    return re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "", what)[:60]


def _round(rng: random.Random, good: list[bytes], until: float):
    for _ in range(MUTANTS_PER_ROUND):
        if time.monotonic() < until:
            yield mutant(rng, good)
    if time.monotonic() < until:
        yield from _invented(good, rng.randrange(10**9))


def _invented(good: list[bytes], seed: int) -> list[bytes]:
    made: list[bytes] = []

    @given(invented(good))
    def collect(content: bytes) -> None:
        made.append(content)

    quiet = hypothesis_settings(
        max_examples=INVENTED_PER_ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    hypothesis.seed(seed)(quiet(collect))()
    return made


def _shrunk(source: Source, content: bytes, what: str, folder: Path) -> tuple[bytes, str]:
    def is_bad(candidate: bytes) -> bool:
        again = judge(source, candidate, folder)
        return again is not None and kind_of(again) == kind_of(what)

    small = shrunk(content, is_bad)
    return small, judge(source, small, folder) or what
