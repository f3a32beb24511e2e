"""The durable steps of one commit, in the order that leaves no half state behind.

Journal, files, manifest, deletions, end of the journal: a process may die between any two.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sdc_core.errors import MovedInputError
from sdc_core.ids import digest_bytes
from sdc_core.store import platform
from sdc_core.store.folder import Folder
from sdc_core.store.journal import Journal
from sdc_core.store.manifest import Manifest
from sdc_core.store.paths import MANIFEST_FILE

KEPT_SUFFIX = ".kept"


class Commit:
    """Carries out what was planned for one month, under its lock.

    Args:
        folder: The folder of the month.
        old: The manifest so far.
        new: The manifest to be.
        writes: The files that must be written.
        taken: Digests of edited files that may be overwritten, by name; None where files are
            named by their content, so that nobody's edit can be meant.
    """

    def __init__(
        self,
        folder: Folder,
        old: Manifest | None,
        new: Manifest,
        writes: dict[str, bytes],
        taken: Mapping[str, str] | None,
    ) -> None:
        self._folder = folder
        self._taken = taken
        self._old = old
        self._new = new
        self._writes = writes
        self._old_files = old.files if old else {}
        self._new_files = new.files
        self._journal = Journal(folder)
        self._left = self._journal.read()

    def carry_out(self) -> bool:
        """Write, commit, clean up.

        Returns:
            Whether anything had to be done.

        Raises:
            MovedInputError: A person edited a file that would be overwritten or removed. It is
                asked for all before the first step, and for each again at its turn.
        """
        removes = self._removes()
        for name in self._folder.names().intersection([*self._writes, *removes]):
            self._spare_edits(name)
        if not (self._writes or removes or self._journal.exists() or self._new != self._old):
            return False
        if self._writes or removes:
            self._journal.begin(self._ours_to_be(removes))
        for name, content in self._writes.items():
            self._spare_edits(name)
            platform.atomic_write(self._folder.file(name), content, durable=False)
        if self._new != self._old:
            path, content = self._folder.file(MANIFEST_FILE), self._new.to_bytes()
            platform.atomic_write(path, content, durable=True, step="manifest")
        for name in removes:
            self._spare_edits(name)
            platform.remove(self._folder.file(name))
        if self._journal.exists():
            self._journal.end()
        return True

    def _named_before(self) -> set[str]:
        """Files of the old manifest that the new one does not name."""
        return self._old_files.keys() - self._new_files.keys()

    def _removes(self) -> list[str]:
        """Files no longer named, also those of stopped commits; a person's own files stay."""
        kept = {name.casefold() for name in self._new_files}
        left = {
            name for name, digests in self._left.items() if self._folder.digest(name) in digests
        }
        gone = (self._named_before() | left) & self._folder.names()
        return sorted(name for name in gone if name.casefold() not in kept)

    def _spare_edits(self, name: str) -> None:
        """Where the manifest was lost, an edit cannot be told from an old state: a copy is kept."""
        if self._taken is None:
            return
        actual = self._folder.digest(name)
        ours = {self._old_files.get(name), self._new_files.get(name), self._taken.get(name)}
        if actual is None or actual in ours or actual in self._left.get(name, ()):
            return
        if self._old is None:
            self._keep_copy(name)
            return
        raise MovedInputError(
            f"{self._folder.file(name)}: was edited while its month was computed; "
            "run again to take the edit in"
        )

    def _keep_copy(self, name: str) -> None:
        content = self._folder.read(name) or b""
        copy = self._folder.file(f"{Path(name).stem}.{digest_bytes(content)[:12]}{KEPT_SUFFIX}")
        platform.atomic_write(copy, content, durable=True)

    def _ours_to_be(self, removes: Iterable[str]) -> dict[str, set[str]]:
        ours = {name: set(digests) for name, digests in self._left.items()}
        for name in self._writes:
            ours.setdefault(name, set()).add(self._new_files[name])
        for name in removes:  # as they are: an edit that is in the ledger goes too
            ours.setdefault(name, set()).add(self._folder.digest(name) or "")
        return ours
