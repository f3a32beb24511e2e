"""Locks between processes that free themselves when their holder dies, and tell who that is."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from sdc_core.errors import BusyError, DiskError
from sdc_core.store.platform import make_folder
from sdc_core.times import now_utc


@contextmanager
def hold(lock: Path, *, what: str, timeout_seconds: float) -> Iterator[None]:
    """Hold an OS file lock, which frees itself when its process dies.

    Args:
        lock: A `*.lock` file beside what it locks; `*.holder.json` beside it names the holder.
        what: What the holder does, for the message to whoever waits.
        timeout_seconds: How long to wait for another holder.

    Raises:
        BusyError: Another process still holds it; the message names that process.
        DiskError: The lock file cannot be made.
    """
    holder = lock.with_suffix(".holder.json")
    held = FileLock(lock, timeout=timeout_seconds)
    try:
        make_folder(lock.parent)
        held.acquire()
    except Timeout:
        raise BusyError(f"{lock}: {_holder(holder)}; waited {timeout_seconds:g} s") from None
    except OSError as error:
        raise DiskError(f"{lock}: cannot be locked: {error.strerror or error}") from error
    try:
        _name_holder(holder, what)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        held.release()


def _name_holder(holder: Path, what: str) -> None:
    """A courtesy to whoever waits: failing to write it must not stop the work."""
    name = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "what": what,
        "since_utc": now_utc().isoformat(),
    }
    with suppress(OSError):
        holder.write_text(json.dumps(name) + "\n", encoding="utf-8", newline="\n")


def _holder(holder: Path) -> str:
    try:
        name = json.loads(holder.read_text(encoding="utf-8"))
        return (
            f"held by process {name['pid']} on {name['host']!r} "
            f"since {name['since_utc']} for {name['what']!r}"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "held by another process"
