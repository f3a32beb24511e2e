"""The index of search: one SQLite file with an entry, its words and its vectors per Session.

Words lie in a full-text table of each month that keeps postings and no text (FTS5, `content=''`).
A month is replaced as a whole: its tables are dropped and their pages overwritten, so that nothing
stays of a text that is gone; rows of such a table cannot be deleted before SQLite 3.43. All of it
can be rebuilt; a file that is no index, or one of another form, is made anew.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import DiskError, StoreError, TornError
from sdc_core.search.packing import Packed, pack, unpack
from sdc_core.store.locks import hold
from sdc_core.store.platform import remove

if TYPE_CHECKING:
    from sdc_core.embeddings.vectors import MonthVectors
    from sdc_core.search.documents import Document

INDEX_FILE = "index.sqlite"
FORM = 2
"""Of the tables below and of what goes into them; another number makes the index anew."""
LOCK_SECONDS = 60
IN_MEMORY = ":memory:"
# Whatever else SQLite says means that the file is not what it wrote.
_OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_MONTHS = (
    "CREATE TABLE months (month TEXT PRIMARY KEY, finished TEXT, embedded TEXT, seen TEXT, "
    "model TEXT, vector_rows BLOB, vectors BLOB)"
)
_SESSIONS = (
    "CREATE TABLE sessions (row INTEGER PRIMARY KEY, month TEXT, session_id TEXT, day TEXT, "
    "source TEXT, customer_id INTEGER, customer TEXT, minutes INTEGER, file TEXT)"
)
_OF_MONTH = "CREATE INDEX sessions_of_month ON sessions (month)"
_TABLES = (_MONTHS, _SESSIONS, _OF_MONTH, f"PRAGMA user_version = {FORM}")
_WORDS = (
    "CREATE VIRTUAL TABLE {table} USING fts5(title, names, body, content='', "
    "tokenize='porter unicode61 remove_diacritics 2')"
)


@dataclass(frozen=True, slots=True)
class Made:
    """From what a month was indexed.

    Attributes:
        finished: Digest of its finished Sessions.
        embedded: Digest of its vectors.
        seen: Times and sizes of the files that say so: equal ones need no second look.
    """

    finished: str
    embedded: str
    seen: str = ""


@dataclass
class SearchIndex:
    """The file and its lock; nothing is opened or made before it is needed."""

    path: Path
    _known: tuple[object, dict[str, Made]] = field(default=(None, {}), init=False, repr=False)

    def made(self) -> dict[str, Made]:
        """From what each month was indexed; read once per state of the file."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return {}
        state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if self._known[0] != state:
            self._known = (state, self._read_made())
        return self._known[1]

    def is_behind(self, month: str, finished: str) -> bool:
        """Whether it holds the month in another state than this."""
        made = self.made().get(month)
        return made is not None and made.finished != finished

    def put(
        self, month: str, made: Made, documents: "Sequence[Document]", vectors: "MonthVectors"
    ) -> None:
        """Make these the Sessions of the month.

        Raises:
            BusyError: Another process writes.
            DiskError: The disk refused.
        """

        def put(connection: sqlite3.Connection) -> None:
            _drop(connection, month)
            packed = pack(vectors, _insert(connection, month, documents))
            connection.execute(
                "INSERT INTO months VALUES (?, ?, ?, ?, ?, ?, ?)",
                (month, made.finished, made.embedded, made.seen, *packed),
            )

        self._write(put)

    def see(self, month: str, seen: str) -> None:
        """The files changed their times and nothing else; raises as `put`."""
        query = "UPDATE months SET seen = ? WHERE month = ?"
        self._write(lambda connection: connection.execute(query, (seen, month)))

    def drop(self, months: Sequence[str]) -> None:
        """Forget these months; raises as `put`."""

        def drop(connection: sqlite3.Connection) -> None:
            for month in months:
                _drop(connection, month)

        self._write(drop)

    def discard(self) -> None:
        """Delete the file, for one that is damaged inside; raises as `put`."""
        with hold(self._lock, what="search index", timeout_seconds=LOCK_SECONDS):
            remove(self.path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The index as it is, closed at the end: Windows replaces no open file.

        Raises:
            TornError: The file is damaged; `discard` it and index anew.
            DiskError: It cannot be read.
        """
        place = self.path if self.path.exists() else IN_MEMORY
        try:
            with closing(_connect(place)) as connection:
                if place == IN_MEMORY:
                    _make(connection)
                yield connection
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _write(self, act: Callable[[sqlite3.Connection], object]) -> None:
        with hold(self._lock, what="search index", timeout_seconds=LOCK_SECONDS):
            try:
                self._attempt(act)
            except TornError:
                remove(self.path)
                self._attempt(act)

    def _attempt(self, act: Callable[[sqlite3.Connection], object]) -> None:
        try:
            with closing(_connect(self.path)) as connection, _transaction(connection):
                if _form(connection) not in {0, FORM}:
                    raise TornError(f"{self.path}: is of another form")
                _make(connection)
                act(connection)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _explained(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _OF_THE_DISK:
            return DiskError(f"{self.path}: {error}")
        return TornError(f"{self.path}: is damaged: {error}")

    @property
    def _lock(self) -> Path:
        return self.path.with_suffix(".lock")

    def _read_made(self) -> dict[str, Made]:
        try:
            with self.reading() as connection:
                if _form(connection) != FORM:
                    return {}
                found = connection.execute("SELECT month, finished, embedded, seen FROM months")
                return {month: Made(*digests) for month, *digests in found}
        except TornError:
            return {}


def words_table(month: str) -> str:
    """Name of the full-text table of a month."""
    return f"words_{month.replace('-', '_')}"


def indexed_months(connection: sqlite3.Connection) -> dict[str, int]:
    """Number of Sessions of each month, in time order."""
    query = "SELECT month, count(*) FROM sessions GROUP BY month ORDER BY month"
    return dict(connection.execute(query).fetchall())


def vectors_of(connection: sqlite3.Connection, model: str) -> Iterator[tuple[str, Packed]]:
    """The months with vectors that this model made, in time order."""
    query = "SELECT month, vector_rows, vectors FROM months WHERE model = ? ORDER BY month"
    for month, rows, vectors in connection.execute(query, (model,)):
        yield month, unpack(rows, vectors)


def _connect(path: Path | str) -> sqlite3.Connection:
    # No implicit transactions: they leave out statements that make or drop tables.
    connection = sqlite3.connect(path, timeout=LOCK_SECONDS, isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make(connection: sqlite3.Connection) -> None:
    if _form(connection) == 0:
        for statement in _TABLES:
            connection.execute(statement)


def _form(connection: sqlite3.Connection) -> int:
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return int(form)


def _drop(connection: sqlite3.Connection, month: str) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {words_table(month)}")
    connection.execute("DELETE FROM sessions WHERE month = ?", (month,))
    connection.execute("DELETE FROM months WHERE month = ?", (month,))


def _insert(
    connection: sqlite3.Connection, month: str, documents: "Sequence[Document]"
) -> dict[str, int]:
    """The Sessions and their words; row of each Session by its id."""
    table = words_table(month)
    connection.execute(_WORDS.format(table=table))
    (first,) = connection.execute("SELECT coalesce(max(row), 0) + 1 FROM sessions").fetchone()
    numbered = list(enumerate(documents, start=first))
    connection.executemany(
        f"INSERT INTO sessions VALUES ({', '.join('?' * 9)})",  # noqa: S608 - marks only
        [(row, month, *_columns(document)) for row, document in numbered],
    )
    connection.executemany(
        f"INSERT INTO {table} (rowid, title, names, body) VALUES (?, ?, ?, ?)",  # noqa: S608
        [(row, d.title, d.names, d.text) for row, d in numbered],
    )
    return {document.session_id: row for row, document in numbered}


def _columns(d: "Document") -> tuple[object, ...]:
    return (d.session_id, d.day, d.source, d.customer_id, d.customer, d.minutes, d.file)
