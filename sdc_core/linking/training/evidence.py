"""Count what each kind of evidence is worth on labelled queries.

`python -m sdc_core.linking.training.evidence FOLDER` reads a set with evidence (docs: `sdc evaluate
linking`), prints the counts, and writes `weights/evidence.json`. Three figures of each kind, all
for a value that one customer has, smoothed by half a query on each side:

- `base`: how much likelier a hit is on the true customer than on another one whose name is as
  close to the company text. Only this is added to the log-odds of a name.
- `alone`: log-odds that a hit is right, where the query names no company.
- `beside`: the same where it names a company, and not one that shares the value.

None may exceed the figure of `KINDS`: the fields of the set are made up, nobody in it has left a
company, and no number was taken over by somebody else.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from statistics import fmean

from rapidfuzz import fuzz, process

from sdc_core.ids import digest_bytes, digest_json
from sdc_core.linking.base import Customer, LinkQuery
from sdc_core.linking.evaluation.gold import GOLD_FILE, read_gold
from sdc_core.linking.evaluation.sets import LinkingSet, read_set
from sdc_core.linking.hits import HitIndex
from sdc_core.linking.normalize import normalize
from sdc_core.linking.values.kinds import KINDS, Kind
from sdc_core.linking.values.listed import is_generic
from sdc_core.settings import Settings
from sdc_core.times import now_utc

WEIGHTS = Path(__file__).parents[1] / "weights" / "evidence.json"
COMMAND = "python -m sdc_core.linking.training.evidence FOLDER"
# Names at least so alike count as close: the candidates among which evidence has to decide.
_CLOSE = 70
_FEWEST = 10
_HALF = 0.5


@dataclass
class Count:
    """What was seen of one kind."""

    on_true: int = 0
    on_close: int = 0
    sharing: list[float] = field(default_factory=list)
    alone: Counter[bool] = field(default_factory=Counter)
    beside: Counter[bool] = field(default_factory=Counter)


@dataclass
class Counts:
    """What was seen of all kinds, and how many customers could have been hit."""

    by_kind: dict[str, Count]
    true: int = 0
    close: int = 0


@dataclass(frozen=True)
class Asked:
    """A labelled query with the customers whose names are close to its company."""

    query_id: str
    query: LinkQuery
    truth: int | None
    close: frozenset[int]


def read_asked(folder: Path) -> tuple[LinkingSet, list[Asked]]:
    """The set and its labelled queries."""
    asked = read_set(folder)
    numbers = {key: number for number, key in asked.ids.items()}
    truths = read_gold(folder, [query_id for query_id, _ in asked.queries])
    close = _close_customers(asked.customers, [query for _, query in asked.queries])
    return asked, [
        Asked(query_id, query, numbers.get(truth.true_id), near)
        for (query_id, query), truth, near in zip(asked.queries, truths, close, strict=True)
    ]


def count(index: HitIndex, queries: Iterable[Asked]) -> Counts:
    """Go over the queries once."""
    counts = Counts(defaultdict(Count))
    for asked in queries:
        counts.true += asked.truth in asked.close
        counts.close += len(asked.close - {asked.truth})
        for (kind, _), owners in index.shared(asked.query):
            _count_hit(counts.by_kind[kind], asked, frozenset(owners))
    return counts


def _count_hit(seen: Count, asked: Asked, owners: frozenset[int]) -> None:
    is_right = asked.truth in owners
    if is_generic(asked.query.company):
        seen.alone[is_right] += 1
    elif not owners & asked.close:
        seen.beside[is_right] += 1
    if is_right and asked.truth in asked.close:
        seen.on_true += 1
        seen.sharing.append(log(len(owners)))
    seen.on_close += len(owners & asked.close - {asked.truth})


def learned(kind: Kind, counts: Counts) -> dict[str, float]:
    """The three figures of a kind as far as enough was seen, capped."""
    seen = counts.by_kind.get(kind.name, Count())
    found = {}
    if seen.on_true + seen.on_close >= _FEWEST:
        on_true = (seen.on_true + _HALF) / counts.true
        on_close = (seen.on_close + _HALF) / counts.close
        found["base"] = log(on_true / on_close) + fmean(seen.sharing or [0.0])
    if seen.alone.total() >= _FEWEST:
        found["alone"] = _log_odds(seen.alone)
    if seen.beside.total() >= _FEWEST:
        found["beside"] = _log_odds(seen.beside)
    return {name: round(min(value, getattr(kind, name)), 2) for name, value in found.items()}


def _log_odds(seen: Mapping[bool, int]) -> float:
    return log((seen[True] + _HALF) / (seen[False] + _HALF))


def _close_customers(
    customers: Sequence[Customer], queries: Sequence[LinkQuery]
) -> Iterator[frozenset[int]]:
    named = [
        (" ".join(normalize(text).core), customer.id)
        for customer in customers
        for text in (customer.name or "", *customer.aliases)
        if not is_generic(text)
    ]
    names = [name for name, _ in named]
    for query in queries:
        text = "" if is_generic(query.company) else " ".join(normalize(query.company).core)
        found = process.extract(
            text, names, scorer=fuzz.token_set_ratio, score_cutoff=_CLOSE, limit=None
        )
        yield frozenset(named[place][1] for _, _, place in found) if text else frozenset()


def halves(queries: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """The queries in two halves by the digest of their ids, on every machine the same."""
    first = [asked for asked in queries if digest_json(asked.query_id) < "8"]
    taken = {asked.query_id for asked in first}
    return first, [asked for asked in queries if asked.query_id not in taken]


def main() -> None:
    """Count, print, write."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    asked, queries = read_asked(folder)
    index = HitIndex(asked.customers, Settings())
    whole, *parts = [count(index, part) for part in (queries, *halves(queries))]
    _print(whole, parts)
    weights = {kind.name: learned(kind, whole) for kind in KINDS}
    provenance = {
        "command": COMMAND,
        "date": f"{now_utc():%Y-%m-%d}",
        "set": folder.name,
        "set_sha256": _digest(folder),
        "queries": len(queries),
        "customers": len(asked.customers),
    }
    text = json.dumps({"provenance": provenance, "weights": weights}, indent=1)
    WEIGHTS.write_text(text + "\n", encoding="utf-8", newline="\n")


def _digest(folder: Path) -> str:
    names = ("customers.jsonl", "queries.jsonl", GOLD_FILE)
    return digest_json([digest_bytes((folder / name).read_bytes()) for name in names])


def _print(whole: Counts, parts: Sequence[Counts]) -> None:
    print(f"close customers: {whole.true} true, {whole.close} others")  # noqa: T201 - a script
    for kind in KINDS:
        seen = whole.by_kind[kind.name]
        said = (
            f"{kind.name:20} close: {seen.on_true} true, {seen.on_close} others; "
            f"alone: {seen.alone[True]} of {seen.alone.total()}; "
            f"beside: {seen.beside[True]} of {seen.beside.total()}"
        )
        figures = [learned(kind, counts) for counts in (whole, *parts)]
        print(f"{said}; {figures[0]}, in halves {figures[1:]}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
