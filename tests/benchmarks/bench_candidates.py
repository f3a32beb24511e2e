"""Candidates of the index beside rapidfuzz over the same list: python -m tests.benchmarks.bench_candidates.

Prints names normalised and indexed, texts a second for the twelve closest customers, and how many
times as many that is as `process.extract` reaches with its quickest scorer for names and with the
default one, all in one process. The lists are those of `many_names`, the texts those of the sets.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from sdc_core.linking.candidates.index import CandidateIndex
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name, normalize
from tests.core.linking.many_names import SETS, column, many_names

SHARED = Path(__file__).resolve().parents[3] / "shared"
SIZES = (1_000, 10_000, 100_000)
CUSTOMERS = 12
PLAIN_CELLS = 1_000_000  # comparisons by rapidfuzz a size; it takes some seconds


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def listed_names(texts: list[str]) -> list[ListedName]:
    return [ListedName(normalize(text), text, owner) for owner, text in enumerate(texts)]


def extract(scorer: Callable[..., float], asked: list[Name], names: list[str]) -> None:
    for name in asked:
        process.extract(name.plain, names, scorer=scorer, limit=CUSTOMERS)


def measure(texts: list[str], asked: list[Name]) -> tuple[float, ...]:
    listed = listed_names(texts)
    normalized = seconds(lambda: listed_names(texts))
    index = CandidateIndex(listed)
    built = seconds(lambda: CandidateIndex(listed))
    near = len(asked) / seconds(lambda: index.nearest(asked, CUSTOMERS))
    few = asked[: max(5, PLAIN_CELLS // len(texts) // 4)]
    names = [one.name.plain for one in listed]
    ratio = len(few) / seconds(lambda: extract(fuzz.ratio, few, names))
    weighted = len(few) / seconds(lambda: extract(fuzz.WRatio, few, names))
    return normalized, built, near, near / ratio, near / weighted


def main() -> None:
    texts = [text for name in SETS for text in column(SHARED, name, "queries.csv", "text")]
    asked = [normalize(text) for text in random.Random(1).sample(texts, 2_000)]
    print(
        f"{'names':>8} {'normalize s':>12} {'build s':>8} {'texts/s':>8} {'x ratio':>8} {'x WRatio':>9}"
    )
    for size in SIZES:
        row = measure(many_names(SHARED, size), asked)
        print("{:8} {:12.2f} {:8.2f} {:8.0f} {:8.0f} {:9.0f}".format(size, *row))


if __name__ == "__main__":
    main()
