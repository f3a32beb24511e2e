"""Linking beside the first version's rule and plain rapidfuzz: python -m tests.benchmarks.bench_linking [N ...].

All in one process, in seconds of its processor: what making a linker over N names takes, texts a
second through the whole linker with their evidence records, and how many times as many that is as
the first version's rule (`scorer = "wratio"`) and one call of `process.extract` for each text
reach. Each round is by a new linker that remembers no text and no word; figures are their medians.
Then the memory of the linker of the longest list, and, where the evaluation sets are at hand,
queries a second and the figures of their scorer.
"""

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Literal, TypeVar

from rapidfuzz import fuzz, process

from sdc_core.linking.base import Customer, Linker, LinkQuery
from sdc_core.linking.evaluation.predictions import predict, write_predictions
from sdc_core.linking.evaluation.sets import read_set
from sdc_core.linking.make import make_linker
from sdc_core.linking.names.tokens import similarity
from sdc_core.settings import Settings
from tests.core.linking.many_names import many_names, many_texts

SHARED = Path(__file__).resolve().parents[3] / "shared"
EVALUATED = ("chicago_smb", "msp_synth")
SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 3
TEXTS = 2_000
SLOW_CELLS = 300_000  # names compared by each of the slow ones for a size; takes some seconds
LIMIT = 5

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def settings(scorer: Literal["posterior", "wratio"]) -> Settings:
    return Settings.model_validate({"linking": {"scorer": scorer}})


def made(customers: Sequence[Customer], scorer: Literal["posterior", "wratio"]) -> Linker:
    return make_linker(customers, settings(scorer), fingerprint="benchmark")


def link(linker: Linker, texts: Sequence[str]) -> None:
    linker.link_many([LinkQuery("benchmark", company=text) for text in texts])


def extract(names: Sequence[str], texts: Sequence[str]) -> None:
    for text in texts:
        process.extract(text, names, scorer=fuzz.WRatio, limit=LIMIT)


def measure(names: Sequence[str], texts: Sequence[str]) -> tuple[float, ...]:
    """Seconds to make the linker; texts a second of it, of the first rule, of plain rapidfuzz."""
    customers = [Customer(id=number, name=name) for number, name in enumerate(names, start=1)]
    builds, rates = [], []
    for _ in range(ROUNDS):
        similarity.cache_clear()
        built, linker = timed(partial(made, customers, "posterior"))
        linked, _ = timed(partial(link, linker, texts))
        builds.append(built)
        rates.append(len(texts) / linked)
    few = texts[: max(LIMIT, SLOW_CELLS // len(names))]
    rule, _ = timed(partial(link, made(customers, "wratio"), few))
    plain, _ = timed(partial(extract, names, few))
    return median(builds), median(rates), len(few) / rule, len(few) / plain


def memory(names: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """MB: the most while the linker is made, what it keeps, the most while texts are linked."""
    customers = [Customer(id=number, name=name) for number, name in enumerate(names, start=1)]
    tracemalloc.start()
    linker = made(customers, "posterior")
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    link(linker, texts)
    _, linking = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    figures = {"made": most, "kept": kept, f"linking {len(texts)}": linking}
    yield from ((what, size / 1e6) for what, size in figures.items())


def score(name: str) -> None:
    folder = SHARED / "linking" / "dev" / name
    asked = read_set(folder)
    answers = predict(asked, Settings())
    rate = len(asked.queries) / answers.link_seconds
    print(f"\n{name}: {len(asked.customers)} customers, {len(asked.queries)} queries")
    print(f"made in {answers.build_seconds:.2f} s, {rate:.0f} queries/s (of the clock)", flush=True)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "predictions.csv"
        write_predictions(path, answers.predictions)
        scorer = SHARED / "linking" / "score.py"
        subprocess.run([sys.executable, scorer, path, folder], check=True)


def main(*sizes: int) -> None:
    texts = many_texts(SHARED, TEXTS)
    link(made([Customer(id=1, name=texts[0])], "posterior"), texts[:1])  # imports, weights
    print("{:>8} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9}".format(
        "names", "made s", "texts/s", "rule/s", "plain/s", "x rule", "x plain"))  # fmt: skip
    for size in sizes:
        built, rate, rule, plain = measure(many_names(SHARED, size), texts)
        print(f"{size:8} {built:7.2f} {rate:8.0f} {rule:8.1f} {plain:8.1f} "
              f"{rate / rule:8.1f} {rate / plain:9.1f}", flush=True)  # fmt: skip
    figures = memory(many_names(SHARED, max(sizes)), texts)
    print(f"memory at {max(sizes)}, MB:", ", ".join(f"{what} {mb:.0f}" for what, mb in figures))
    for name in EVALUATED if (SHARED / "linking" / "dev").is_dir() else ():
        score(name)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or map(str, SIZES)))
