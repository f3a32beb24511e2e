"""How well the words of a query fit Sessions: BM25 over all months, from 0 to 1.

SQLite weighs a term by how rare it is in one table, here one month. So each term is asked for by
itself, and the month's weight is replaced by that of all months (`fts5_aux.c`: a row's score is
idf * tf, where idf = ln((rows - hits + .5) / (hits + .5)), at least 1e-6; tf is at most 2.2).
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from sdc_core.search.index import words_table
from sdc_core.search.query import begun, quoted
from sdc_core.search.spelling import corrected

_WEIGHTS = "3.0, 2.0, 1.0"  # title, names, body
_HIGHEST_TF = 2.2
_LOWEST_IDF = 1e-6


@dataclass(frozen=True)
class WordScores:
    """Score of each row that has any of the terms.

    Attributes:
        by_row: From 0 to 1, where 1 is every term, over and over.
        spelled: Terms of which there are none, and those that were looked for instead.
        having: The rows that have each term, or what was looked for instead.
    """

    by_row: Mapping[int, float]
    spelled: Mapping[str, str]
    having: Mapping[str, Collection[int]]

    def terms_in(self, row: int) -> tuple[str, ...]:
        """What of the query a Session has, in the order of the query."""
        return tuple(
            self.spelled.get(term, term) for term in self.having if row in self.having[term]
        )


def word_scores(
    connection: sqlite3.Connection, months: Mapping[str, int], terms: Sequence[str]
) -> WordScores:
    """Scores over these months, given with their number of Sessions."""
    by_row: dict[int, float] = {}
    spelled: dict[str, str] = {}
    having: dict[str, Collection[int]] = {}
    highest = 0.0
    for term in terms:
        found = _term(connection, months, quoted(term))
        if not found and (others := corrected(connection, months, term)):
            spelled[term] = ", ".join(others)
            found = _meant(connection, months, others)
        idf = _idf(sum(months.values()), len(found))
        highest += idf * _HIGHEST_TF
        having[term] = found.keys()
        for row, tf in found.items():
            by_row[row] = by_row.get(row, 0.0) + idf * tf
    return WordScores({row: score / highest for row, score in by_row.items()}, spelled, having)


def _meant(
    connection: sqlite3.Connection, months: Mapping[str, int], stems: Iterable[str]
) -> dict[int, float]:
    """As `_term`, of stems; few of them are stemmed to something else when they are asked for."""
    found: dict[int, float] = {}
    for stem in stems:
        exact = _term(connection, months, quoted(stem))
        for row, tf in (exact or _term(connection, months, begun(stem))).items():
            found[row] = max(tf, found.get(row, 0.0))
    return found


def _term(
    connection: sqlite3.Connection, months: Mapping[str, int], match: str
) -> dict[int, float]:
    """How often each row has one term, beside its length: its `tf`."""
    found: dict[int, float] = {}
    for month, rows in months.items():
        table = words_table(month)
        query = f"SELECT rowid, bm25({table}, {_WEIGHTS}) FROM {table} WHERE {table} MATCH ?"  # noqa: S608
        hits = connection.execute(query, (match,)).fetchall()
        if hits:
            idf = max(log((rows - len(hits) + 0.5) / (len(hits) + 0.5)), _LOWEST_IDF)
            lowest = -_HIGHEST_TF * idf
            found |= {row: max(score, lowest) / -idf for row, score in hits}
    return found


def _idf(rows: int, hits: int) -> float:
    return log(1 + (rows - hits + 0.5) / (hits + 0.5))
