"""The record store of one source: every accepted record once, one file per month.

`<month>-<12 hex>.jsonl` holds the records whose Session starts in that month (`none`: no Session),
one line each, ordered by key, named by their bytes. `_manifest.json` names the files that count and
is the commit point. Records are evidence and cannot be rebuilt: all is fsynced, and what is torn
is an error, never a silent gap. The caller holds `lock` from load to commit.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sdc_core.errors import TornError
from sdc_core.ids import digest_bytes
from sdc_core.records import Record
from sdc_core.store import platform
from sdc_core.store.bulk import collector_paused
from sdc_core.store.month_files import MonthFile, MonthFiles
from sdc_core.store.record_files import RECOVERY, check, read_checked
from sdc_core.store.record_lines import digest_of, digest_without, key_of, line_of, parse_line
from sdc_core.store.record_months import (
    MONTH_FILE,
    NO_MONTH,
    NOTHING,
    MonthOfRecords,
    RecordsManifest,
    Rest,
    Taken,
    by_month,
    sessions_of,
)
from sdc_core.store.seal import seal, seal_values, unseal
from sdc_core.store.temp_files import put_in_place

MANIFEST_FILE = "_manifest.json"
CURSOR_FILE = "_cursor.json"


class RecordStore:
    """All accepted records of one source."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        self.folder = folder
        self.root = root

    @classmethod
    def of(cls, source: str, *, root: Path) -> "RecordStore":
        """The store of a source below a data root."""
        return cls(root / "records" / source, root=root)

    @property
    def lock(self) -> Path:
        """The lock file that an intake holds from load to commit."""
        return self.folder.with_name(f"{self.folder.name}.lock")

    def months(self) -> list[str]:
        """The months that hold records of Sessions, in time order."""
        return sorted(m for m in self._manifest().months if m != NO_MONTH)

    def digest(self, month: str) -> str | None:
        """Digest of all that the Sessions of a month rest on; None for a month without records.

        When a record was seen first and last does not count.
        """
        stored = self._manifest().months.get(month)
        return stored.digest if stored else None

    def assigned_with(self) -> str | None:
        """What the last commit was grouped with; None for an empty store."""
        return self._manifest().assigned_with

    def count(self) -> int:
        """Number of records."""
        return sum(stored.count for stored in self._manifest().months.values())

    def session_count(self) -> int:
        """Number of Sessions that the records belong to."""
        return sum(stored.sessions for stored in self._manifest().months.values())

    def load(self, month: str) -> list[Record]:
        """The records of one month (or of `none`), ordered by key.

        Raises:
            TornError: A file is missing or is not what the manifest says.
        """
        return self._load(lambda known: [month] if month in known else [])

    def load_all(self) -> list[Record]:
        """All records, also those of no Session, month by month.

        Raises:
            TornError: A file is missing or is not what the manifest says.
        """
        return self._load(sorted)

    def _load(self, choose: Callable[[Iterable[str]], list[str]]) -> list[Record]:
        """Read months; again when an intake committed meanwhile and deleted what was named."""
        manifest = self._manifest()
        try:
            chosen = choose(manifest.months)
            return [record for month in chosen for record in self._read(manifest.months[month])]
        except TornError:
            if self._manifest() == manifest:
                raise
            return self._load(choose)

    def take(self, months: Iterable[str], is_wanted: Callable[[str], bool]) -> Taken:
        """The records of some months whose key is wanted; the other lines are not parsed.

        Raises:
            TornError: A file is missing or is not what the manifest says.
        """
        taken, known = Taken(), self._manifest().months
        for month in sorted(known.keys() & set(months)):
            self._take_month(taken, month, known[month], is_wanted)
        return taken

    def _take_month(
        self, taken: Taken, month: str, stored: MonthOfRecords, is_wanted: Callable[[str], bool]
    ) -> None:
        path, lines, found = self._path(stored.file), [], []
        content = read_checked(path, stored)
        for number, line in enumerate(content.splitlines(keepends=True), start=1):
            if is_wanted(key_of(line)):
                found.append(parse_line(line, path, number))
            else:
                lines.append(line)
        sessions = stored.sessions - sessions_of(found)
        taken.rest[month] = Rest(lines, digest_without(stored.digest, found), sessions)
        taken.records += found

    def commit(self, records: Iterable[Record], *, assigned_with: str) -> list[str]:
        """Make these records the whole content of the store.

        Returns:
            The real months whose digest changed or that are gone, in time order.
        """
        everywhere = {month: Rest() for month in self._manifest().months}
        return self.replace(Taken(rest=everywhere), records, assigned_with=assigned_with)

    def replace(self, taken: Taken, records: Iterable[Record], *, assigned_with: str) -> list[str]:
        """Put records in the place of those taken; whole Sessions only, as they were taken.

        Returns:
            The real months whose digest changed or that are gone, in time order.
        """
        old, fresh = self._manifest(), by_month(records)
        entered = self.take(fresh.keys() - taken.rest.keys(), lambda _: False).rest
        platform.clear_leftovers(self.folder)
        self._begin()
        touched = {
            month: self._store_month(month, rest, fresh.get(month, []), old.months.get(month))
            for month, rest in sorted((dict.fromkeys(fresh, Rest()) | taken.rest | entered).items())
        }
        months = {m: stored for m, stored in (old.months | touched).items() if stored.count}
        return self._conclude(old, months, assigned_with)

    def size(self) -> int:
        """Bytes of all month files."""
        files = (self._path(stored.file) for stored in self._manifest().months.values())
        return sum(file.stat().st_size for file in files if file.exists())

    def checked(self) -> dict[str, Path]:
        """The month files, each checked without being held.

        Raises:
            TornError: A file is missing or is not what the manifest says.
        """
        months = self._manifest().months.items()
        return {month: check(self._path(stored.file), stored) for month, stored in months}

    def commit_files(self, written: MonthFiles, *, assigned_with: str) -> list[str]:
        """Make month files that were written range by range the whole content of the store.

        Returns:
            The real months whose digest changed or that are gone, in time order.
        """
        old = self._manifest()
        self._begin()
        months = {
            month: self._put_month(month, file, old.months.get(month))
            for month, file in sorted(written.months.items())
        }
        return self._conclude(old, months, assigned_with)

    def _conclude(
        self, old: RecordsManifest, months: Mapping[str, MonthOfRecords], assigned_with: str
    ) -> list[str]:
        """Name the months that count from now on, and delete what is named no more."""
        new = RecordsManifest(assigned_with=assigned_with, months=dict(sorted(months.items())))
        if new != old:
            self._write_manifest(new)
        self._delete_unnamed(new)
        return sorted(
            month
            for month in {*old.months, *months} - {NO_MONTH}
            if _digest_in(old, month) != _digest_in(new, month)
        )

    def version(self) -> str:
        """Digest of the manifest: what somebody remembers of this store counts for it alone."""
        self._manifest()
        path = self._path(MANIFEST_FILE)
        return digest_bytes(platform.read_bytes(path)) if path.exists() else NOTHING

    def cursor(self) -> dict[str, Any]:
        """Where the last look ended; empty where it is lost or torn, which costs one full look."""
        path = self._path(CURSOR_FILE)
        try:
            body = unseal(platform.read_bytes(path), path)
        except FileNotFoundError:
            return {}
        cursor: dict[str, Any] = json.loads(body)["cursor"] if body else {}
        return cursor

    def write_cursor(self, cursor: Mapping[str, Any]) -> None:
        """Store where this look ended, after the commit; an equal cursor is not written."""
        if dict(cursor) != self.cursor():
            content = seal_values({"cursor": dict(cursor)})
            platform.atomic_write(self._path(CURSOR_FILE), content, durable=True, step="cursor")

    def _path(self, name: str) -> Path:
        return platform.check_path(self.root, self.folder / name)

    def _manifest(self) -> RecordsManifest:
        path = self._path(MANIFEST_FILE)
        try:
            content = platform.read_bytes(path)
        except FileNotFoundError:
            if any(MONTH_FILE.fullmatch(file.name) for file in self.folder.glob("*.jsonl")):
                raise TornError(f"{path}: missing beside record files; {RECOVERY}") from None
            return RecordsManifest()
        body = unseal(content, path)
        if body is None:
            raise TornError(f"{path}: torn or changed; {RECOVERY}")
        return RecordsManifest.model_validate_json(body)

    def _begin(self) -> None:
        """An empty manifest before the first record file: from then on a missing one is damage."""
        if not self._path(MANIFEST_FILE).exists():
            self._write_manifest(RecordsManifest())

    def _write_manifest(self, manifest: RecordsManifest) -> None:
        content = seal(manifest.model_dump_json(by_alias=True, indent=1).encode())
        platform.atomic_write(self._path(MANIFEST_FILE), content, durable=True, step="manifest")

    def _store_month(
        self, month: str, rest: Rest, fresh: list[Record], old: MonthOfRecords | None
    ) -> MonthOfRecords:
        """Write one month unless it says what the stored one says or has no record."""
        digest = digest_of(fresh, base=rest.digest)
        if old and old.digest == digest and self._path(old.file).exists():
            return old
        lines = sorted([*rest.lines, *map(line_of, fresh)], key=key_of)
        content = b"".join(lines)
        stored = MonthOfRecords.of(
            month,
            file_digest=digest_bytes(content),
            digest=digest,
            count=len(lines),
            sessions=rest.sessions + sessions_of(fresh),
        )
        if lines:
            path = self._path(stored.file)
            platform.atomic_write(path, content, durable=True, step="record_store")
        return stored

    def _put_month(
        self, month: str, written: MonthFile, old: MonthOfRecords | None
    ) -> MonthOfRecords:
        """Put one month in place unless it says what the stored one says."""
        if old and old.digest == written.digest and self._path(old.file).exists():
            return old
        stored = written.stored_as(month)
        put_in_place(written.temp, self._path(stored.file), step="record_store")
        return stored

    def _delete_unnamed(self, manifest: RecordsManifest) -> None:
        """Delete month files of earlier commits, also of one that was stopped."""
        named = {stored.file for stored in manifest.months.values()}
        for file in sorted(self.folder.glob("*.jsonl")):
            if MONTH_FILE.fullmatch(file.name) and file.name not in named:
                platform.remove(file)

    def _read(self, stored: MonthOfRecords) -> list[Record]:
        path = self._path(stored.file)
        content = read_checked(path, stored)
        with collector_paused():
            lines = enumerate(content.splitlines(), start=1)
            return [parse_line(line, path, number) for number, line in lines]


def _digest_in(manifest: RecordsManifest, month: str) -> str | None:
    stored = manifest.months.get(month)
    return stored.digest if stored else None
