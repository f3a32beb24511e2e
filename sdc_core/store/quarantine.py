"""The quarantine: every rejected unit with its bytes, place and reason, ready for a replay.

`<source>/<yyyy-mm-dd>.jsonl` by the day a unit was first seen; `kept.py` keeps the files that open
units came from. It cannot be rebuilt, so it is fsynced; it may hold private text, so it is shown on
request only.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sdc_core.records import RecordError
from sdc_core.store import platform
from sdc_core.store.kept import KeptInputs
from sdc_core.store.locks import hold
from sdc_core.store.quarantine_entry import (
    QuarantineEntry,
    QuarantineStatus,
    entry_of,
    forgotten,
    inputs_of,
    order_of,
    parse_entry,
    seen_again,
)
from sdc_core.times import to_utc

LOCK_TIMEOUT_SECONDS = 60
ContentOf = Callable[[str], bytes | None]


def no_content(digest: str) -> None:
    """Where no file can be kept."""
    del digest


class Quarantine:
    """Rejected units of all sources."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        self.folder = folder
        self.root = root

    def put(
        self,
        source: str,
        errors: Iterable[RecordError],
        *,
        now: datetime,
        parser_version: str,
        content_of: ContentOf = no_content,
    ) -> int:
        """Store rejected units; one that is known counts an attempt, once per moment.

        Args:
            source: Name of the source.
            errors: The units.
            now: When they were rejected.
            parser_version: Of the reader that rejected them.
            content_of: The bytes of the file with a digest, to keep while a unit of it is open.

        Returns:
            Number of units that were not known.
        """
        moment = to_utc(now)
        with self._hold(source):
            days = self._days(source)
            known = {entry.id: (day, entry) for day, entries in days.items() for entry in entries}
            met = {}
            for error in errors:
                entry = entry_of(source, error, moment, parser_version)
                day, old = known.get(entry.id, (moment.date().isoformat(), None))
                met[entry.id] = (day, seen_again(old, entry) if old else entry)
            self._keep_inputs(source, (entry for _, entry in met.values()), content_of)
            self._store(source, days, met)
            return len(met.keys() - known.keys())

    def entries(self, source: str) -> list[QuarantineEntry]:
        """All units of a source in the order of first day, place and id.

        Raises:
            TornError: A line is not an entry.
        """
        return [entry for _, day in sorted(self._days(source).items()) for entry in day]

    def counts(self, source: str) -> dict[str, int]:
        """Number of open units by reason."""
        reasons = Counter(e.reason.value for e in self.entries(source) if e.is_open)
        return dict(sorted(reasons.items()))

    def sources(self) -> list[str]:
        """The sources that ever had a unit here, and what else was put here under a name."""
        there = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(path.name for path in there if path.is_dir())

    def kept_input(self, entry: QuarantineEntry) -> bytes | None:
        """The file that the unit stood in, as it was then; None where no copy was kept."""
        if entry.is_whole_input:
            return entry.raw
        return self._kept(entry.source).read(entry.input_sha256) if entry.input_sha256 else None

    def resolve(
        self, source: str, ids: Iterable[str], status: QuarantineStatus | str, note: str | None
    ) -> int:
        """Set the status of units; they stay listed.

        Returns:
            Number of units that are known by these ids.
        """
        change = {"status": QuarantineStatus(status), "note": note}
        return self._change(source, ids, lambda entry: entry.model_copy(update=change))

    def forget(
        self, source: str, ids: Iterable[str], note: str, *, kept_name: Callable[[str], str] = str
    ) -> int:
        """Remove the bytes of units for good; place, reason and digest stay listed.

        Met again with its bytes it is open again: who hands them over says that they may be kept.
        `kept_name` is how its file is named until then, where the name tells too much.

        Returns:
            Number of units that are known by these ids.
        """
        return self._change(source, ids, lambda entry: forgotten(entry, note, kept_name))

    def _change(
        self, source: str, ids: Iterable[str], change: Callable[[QuarantineEntry], QuarantineEntry]
    ) -> int:
        wanted = set(ids)
        with self._hold(source):
            days = self._days(source)
            met = {
                entry.id: (day, change(entry))
                for day, entries in days.items()
                for entry in entries
                if entry.id in wanted
            }
            self._store(source, days, met)
            return len(met)

    def _kept(self, source: str) -> KeptInputs:
        return KeptInputs(self.folder / source, root=self.root)

    def _keep_inputs(
        self, source: str, entries: Iterable[QuarantineEntry], content_of: ContentOf
    ) -> None:
        """Before the units themselves: what they say is there must be there."""
        kept = self._kept(source)
        for digest in sorted(inputs_of(entries)):
            content = None if kept.has(digest) else content_of(digest)
            if content is not None:
                kept.keep(digest, content)

    def _hold(self, source: str) -> AbstractContextManager[None]:
        lock = platform.check_path(self.root, self.folder / f"{source}.lock")
        what = f"quarantine of {source}"
        return hold(lock, what=what, timeout_seconds=LOCK_TIMEOUT_SECONDS)

    def _days(self, source: str) -> dict[str, list[QuarantineEntry]]:
        files = sorted((self.folder / source).glob("????-??-??.jsonl"))
        return {file.stem: self._read(file) for file in files}

    def _read(self, file: Path) -> list[QuarantineEntry]:
        lines = platform.read_bytes(platform.check_path(self.root, file)).splitlines()
        return [parse_entry(line, file, number) for number, line in enumerate(lines, start=1)]

    def _store(
        self,
        source: str,
        days: dict[str, list[QuarantineEntry]],
        met: dict[str, tuple[str, QuarantineEntry]],
    ) -> None:
        """Write the days in which an entry is new or other than before."""
        platform.clear_leftovers(self.folder / source)
        for day in sorted({day for day, _ in met.values()}):
            before = {entry.id: entry for entry in days.get(day, [])}
            after = before | {i: entry for i, (of_day, entry) in met.items() if of_day == day}
            if after != before:
                self._write_day(source, day, sorted(after.values(), key=order_of))
        stored = {entry.id: entry for entries in days.values() for entry in entries}
        stored |= {i: entry for i, (_, entry) in met.items()}
        self._kept(source).keep_only(inputs_of(stored.values()))

    def _write_day(self, source: str, day: str, entries: list[QuarantineEntry]) -> None:
        path = platform.check_path(self.root, self.folder / source / f"{day}.jsonl")
        content = b"".join(entry.model_dump_json().encode() + b"\n" for entry in entries)
        platform.atomic_write(path, content, durable=True, step="quarantine")
