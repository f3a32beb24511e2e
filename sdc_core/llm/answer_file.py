"""The SQLite file of the answer cache: opened when needed, never a reason to stop.

It is a cache: a file that is damaged or of another form is set aside and begun anew; where no file
can be used at all (a read-only disk, a lock that never ends) what is kept lasts as long as the
process. The journal is a rollback journal: WAL needs shared memory, which mounted folders lack
(sqlite.org/wal.html). What is deleted is overwritten with zeros (`secure_delete`).
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import RLock
from typing import TypeVar

from sdc_core.errors import StoreError
from sdc_core.store import platform
from sdc_core.store.locks import hold

FORM = 1
ASIDE = ".damaged"

_BUSY_SECONDS = 30
_CACHE_KIB = 16_384
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, task TEXT NOT NULL, generator TEXT NOT NULL, answer TEXT NOT NULL,
    usage TEXT NOT NULL, cost_usd REAL, about TEXT NOT NULL, content TEXT NOT NULL,
    written_utc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answers_about ON answers (about);
CREATE TABLE IF NOT EXISTS failures (
    key TEXT PRIMARY KEY, task TEXT NOT NULL, generator TEXT NOT NULL, reason TEXT NOT NULL,
    about TEXT NOT NULL, content TEXT NOT NULL, written_utc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS failures_about ON failures (about);
"""
_PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=NORMAL",
    "secure_delete=ON",
    f"cache_size=-{_CACHE_KIB}",
)
_PRIMARY = 0xFF  # of an extended error code
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TROUBLE = (sqlite3.Error, OSError, StoreError)
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class AnswerFile:
    """One connection that threads take turns on."""

    def __init__(self, path: Path, *, root: Path) -> None:
        """Open nothing yet; `root` is what the path lies below."""
        self.path = path
        self._root = root
        self._connection: sqlite3.Connection | None = None
        self._is_in_memory = False
        self._lock = RLock()

    def read(self, statements: Callable[[sqlite3.Connection], _T]) -> _T:
        """What the statements find, on a new file where this one cannot be used."""
        return self._act("BEGIN", statements)

    def write(self, statements: Callable[[sqlite3.Connection], _T]) -> _T:
        """As `read`, in one transaction that other processes wait for."""
        platform.reached("answer")
        return self._act("BEGIN IMMEDIATE", statements)

    def shrink(self) -> None:
        """Write the file anew from what is in it.

        `secure_delete` leaves copies that SQLite made while it moved rows between pages.
        """
        with self._lock, suppress(*_TROUBLE):
            self._opened().execute("VACUUM")

    def close(self) -> None:
        """Let go of the file, so that Windows can delete it; the next use opens it again."""
        with self._lock:
            if self._connection is not None and not self._is_in_memory:
                self._connection.close()
                self._connection = None

    def drop_aside(self) -> None:
        """Delete what was set aside: it may hold what was to be forgotten."""
        with suppress(StoreError):
            if self._aside.exists():
                platform.remove(self._aside)

    def _act(self, begin: str, statements: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._lock:
            for mend in (self._reopen, self._begin_anew, self._use_memory):
                try:
                    return self._transact(begin, statements)
                except _TROUBLE as error:
                    _log.warning("%s: %s", self.path, error)
                    with suppress(*_TROUBLE):
                        mend(error)
            return self._transact(begin, statements)

    def _transact(self, begin: str, statements: Callable[[sqlite3.Connection], _T]) -> _T:
        connection = self._opened()
        connection.execute(begin)
        try:
            result = statements(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        return result

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            platform.make_folder(self.path.parent)
            self._connection = _connect(str(platform.check_path(self._root, self.path)))
        return self._connection

    def _reopen(self, error: Exception) -> None:
        """Good for a file that was deleted or replaced under us."""
        self.close()
        self._begin_anew(error)

    def _begin_anew(self, error: Exception) -> None:
        self.close()
        if not _is_damage(error):
            return
        lock = self.path.with_suffix(".lock")
        with hold(lock, what="answer cache", timeout_seconds=_BUSY_SECONDS):
            if not _is_sound(self.path):  # another process may have begun anew meanwhile
                platform.replace(self.path, self._aside)

    def _use_memory(self, _error: Exception) -> None:
        self.close()
        self._connection = _connect(":memory:")
        self._is_in_memory = True

    @property
    def _aside(self) -> Path:
        return self.path.with_name(self.path.name + ASIDE)


class _OtherFormError(sqlite3.DatabaseError):
    """Written by an older or a newer SDC."""


def _connect(place: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        place, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    form = _form(connection)
    if form == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version={FORM}; COMMIT;")
    elif form != FORM:
        raise _OtherFormError(f"is of form {form}; this SDC writes form {FORM}")


def _form(connection: sqlite3.Connection) -> int:
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return int(form)


def _is_damage(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) or 0
    return isinstance(error, _OtherFormError) or code & _PRIMARY in _DAMAGE


def _is_sound(path: Path) -> bool:
    try:
        with closing(_connect(str(path))) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
