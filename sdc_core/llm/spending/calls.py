"""The ledger of calls: `records/llm/calls-<month>.jsonl`, append-only, one file per UTC month.

It is money and cannot be rebuilt: each row is fsynced before it counts, and no deletion of the
cache touches it. Two rows per call: `reserved` before it, with the most it may cost, and
`settled` after it, with what it took. A call that has no second row counts what was reserved.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sdc_core.models import UtcTime
from sdc_core.store import platform
from sdc_core.store.locks import hold

FOLDER = "records/llm"
LOCK_TIMEOUT_SECONDS = 60

_log = logging.getLogger(__name__)
_partition: ContextVar[str | None] = ContextVar("sdc_calls_partition", default=None)


@contextmanager
def for_partition(partition: str) -> Iterator[None]:
    """Calls made inside are those of this month of the Sessions."""
    token = _partition.set(partition)
    try:
        yield
    finally:
        _partition.reset(token)


def bound_partition() -> str | None:
    """The month of the Sessions that are worked on now."""
    return _partition.get()


class CallRow(BaseModel):
    """One row of the ledger.

    Attributes:
        call_id: The same in both rows of a call.
        outcome: Of a settled row: `answered`, the kind of an `AnswerError`, `down`, `setup` or
            `broken` (the adapter failed).
        cost_usd: Reserved: at most. None where the price is not known.
    """

    model_config = ConfigDict(frozen=True)

    row: Literal["reserved", "settled"]
    call_id: str
    at_utc: UtcTime
    run_id: str
    task: str
    partition: str | None
    provider: str
    model: str
    outcome: str = ""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    thought_tokens: int = 0
    cost_usd: float | None


class CallLedger:
    """The files of one data root; each is read once, and then only what was added."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / FOLDER

    @contextmanager
    def held(self) -> Iterator[None]:
        """No other process adds a row meanwhile.

        Raises:
            BusyError: Another one holds it.
            DiskError: The lock cannot be made.
        """
        lock = platform.check_path(self._root, self._folder / "calls.lock")
        with hold(lock, what="ledger of calls", timeout_seconds=LOCK_TIMEOUT_SECONDS):
            yield

    def rows(self, month: str, *, start: int = 0) -> tuple[list[CallRow], int]:
        """The rows of a month from a byte on, and the byte after the last whole line.

        A line that cannot be read is told in the log. A last line without its end is what a
        stopped process left: as a reservation it was never acted on, as a settlement it leaves the
        reservation standing, so it counts nothing either way.
        """
        content = self._content(month, start)
        whole, newline, _torn = content.rpartition(b"\n")
        return list(self._parsed(month, whole.splitlines())), start + len(whole) + len(newline)

    def size(self, month: str) -> int:
        """Bytes of the file of a month."""
        with suppress(FileNotFoundError):
            return self._path(month).stat().st_size
        return 0

    def append(self, month: str, row: CallRow) -> None:
        """Add a row, durably; call it inside `held`.

        Raises:
            StoreError: It could not be written.
        """
        path = platform.check_path(self._root, self._path(month))
        size = self.size(month)
        is_torn = size > 0 and self._content(month, size - 1) != b"\n"
        line = row.model_dump_json(exclude_defaults=True).encode() + b"\n"
        # A torn line gets its end instead of being cut: nothing here is ever rewritten.
        platform.append(path, b"\n" + line if is_torn else line, keep=size, step="call")

    def _content(self, month: str, start: int) -> bytes:
        try:
            with platform.open_to_read(self._path(month)) as stream:
                stream.seek(start)
                return stream.read()
        except FileNotFoundError:
            return b""

    def _parsed(self, month: str, lines: Iterable[bytes]) -> Iterator[CallRow]:
        damaged = 0
        for line in lines:
            try:
                yield CallRow.model_validate_json(line)
            except ValidationError:
                damaged += bool(line.strip())
        if damaged:
            _log.warning("%s: %d lines are no rows of calls", self._path(month), damaged)

    def _path(self, month: str) -> Path:
        return self._folder / f"calls-{month}.jsonl"
