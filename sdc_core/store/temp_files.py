"""Files that are too large to be held: written bit by bit, then put in place."""

import os
from pathlib import Path

from sdc_core.errors import DiskError
from sdc_core.store.platform import reached, rename, undone


def extend(temp: Path, content: bytes, *, keep: int) -> None:
    """Cut a temp file to the length `keep` and add the content; nothing is durable yet.

    Raises:
        DiskError: The disk refused.
    """
    try:
        with temp.open("r+b" if keep else "wb") as stream:
            stream.truncate(keep)
            stream.seek(keep)
            stream.write(content)
    except OSError as error:
        raise DiskError(f"{temp}: cannot be written: {error.strerror or error}") from error


def put_in_place(temp: Path, path: Path, *, step: str) -> None:
    """Put a temp file in place as `platform.atomic_write` does, durable.

    Raises:
        DiskError: The disk refused; the old file stands.
        HeldError: Another program keeps the file open.
    """
    reached(step)
    with undone(temp, path):
        with temp.open("r+b") as stream:
            os.fsync(stream.fileno())
        rename(temp, path, durable=True)
