"""The months of one layer: Sessions on disk, with the manifest of each month as commit point.

`<folder>/<month>/` holds the files of a month, `<folder>/<month>.lock` its lock. Readers trust the
manifest only. What stands here can be rebuilt, so only the journal and the manifest are fsynced;
the manifest carries the digest of each file, and a torn or missing one makes its month stale.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sdc_core.errors import MovedInputError, StoreError, TornError
from sdc_core.ids import digest_bytes
from sdc_core.models import Session
from sdc_core.store import platform
from sdc_core.store.bulk import collector_paused
from sdc_core.store.commit import Commit
from sdc_core.store.folder import Folder
from sdc_core.store.journal import JOURNAL_FILE, Journal
from sdc_core.store.locks import hold
from sdc_core.store.manifest import (
    Manifest,
    ManifestEntry,
    editable_of,
    make_manifest,
    rest_digest_of,
)
from sdc_core.store.paths import MANIFEST_FILE
from sdc_core.store.planning import Layout, make_plan, read_entries
from sdc_core.store.seal import unseal
from sdc_core.times import month_of

__all__ = [
    "CommitReport",
    "Layout",
    "Manifest",
    "ManifestEntry",
    "MonthBatch",
    "MonthStore",
    "editable_of",
    "rest_digest_of",
]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass
class MonthBatch:
    """All Sessions of one month of a layer, as computed.

    Attributes:
        month: The UTC month, as `2025-01`.
        sessions: All of them, in any order.
        inputs: Digests of what they were made from.
        taken: Digests of hand-edited files that are in the ledger and may be overwritten, by name.
        is_unchanged: The inputs are those of the manifest, so nothing was computed.
        metadata: Figures for whoever shows the result; not stored.
    """

    month: str
    sessions: list[Session]
    inputs: dict[str, str]
    taken: dict[str, str] = field(default_factory=dict)
    is_unchanged: bool = False
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass
class CommitReport:
    """What a commit did: Sessions written, left as they were, removed; names of written files."""

    month: str
    sessions: int
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: bool = False
    files: list[str] = field(default_factory=list)


class MonthStore:
    """The months of one layer.

    Args:
        folder: Holds one folder per month.
        root: The folder that no path may leave.
        layer: Name of the layer, written into each manifest.
        layout: One file per Session or one per month.
        lock_timeout_seconds: How long a commit waits for another one of the same month.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: Path,
        layer: str,
        layout: Layout,
        lock_timeout_seconds: float = 300,
    ) -> None:
        self.folder = folder
        self.root = root
        self.layer = layer
        self.layout = layout
        self.lock_timeout_seconds = lock_timeout_seconds
        self._parsed: dict[str, tuple[str, Manifest | None]] = {}

    def months(self) -> list[str]:
        """The months with a manifest, in time order."""
        return sorted(
            path.parent.name
            for path in self.folder.glob(f"*/{MANIFEST_FILE}")
            if _MONTH.fullmatch(path.parent.name)
        )

    def manifest(self, month: str) -> Manifest | None:
        """The manifest of a month, None where it is missing or unreadable; not to be changed.

        It is looked at in every call and parsed once per content: staleness asks many times.

        Raises:
            NewerSchemaError: Written by a newer version of SDC.
        """
        folder, known = self._folder(month), self._parsed.get(month)
        if known is not None and known[0] == folder.digest(MANIFEST_FILE):
            return known[1]
        content = folder.read(MANIFEST_FILE)
        if content is None:
            return None
        manifest = _parse(content, folder.file(MANIFEST_FILE))
        self._parsed[month] = (digest_bytes(content), manifest)
        return manifest

    def load(self, month: str) -> list[Session]:
        """The Sessions of a month in the order of (start, id); none without a manifest.

        Raises:
            TornError: A file is missing or is not what the manifest says.
        """
        manifest = self.manifest(month)
        try:
            with collector_paused():
                return [
                    session
                    for name, digest in (manifest.files.items() if manifest else ())
                    for session in self._read(month, name, digest)
                ]
        except TornError:
            if self.manifest(month) == manifest:
                raise
            return self.load(month)  # another process committed meanwhile

    def lines_file(self, month: str) -> Path | None:
        """The content-named file of a month in the layout `LINES`; None without Sessions."""
        manifest = self.manifest(month)
        if manifest is None or self.layout is not Layout.LINES:
            return None
        return next((self._folder(month).file(name) for name in manifest.files), None)

    def damage(self, month: str) -> dict[str, str]:
        """Files that are not as the manifest says: `missing` or `changed`, by name.

        A commit that was stopped before its end shows as its journal, `unfinished`.
        """
        manifest, folder = self.manifest(month), self._folder(month)
        found: dict[str, str] = {}
        files = manifest.files if manifest else {}
        for name, actual in folder.digests(files).items():
            if actual != files[name]:
                found[name] = "missing" if actual is None else "changed"
        if Journal(folder).exists():
            found[JOURNAL_FILE] = "unfinished"
        return found

    def pending(self, month: str) -> dict[str, str]:
        """Digests that a stopped commit left or was about to leave, by file name.

        Where several stopped commits name one file, the digest is that of the file as it is.
        """
        folder = self._folder(month)
        digests = Journal(folder).read()
        actual = {name: folder.digest(name) for name in digests}
        return {
            name: next((d for d in choices if d == actual[name]), choices[-1])
            for name, choices in digests.items()
        }

    def commit(
        self,
        batch: MonthBatch,
        still_current: Callable[[], Mapping[str, str]] | None = None,
    ) -> CommitReport:
        """Make the batch the content of its month; what is equal is not written.

        Args:
            batch: All Sessions of the month.
            still_current: Digests of the inputs as they are now, asked under the lock.

        Raises:
            MovedInputError: An input changed since it was loaded, or a person edited a file that
                would be overwritten; load and compute again.
            BusyError: Another process holds the month.
            StoreError: A Session is in the batch twice or belongs to another month.
        """
        _check(batch)
        folder = self._folder(batch.month)
        lock = self.folder / f"{batch.month}.lock"
        what = f"{self.layer} {batch.month}"
        with hold(lock, what=what, timeout_seconds=self.lock_timeout_seconds):
            if batch.is_unchanged:
                return _unchanged_report(batch.month, self.manifest(batch.month))
            if still_current is not None:
                _require_equal(batch, still_current())
            with collector_paused():
                return self._commit(folder, batch)

    def _commit(self, folder: Folder, batch: MonthBatch) -> CommitReport:
        platform.clear_leftovers(folder.path)
        old = self.manifest(batch.month)
        known = old.sessions if old else read_entries(folder, self.layout)
        plan = make_plan(self.layout, folder, batch.sessions, known)
        new = make_manifest(self.layer, batch.month, batch.inputs, plan.entries)
        taken = batch.taken if self.layout is Layout.FILES else None
        did_something = Commit(folder, old, new, plan.writes, taken).carry_out()
        ids = {entry.session_id for entry in plan.entries}
        return CommitReport(
            month=batch.month,
            sessions=len(ids),
            written=plan.written,
            unchanged=len(ids) - plan.written,
            removed=sum(entry.session_id not in ids for entry in known),
            skipped=not did_something,
            files=list(plan.writes),
        )

    def _folder(self, month: str) -> Folder:
        if not _MONTH.fullmatch(month):
            raise StoreError(f"{self.layer}: month {month!r} is not of the form '2025-01'")
        return Folder(self.folder / month, root=self.root)

    def _read(self, month: str, name: str, digest: str) -> list[Session]:
        folder = self._folder(month)
        content, path = folder.read(name), folder.file(name)
        if content is None or digest_bytes(content) != digest:
            what = "is missing" if content is None else "is not what its manifest says"
            raise TornError(f"{path}: {what}; run SDC again to rebuild it")
        parts = content.splitlines() if self.layout is Layout.LINES else [content]
        return [Session.from_bytes(part) for part in parts]


def _parse(content: bytes, path: Path) -> Manifest | None:
    body = unseal(content, path)
    try:
        with collector_paused():
            return Manifest.model_validate_json(body) if body else None
    except ValidationError:
        return None


def _check(batch: MonthBatch) -> None:
    """A Session in the wrong month or twice is a fault of whoever computed the batch."""
    met: set[str] = set()
    for session in batch.sessions:
        session_id, start = session.meta.session_id, session.start_utc
        if session_id in met:
            raise StoreError(f"{batch.month}: Session {session_id!r} is in the batch twice")
        if start is not None and month_of(start) != batch.month:
            raise StoreError(
                f"{batch.month}: Session {session_id!r} starts {start.isoformat()}, "
                "in another UTC month"
            )
        met.add(session_id)


def _require_equal(batch: MonthBatch, current: Mapping[str, str]) -> None:
    names = {*batch.inputs, *current}
    moved = sorted(name for name in names if batch.inputs.get(name) != current.get(name))
    if moved:
        raise MovedInputError(
            f"{batch.month}: changed while it was computed: {', '.join(moved)}; run again"
        )


def _unchanged_report(month: str, manifest: Manifest | None) -> CommitReport:
    count = len(manifest.sessions) if manifest else 0
    return CommitReport(month=month, sessions=count, unchanged=count, skipped=True)
