"""What the linker answers to every query of a set, and the file of it.

The columns query_id, predicted_id, decision and candidates are those that the scorer of the
linking sets reads; `score` and `best_id` are of the best candidate of every query, linked or
open, so that any threshold can be judged from one file.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from sdc_core.linking.base import Decision, Linker, LinkQuery, LinkResult
from sdc_core.linking.evaluation.sets import LinkingSet
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from sdc_core.store.platform import atomic_write
from sdc_core.syncro.lean import fingerprint_of

COLUMNS = (
    "query_id", "predicted_id", "decision", "candidates", "score", "best_id", "margin",
    "probability", "method", "reason",
)  # fmt: skip
CHUNK = 2000
"""Queries between two words on how far it is."""

Tell = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Says nothing of how far it is."""


@dataclass(frozen=True)
class Prediction:
    """The answer to one query, with the ids of the folder.

    Attributes:
        best_id: The best candidate, linked or not.
        score: Its score, 0-100, unrounded.
        probability: How sure the linker is of it, 0-1; what links by rule counts as sure.
    """

    query_id: str
    decision: Decision
    predicted_id: str
    candidates: tuple[str, ...]
    best_id: str
    score: float | None
    margin: float | None
    probability: float | None
    method: str
    reason: str


@dataclass(frozen=True)
class Answers:
    """All predictions of a list, and the seconds that the index and the queries took."""

    predictions: tuple[Prediction, ...]
    build_seconds: float
    link_seconds: float


def predict(asked: LinkingSet, settings: Settings, tell: Tell = silent) -> Answers:
    """Link every query of the set with the linker of the graph.

    Args:
        asked: The set.
        settings: As for a run.
        tell: Is told how many queries are done.
    """
    fingerprint = fingerprint_of(asked.customers)
    started = perf_counter()
    linker = make_linker(asked.customers, settings, fingerprint=fingerprint)
    built = perf_counter()
    queries = [query for _, query in asked.queries]
    results = [
        result
        for start in range(0, len(queries), CHUNK)
        for result in _linked(linker, queries, start, tell)
    ]
    linked = perf_counter()
    predictions = tuple(
        prediction_of(query_id, result, asked.ids)
        for (query_id, _), result in zip(asked.queries, results, strict=True)
    )
    return Answers(predictions, built - started, linked - built)


def _linked(
    linker: Linker, queries: Sequence[LinkQuery], start: int, tell: Tell
) -> list[LinkResult]:
    tell(start, len(queries))
    return linker.link_many(queries[start : start + CHUNK])


def prediction_of(query_id: str, result: LinkResult, ids: dict[int, str]) -> Prediction:
    """One answer in the ids of the folder."""
    evidence = result.evidence
    candidates = tuple(ids[candidate.customer_id] for candidate in evidence.candidates)
    predicted = ids[result.customer.id] if result.customer else ""
    return Prediction(
        query_id=query_id,
        decision=evidence.decision,
        predicted_id=predicted,
        candidates=candidates,
        best_id=predicted or next(iter(candidates), ""),
        score=evidence.score if result.score is None else result.score,
        margin=evidence.margin if result.margin is None else result.margin,
        probability=_probability(result),
        method=str(evidence.method),
        reason=evidence.reason,
    )


def _probability(result: LinkResult) -> float | None:
    return 1.0 if result.probability is None and result.customer else result.probability


def write_predictions(path: Path, predictions: Sequence[Prediction]) -> None:
    """One row per query in CSV; scores unrounded."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for p in predictions:
        writer.writerow(
            [
                p.query_id, p.predicted_id, p.decision, "|".join(p.candidates), _number(p.score),
                p.best_id, _number(p.margin), _number(p.probability), p.method, p.reason,
            ]
        )  # fmt: skip
    atomic_write(path, page.getvalue().encode(), durable=False)


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value))
