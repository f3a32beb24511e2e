"""Input files with rejected units, kept as they were read until the last of these is closed.

A unit means what it means inside its file: the zone of a chat, the order of day and month in a
report, the count of equal messages. A replay therefore reads the whole file again, and a copy of
it stands in for one that is gone. `<source>/files/<digest of the input>.gz`, once per content.
"""

import gzip
import zlib
from collections.abc import Collection
from pathlib import Path

from sdc_core.store import platform

FOLDER = "files"
# Beyond this a replay needs the file itself: the copy is made in memory (512 MiB in all).
LARGEST_COPY_BYTES = 64 * 1024 * 1024


class KeptInputs:
    """The copies of one source; the caller holds the lock of its quarantine."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        self.folder = folder / FOLDER
        self.root = root

    def has(self, digest: str) -> bool:
        """Whether the input of that digest is kept."""
        return self._path(digest).is_file()

    def keep(self, digest: str, content: bytes) -> None:
        """Store a copy; equal content gives equal bytes."""
        packed = gzip.compress(content, compresslevel=6, mtime=0)
        platform.atomic_write(self._path(digest), packed, durable=True, step="quarantine")

    def read(self, digest: str) -> bytes | None:
        """The content of an input, None where there is no copy or only a damaged one."""
        try:
            return gzip.decompress(platform.read_bytes(self._path(digest)))
        except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error):
            return None

    def keep_only(self, digests: Collection[str]) -> None:
        """Delete the copies that no open unit needs any more."""
        platform.clear_leftovers(self.folder)
        for path in sorted(self.folder.glob("*.gz")):
            if path.stem not in digests:
                platform.remove(path)

    def _path(self, digest: str) -> Path:
        return platform.check_path(self.root, self.folder / f"{digest}.gz")
