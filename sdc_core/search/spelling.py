"""A word of a query that no Session has: what is spelled nearly so, by its first letter.

The index knows stems ("phish" of "phishing"), so a slip is weighed without its ending.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from sdc_core.search.index import words_table

_SHORTEST = 4
_LONG = 8  # from here on two slips are allowed
_TAKEN = 3
_LONGEST_ENDING = 4


def corrected(connection: sqlite3.Connection, months: Iterable[str], term: str) -> list[str]:
    """The nearest words, the most frequent first; none for short words and for numbers."""
    if len(term) < _SHORTEST or not term.isalpha():
        return []
    allowed = 2 if len(term) >= _LONG else 1
    near: dict[int, Counter[str]] = {}
    for word, rows in _words_like(connection, months, term).items():
        if max(_SHORTEST, len(term) - _LONGEST_ENDING) <= len(word) <= len(term) + allowed:
            distance = _distance(term, word, allowed)
            if distance <= allowed:
                near.setdefault(distance, Counter())[word] = rows
    if not near:
        return []
    best = near[min(near)]
    return sorted(best, key=lambda word: (-best[word], word))[:_TAKEN]


def _distance(term: str, stem: str, allowed: int) -> int:
    """Slips between a stem and what a word begins with."""
    lengths = range(len(stem) - allowed, len(stem) + allowed + 1)
    return min(OSA.distance(term[:length], stem, score_cutoff=allowed) for length in lengths)


def _words_like(connection: sqlite3.Connection, months: Iterable[str], term: str) -> Counter[str]:
    """How many Sessions have each word that starts with the same letter."""
    found: Counter[str] = Counter()
    bounds = (term[0], chr(ord(term[0]) + 1))
    for month in months:
        table = words_table(month)
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.of_{table} "
            f"USING fts5vocab('main', '{table}', 'row')"
        )
        query = f"SELECT term, doc FROM temp.of_{table} WHERE term >= ? AND term < ?"  # noqa: S608
        found.update(dict(connection.execute(query, bounds).fetchall()))
    return found
