"""Durable file steps that behave the same on Linux, macOS and Windows.

Windows refuses to replace or delete a file while a reader, a virus scanner or Excel holds it, and
cannot fsync a folder; both stand here and nowhere else. `IS_WINDOWS`, `clock` and `sleep` are
replaced by tests that simulate it. Rules for paths are in `paths.py`, locks in `locks.py`.
"""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import TypeVar

from sdc_core.errors import DiskError, HeldError
from sdc_core.store.paths import check_distinct, check_path

__all__ = [
    "append",
    "atomic_write",
    "check_distinct",
    "check_path",
    "clear_leftovers",
    "fsync_folder",
    "make_folder",
    "new_temp",
    "open_to_read",
    "reached",
    "read_bytes",
    "remove",
    "rename",
    "replace",
    "undone",
]

IS_WINDOWS = os.name == "nt"
HELD_SECONDS = 5.0
HELD_PAUSE_SECONDS = 0.05
LEFTOVER_PATTERN = ".~*.tmp"
_T = TypeVar("_T")

clock: Callable[[], float] = time.monotonic
sleep: Callable[[float], None] = time.sleep
_numbers = itertools.count()


def _ignore(step: str) -> None:
    del step


on_step: Callable[[str], None] = _ignore


def reached(step: str) -> None:
    """Tell the hook `on_step` which durable step comes next, so that a test can stop there."""
    on_step(step)


def atomic_write(path: Path, content: bytes, *, durable: bool, step: str = "file_write") -> None:
    """Put the content in place so that a reader sees the old file or the new one, never a part.

    Args:
        path: The file; its folder is made where it is missing.
        content: All bytes of the file.
        durable: Whether file and folder reach the disk before the call returns.
        step: Name of the durable step; the rename itself is the step `rename`.

    Raises:
        DiskError: The disk refused; the old file stands.
        HeldError: Another program keeps the file open.
    """
    reached(step)
    temp = new_temp(path.parent)
    with undone(temp, path):
        _write(temp, content, durable=durable)
        rename(temp, path, durable=durable)


def new_temp(folder: Path) -> Path:
    """A name of its own for a temp file, which `clear_leftovers` deletes."""
    # A short name: a long file name plus a suffix could pass the path limit.
    return folder / f".~{os.getpid()}-{next(_numbers)}.tmp"


@contextmanager
def undone(temp: Path, path: Path) -> Iterator[None]:
    """Delete a temp file that the disk refuses to take or to put in place; as a `DiskError`."""
    try:
        yield
    except (OSError, HeldError) as error:
        with suppress(OSError):
            temp.unlink(missing_ok=True)
        if isinstance(error, HeldError):
            raise
        raise DiskError(f"{path}: cannot be written: {error.strerror or error}") from error


def rename(temp: Path, path: Path, *, durable: bool) -> None:
    """Put a written temp file in place; this is the durable step `rename`."""
    reached("rename")
    replace(temp, path)
    if durable:
        fsync_folder(path.parent)


def _write(temp: Path, content: bytes, *, durable: bool) -> None:
    try:
        stream = temp.open("xb")
    except FileNotFoundError:
        make_folder(temp.parent)
        stream = temp.open("xb")
    except FileExistsError:  # left by a killed process that had the same number
        temp.unlink()
        stream = temp.open("xb")
    with stream:
        stream.write(content)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())


def append(path: Path, content: bytes, *, keep: int, step: str) -> None:
    """Cut the file to the length `keep`, add the content, and make it durable.

    Raises:
        DiskError: The disk refused.
        HeldError: Another program keeps the file open.
    """

    def add() -> None:
        with path.open("ab") as stream:
            stream.truncate(keep)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())

    reached(step)
    try:
        make_folder(path.parent)
        _patiently(add, path)
        fsync_folder(path.parent)
    except OSError as error:
        raise DiskError(f"{path}: cannot be written: {error.strerror or error}") from error


def make_folder(folder: Path) -> None:
    """Make the folder and its parents; each new entry reaches the disk."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        fsync_folder(new.parent)


def replace(temp: Path, target: Path) -> None:
    """Rename over the target.

    Raises:
        HeldError: On Windows, another program kept the target open for five seconds.
    """
    _patiently(lambda: temp.replace(target), target)


def remove(path: Path) -> None:
    """Delete a file; one that is gone already is no error.

    Raises:
        DiskError: The disk refused.
        HeldError: On Windows, another program kept the file open for five seconds.
    """
    reached("delete")
    try:
        _patiently(lambda: path.unlink(missing_ok=True), path)
    except OSError as error:
        raise DiskError(f"{path}: cannot be deleted: {error.strerror or error}") from error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, waiting on Windows for a rename that is under way.

    Raises:
        FileNotFoundError: There is no such file.
        DiskError: It cannot be read.
        HeldError: On Windows, another program kept the file closed to readers for five seconds.
    """
    return _read(path, path.read_bytes)


def open_to_read(path: Path) -> BufferedReader:
    """A file to be read bit by bit; waits and raises as `read_bytes`."""
    return _read(path, lambda: path.open("rb"))


def _read(path: Path, act: Callable[[], _T]) -> _T:
    try:
        return _patiently(act, path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DiskError(f"{path}: cannot be read: {error.strerror or error}") from error


def _patiently(act: Callable[[], _T], path: Path) -> _T:
    """Repeat what Windows refuses while another program holds the file."""
    until: float | None = None
    while True:
        try:
            return act()
        except PermissionError as error:
            if not IS_WINDOWS:
                raise
            until = clock() + HELD_SECONDS if until is None else until
            if clock() >= until:
                raise HeldError(
                    f"{path}: another program keeps it open (waited {HELD_SECONDS:.0f} s); "
                    "close it there (Excel, an editor, a virus scan) and run again"
                ) from error
            sleep(HELD_PAUSE_SECONDS)


def fsync_folder(folder: Path) -> None:
    """Make renames in the folder durable; Windows has no such call and needs none."""
    if IS_WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_leftovers(folder: Path) -> None:
    """Delete temp files of a killed process; call it under the lock of the folder only."""
    for leftover in folder.glob(LEFTOVER_PATTERN):
        with suppress(OSError):
            leftover.unlink(missing_ok=True)
