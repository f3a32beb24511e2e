"""A word of a query that no Session has: what is spelled nearly so, by its first letter.

The index knows stems ("phish" of "phishing"), so a slip is weighed without its ending.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

from sdc_core.search.index import words_table

_SHORTEST = 5
_SHORTEST_STEM = 4
_LONG = 8  # from here on two slips are allowed
_TAKEN = 3
# What the Porter stemmer takes off in its steps 1 to 4, of words that technicians write.
_TAKEN_OFF = """
s es ed er ers or ing ings e d r y ly al on ion ions tion ation able ment ness ies ied
"""
_ENDINGS = frozenset(["", *_TAKEN_OFF.split()])


def corrected(connection: sqlite3.Connection, months: Collection[str], term: str) -> list[str]:
    """The nearest words, the most frequent first; none for short words and for numbers.

    Most slips leave the second letter where it was, or swallow it: words that begin so are a tenth
    of those with the same first letter, which are looked at only where they give no word.
    """
    if len(term) < _SHORTEST or not term.isalpha():
        return []
    allowed = 2 if len(term) >= _LONG else 1
    for begins in ([term[0] + letter for letter in sorted({term[1], term[2]})], [term[0]]):
        near = _near(_words_like(connection, months, begins), term, allowed)
        if near and min(near) <= 1:
            break
    best = near[min(near)] if near else Counter[str]()
    return sorted(best, key=lambda word: (-best[word], word))[:_TAKEN]


def _near(words: Counter[str], term: str, allowed: int) -> dict[int, Counter[str]]:
    """The words that may have been meant, by the number of slips."""
    near: dict[int, Counter[str]] = {}
    for word, rows in words.items():
        if len(word) >= _SHORTEST_STEM and word.isalpha():
            distance = _distance(term, word, allowed)
            if distance <= allowed:
                near.setdefault(distance, Counter())[word] = rows
    return near


def _distance(term: str, stem: str, allowed: int) -> int:
    """Slips between a stem and what a word begins with, where the rest is an ending."""
    lengths = range(len(stem) - allowed, len(stem) + allowed + 1)
    begun = (term[:length] for length in lengths if term[length:] in _ENDINGS)
    return min(
        (OSA.distance(part, stem, score_cutoff=allowed) for part in begun), default=len(term)
    )


def _words_like(
    connection: sqlite3.Connection, months: Iterable[str], begins: Iterable[str]
) -> Counter[str]:
    """How many Sessions have each word that begins so."""
    found: Counter[str] = Counter()
    bounds = [(begin, begin[:-1] + chr(ord(begin[-1]) + 1)) for begin in begins]
    for month in months:
        table = words_table(month)
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.of_{table} "
            f"USING fts5vocab('main', '{table}', 'row')"
        )
        query = f"SELECT term, doc FROM temp.of_{table} WHERE term >= ? AND term < ?"  # noqa: S608
        for between in bounds:
            found.update(dict(connection.execute(query, between).fetchall()))
    return found
