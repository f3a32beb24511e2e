"""The journal of a commit that is under way: which bytes in a month folder are ours.

A process that dies between two files leaves the old manifest beside new files. The journal, written
first and removed last, names the digests that the commit puts in place or takes away, so that the
next commit can tell its remains from a person's edit.
"""

import json
from collections.abc import Iterable, Mapping

from sdc_core.store import platform
from sdc_core.store.folder import Folder
from sdc_core.store.seal import seal_values, unseal

JOURNAL_FILE = "_pending.json"


class Journal:
    """`_pending.json` of one month."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._path = folder.file(JOURNAL_FILE)

    def exists(self) -> bool:
        """Whether a commit was stopped before its end."""
        return self._path.exists()

    def read(self) -> dict[str, list[str]]:
        """Every digest that stopped commits may have left behind, by file name."""
        content = self._folder.read(JOURNAL_FILE)
        body = unseal(content, self._path) if content else None
        files: dict[str, list[str]] = json.loads(body)["files"] if body else {}
        return files

    def begin(self, files: Mapping[str, Iterable[str]]) -> None:
        """Write what comes, together with what earlier stopped commits left: all of it is ours."""
        named = {name: sorted(digests) for name, digests in sorted(files.items())}
        platform.atomic_write(self._path, seal_values({"files": named}), durable=True)

    def end(self) -> None:
        """The commit is complete."""
        platform.remove(self._path)
