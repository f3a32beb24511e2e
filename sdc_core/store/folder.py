"""What lies in the folder of one month: names, and digests remembered while a file is at rest."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from sdc_core.ids import digest_bytes
from sdc_core.store import platform

# A file changed twice within one tick of the file system's clock keeps its time; a digest is only
# remembered when the file was at rest for longer than any such tick (as git does for its index).
_AT_REST_NS = 2_000_000_000

_State = tuple[int, int, int]
_known: dict[str, tuple[_State, str]] = {}


class Folder:
    """The folder of one month."""

    def __init__(self, path: Path, *, root: Path) -> None:
        self.path = path
        self.root = root
        self._place = f"{path}{os.sep}"
        self._files: dict[str, Path] = {}
        self._seen: dict[str, tuple[_State, str]] = {}

    def file(self, name: str) -> Path:
        """The path of a file in it.

        Raises:
            PathError: The name may not be made.
        """
        if name not in self._files:
            self._files[name] = platform.check_path(self.root, self.path / name)
        return self._files[name]

    def names(self) -> set[str]:
        """Names of all entries; none where the folder is missing."""
        try:
            return {entry.name for entry in self.path.iterdir()}
        except FileNotFoundError:
            return set()

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where it is missing."""
        try:
            return platform.read_bytes(self.file(name))
        except FileNotFoundError:
            return None

    def digest(self, name: str) -> str | None:
        """Digest of a file, None where it is missing.

        An unchanged file at rest is read once a process, any other once by this object, which
        lives no longer than one commit.
        """
        try:
            return self._digest(name, self.file(name).stat())
        except FileNotFoundError:
            return None

    def digests(self, names: Iterable[str]) -> dict[str, str | None]:
        """Digests of many files, None where one is missing, from one look at the folder."""
        try:
            with os.scandir(self.path) as entries:
                there = {entry.name: entry for entry in entries}
        except FileNotFoundError:
            there = {}
        return {name: self._digest_of(there[name]) if name in there else None for name in names}

    def _digest_of(self, entry: "os.DirEntry[str]") -> str | None:
        if entry.is_symlink():
            return self.digest(entry.name)
        try:
            return self._digest(entry.name, entry.stat())
        except FileNotFoundError:
            return None

    def _digest(self, name: str, status: os.stat_result) -> str:
        # Windows gives the file number with a full stat only, so it cannot count there.
        number = 0 if platform.IS_WINDOWS else status.st_ino
        state, place = (status.st_size, status.st_mtime_ns, number), f"{self._place}{name}"
        known = self._seen.get(name) or _known.get(place)
        if known and known[0] == state:
            return known[1]
        digest = digest_bytes(platform.read_bytes(self.file(name)))
        self._seen[name] = (state, digest)
        if abs(time.time_ns() - status.st_mtime_ns) > _AT_REST_NS:
            _known[place] = (state, digest)
        return digest
