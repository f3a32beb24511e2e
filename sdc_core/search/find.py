"""One search: by words, by meaning where there is a model, near-equal Sessions folded into one."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sdc_core.embeddings.embedder import Embedder
from sdc_core.errors import LlmError, StoreError
from sdc_core.search.alike import folded
from sdc_core.search.filters import EVERYTHING, Entry, Filters, entries_at, months_by_row
from sdc_core.search.fusing import TAKEN, Ranked, best_of, fused
from sdc_core.search.index import SearchIndex, indexed_months
from sdc_core.search.meaning import Meaning, meaning_of
from sdc_core.search.query import terms_of
from sdc_core.search.words import WordScores, word_scores

if TYPE_CHECKING:
    import numpy as np

_LOOKED_AT_PER_HIT = 6  # so that folding leaves enough


@dataclass(frozen=True, slots=True)
class Hit:
    """One Session that matched.

    Attributes:
        terms: Words of the query that it has.
        alike: Sessions that matched less and say nearly the same.
    """

    entry: Entry
    ranked: Ranked
    terms: tuple[str, ...] = ()
    alike: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        sessions: How many were searched.
        compared: How many of them by meaning too.
        spelled: Words that no Session has, and what was looked for instead.
        problem: Why nothing was compared by meaning; empty where it was.
    """

    hits: list[Hit]
    sessions: int
    compared: int = 0
    spelled: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def find(
    index: SearchIndex,
    embedder: Embedder | None,
    query: str,
    filters: Filters = EVERYTHING,
    *,
    limit: int = 10,
) -> Found:
    """The Sessions that fit best.

    Raises:
        SettingsError: No Session has the customer or source of the filters.
    """
    with ThreadPoolExecutor(1) as pool, index.reading() as connection:
        asked = pool.submit(_vector, embedder, query)  # the model loads while words are looked up
        months, within = _within(connection, filters)
        words = word_scores(connection, months, terms_of(query))
        by_words = best_of(_only(words.by_row, within))
        vector, problem = asked.result()
        model = embedder.model_id if embedder and vector is not None else ""
        meaning = meaning_of(connection, model, months)
        by_meaning = _cosines(meaning, vector, by_words, within)
        ranked = fused(by_words, by_meaning)[: limit * _LOOKED_AT_PER_HIT]
        entries = entries_at(connection, [found.row for found in ranked])
    return Found(
        _hits(ranked, entries, meaning, words, limit),
        sessions=sum(months.values()) if within is None else len(within),
        compared=meaning.count(within),
        spelled=words.spelled,
        problem=problem,
    )


def _within(
    connection: sqlite3.Connection, filters: Filters
) -> tuple[dict[str, int], Mapping[int, str] | None]:
    """The months with what is asked for, each with all its Sessions; the rows, None for all."""
    months = indexed_months(connection)
    if filters == EVERYTHING:
        return months, None
    rows = months_by_row(connection, filters)
    wanted = set(rows.values())
    return {month: count for month, count in months.items() if month in wanted}, rows


def _vector(embedder: Embedder | None, text: str) -> "tuple[np.ndarray | None, str]":
    if embedder is None:
        return None, "no model for meaning is installed"
    try:
        return embedder.embed([text])[0], ""
    except (LlmError, StoreError) as error:  # the ledger of calls cannot be written
        return None, str(error)


def _only(scores: Mapping[int, float], within: Mapping[int, str] | None) -> Mapping[int, float]:
    if within is None:
        return scores
    return {row: score for row, score in scores.items() if row in within}


def _cosines(
    meaning: Meaning,
    vector: "np.ndarray | None",
    also: Iterable[int],
    within: Mapping[int, str] | None,
) -> dict[int, float]:
    if vector is None:
        return {}
    return meaning.nearest(vector, TAKEN, also=also, only=within)


def _hits(
    ranked: Sequence[Ranked],
    entries: Mapping[int, Entry],
    meaning: Meaning,
    words: WordScores,
    limit: int,
) -> list[Hit]:
    groups = folded([found.row for found in ranked], meaning)
    by_row = {found.row: found for found in ranked}
    return [
        Hit(entries[row], by_row[row], words.terms_in(row), tuple(entries[a] for a in alike))
        for row, alike in list(groups.items())[:limit]
    ]
