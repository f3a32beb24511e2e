"""Answers by key, of models and of the local generator; with them what models failed at.

An answer of a model is kept as it was given, with placeholders: what they stand for is not here.
No credential is, whoever wrote the answer. Each answer names its Session and the content that it
was made from, so that it goes when that text goes (decision 0020).
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from pydantic import JsonValue

from sdc_core.errors import RedactionError
from sdc_core.llm.answer_file import AnswerFile
from sdc_core.llm.base import NOTHING_USED, Usage
from sdc_core.privacy.base import SECRET
from sdc_core.privacy.credentials import cut_credentials

FILE_NAME = "answers.sqlite"

_HELD = 2_000
_ANSWER = """
SELECT key, task, generator, answer, usage, cost_usd, about, content, written_utc
FROM answers WHERE key = ?"""
_PUT_ANSWER = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FAILURE = "SELECT reason FROM failures WHERE key = ?"
_PUT_FAILURE = "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)"
_FORGET = "DELETE FROM failures WHERE key = ?"
_KEPT = (
    "CREATE TEMP TABLE IF NOT EXISTS kept_abouts (value TEXT PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS kept_contents (value TEXT PRIMARY KEY)",
    "DELETE FROM kept_abouts",
    "DELETE FROM kept_contents",
)
_OTHERS = tuple(
    f"DELETE FROM {table} WHERE about IN (SELECT value FROM kept_abouts) "  # noqa: S608 - ours
    "AND content NOT IN (SELECT value FROM kept_contents)"
    for table in ("answers", "failures")
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What an answer was made from.

    Attributes:
        about: Id of the Session, or digest of the company text.
        content: Digest of the content.
    """

    task: str
    generator: str
    about: str
    content: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given, and what it took then."""

    origin: Origin
    answer: JsonValue
    usage: Usage = NOTHING_USED
    cost_usd: float | None = 0.0


class AnswerCache:
    """One SQLite file, shared by processes; safe for threads."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        """Make no file yet; `root` is what `folder` lies below."""
        self._file = AnswerFile(folder / FILE_NAME, root=root)
        self._held: dict[str, tuple[Any, ...]] = {}
        self._lock = RLock()

    def get(self, key: str) -> KeptAnswer | None:
        """The answer kept under the key."""
        with self._lock:
            row = self._held.get(key) or self._one(_ANSWER, key)
        return None if row is None else _kept(row)

    def put(self, key: str, kept: KeptAnswer, written_utc: datetime) -> None:
        """Keep an answer, durably: it was paid for."""
        row = _row(key, kept, written_utc)
        self._file.write(lambda file: _replace(file, row))

    def put_later(self, key: str, kept: KeptAnswer, written_utc: datetime) -> None:
        """Keep an answer that costs nothing to make again; `flush` writes it."""
        with self._lock:
            self._held[key] = _row(key, kept, written_utc)
            if len(self._held) >= _HELD:
                self.flush()

    def flush(self) -> None:
        """Write what is held back, in one transaction, and let go of the file.

        Windows deletes no file that is open; the next use opens it again.
        """
        with self._lock:
            rows, self._held = list(self._held.values()), {}
            if rows:
                self._file.write(lambda file: _insert(file, rows))
            self._file.close()

    def failure(self, key: str) -> str | None:
        """Why the question of this key has no answer, where a model failed at it."""
        with self._lock:
            row = self._one(_FAILURE, key)
        return None if row is None else str(row[0])

    def put_failure(self, key: str, origin: Origin, reason: str, written_utc: datetime) -> None:
        """Remember that a model failed, so that it is not asked again for the same."""
        said = (origin.task, origin.generator, _cut(reason), origin.about)
        row = (key, *said, origin.content, written_utc.isoformat())
        self._file.write(lambda file: file.execute(_PUT_FAILURE, row))

    def forget_failures(self, tasks: Collection[str] | None = None) -> int:
        """Let what models failed at be asked again; of all tasks where none are named."""

        def forget(file: sqlite3.Connection) -> int:
            if tasks is None:
                return file.execute("DELETE FROM failures").rowcount
            ran = (file.execute("DELETE FROM failures WHERE task = ?", (t,)) for t in set(tasks))
            return sum(cursor.rowcount for cursor in ran)

        return self._file.write(forget)

    def keep_only(self, abouts: Collection[str], contents: Collection[str]) -> int:
        """Drop what was made for these from any other content than these; not a byte stays.

        Returns:
            How many were dropped.
        """
        with self._lock:
            self.flush()
            self._file.drop_aside()
            dropped = self._file.write(lambda file: _drop_others(file, abouts, contents))
            if dropped:
                self._file.shrink()
            self._file.close()
            return dropped

    def _one(self, query: str, key: str) -> tuple[Any, ...] | None:
        return self._file.read(lambda file: _first(file.execute(query, (key,))))


def _row(key: str, kept: KeptAnswer, written_utc: datetime) -> tuple[Any, ...]:
    origin = kept.origin
    answer = json.dumps(without_credentials(kept.answer), separators=(",", ":"), sort_keys=True)
    made = (json.dumps(asdict(kept.usage)), kept.cost_usd, origin.about, origin.content)
    return (key, origin.task, origin.generator, answer, *made, written_utc.isoformat())


def _kept(row: tuple[Any, ...]) -> KeptAnswer | None:
    """What a row holds; None where it is damaged in a way that SQLite does not see."""
    _key, task, generator, answer, usage, cost_usd, about, content, _written = row
    try:
        took = Usage(**json.loads(usage))
        return KeptAnswer(
            Origin(task, generator, about, content), json.loads(answer), took, cost_usd
        )
    except (ValueError, TypeError):
        return None


def without_credentials(value: JsonValue) -> JsonValue:
    """The value with credentials cut out of every text in it."""
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, list):
        return [without_credentials(each) for each in value]
    if isinstance(value, dict):
        return {name: without_credentials(each) for name, each in value.items()}
    return value


@lru_cache(maxsize=1_024)  # what is looked at before it is given is looked at when it is kept
def _cut(text: str) -> str:
    try:
        return cut_credentials(text)
    except RedactionError:  # a text that cannot be looked at is not kept
        return SECRET


def _insert(file: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    file.executemany(_PUT_ANSWER, rows)


def _replace(file: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    _insert(file, [row])
    file.execute(_FORGET, row[:1])


def _drop_others(
    file: sqlite3.Connection, abouts: Collection[str], contents: Collection[str]
) -> int:
    for statement in _KEPT:
        file.execute(statement)
    file.executemany("INSERT OR IGNORE INTO kept_abouts VALUES (?)", zip(abouts, strict=True))
    file.executemany("INSERT OR IGNORE INTO kept_contents VALUES (?)", zip(contents, strict=True))
    return sum(file.execute(statement).rowcount for statement in _OTHERS)


def _first(cursor: sqlite3.Cursor) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row
