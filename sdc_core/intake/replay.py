"""Rejected units read again after their reader was mended.

Where the file is still there, the intake reads it again; where it is gone, the copy that the
quarantine kept is read through the same reader under the same name, so that each unit has the
neighbours and the header that it had. A unit of an API is read from its own bytes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sdc_core.errors import SourceError
from sdc_core.ids import digest_bytes
from sdc_core.intake.look import Look
from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.store.kept import LARGEST_COPY_BYTES
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.quarantine_entry import QuarantineEntry

Units = list[Record | RecordError]


def due_entries(
    waiting: Sequence[QuarantineEntry], source: Source, wanted: Collection[str]
) -> list[QuarantineEntry]:
    """The open units that a person wants read again, or that an older reader rejected.

    With each one come all of its file: they are read together. What is out of the range of months
    was read well and waits for its month.
    """
    rejected = [entry for entry in waiting if entry.reason is not Reason.OUT_OF_RANGE]
    due = {
        _input(entry)
        for entry in rejected
        if entry.id in wanted or entry.parser_version != source.parser_version
    }
    return [entry for entry in rejected if _input(entry) in due]


@dataclass(frozen=True)
class Replay:
    """Reads again what a source rejected and what its inputs do not hold any more."""

    source: Source
    settings: Settings
    quarantine: Quarantine

    def take(
        self, look: Look, due: Iterable[QuarantineEntry], stored: Mapping[str, Record]
    ) -> list[str]:
        """Add to the look what units say now whose file is gone, or that an API sent.

        What the inputs say that are there, and what was accepted from elsewhere, stands.

        Returns:
            What could not be read again, and what to do about it.
        """
        notes: list[str] = []
        gone = (entry for entry in due if entry.source_ref.file not in look.names)
        for (name, _, _), entries in groupby(sorted(gone, key=_input), key=_input):
            together = list(entries)
            for unit in self._read(together, notes):
                if isinstance(unit, RecordError):
                    look.errors.append(unit)
                elif unit.key not in stored or stored[unit.key].ref.file == (name or None):
                    look.records.setdefault(unit.key, unit)
                    # The name that the unit gives: a screen may have hidden that of the file.
                    look.from_copies |= {unit.ref.file} if unit.ref.file else set()
            look.retried.update(entry.id for entry in together)
        return notes

    def _read(self, entries: list[QuarantineEntry], notes: list[str]) -> Units:
        """What the units of one input are now; where they cannot be read, they stay rejected."""
        first = entries[0]
        if first.source_ref.file is None:
            return self._reread(first)
        content = self.quarantine.kept_input(first)
        try:
            if content is not None:
                return self._read_copy(first, first.source_ref.file, content)
            why = "no copy of it was kept"
        except SourceError as error:
            why = f"its kept copy is refused ({error})"
        notes.append(
            f"{self.source.name}: {first.source_ref.file} is gone and {why}: put it back to read "
            f"its rejected units again ({len(entries)})"
        )
        return [_error_of(entry) for entry in entries]

    def _reread(self, entry: QuarantineEntry) -> Units:
        unit = _error_of(entry)
        reread = self.source.reread
        return list(reread(unit, self.settings)) if reread else [unit]

    def _read_copy(self, entry: QuarantineEntry, name: str, content: bytes) -> Units:
        """All units of a file that is gone, as at the place where it was."""
        digest = entry.input_sha256 or digest_bytes(content)
        with TemporaryDirectory(prefix="sdc-") as folder:
            # A name that no input has: a reader can tell the copy from the file at its place. Deep
            # inside: what lies beside the temporary folder is nothing of this file's.
            path = Path(folder) / "a" / "b" / f"{digest}{PurePosixPath(name).suffix}"
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
            file = InputFile(path=path, name=name, sha256=digest, context=entry.context)
            units = list(self.source.read(file, self.settings))
        for unit in units:
            if isinstance(unit, RecordError) and unit.raw:  # else a screen withholds it
                unit.input_sha256, unit.input_folder = digest, entry.input_folder
                unit.context = {**unit.context, **entry.context}
        return units


def first_rejected(waiting: Sequence[QuarantineEntry]) -> dict[str, datetime]:
    """When the open unit at each place was first seen.

    What was out of the range of months is stored, and has its time.
    """
    rejected = [entry for entry in waiting if entry.reason is not Reason.OUT_OF_RANGE]
    return {_place(entry.source_ref): entry.first_seen_utc for entry in reversed(rejected)}


def date_back(
    records: Iterable[Record], stored: Mapping[str, Record], seen: Mapping[str, datetime]
) -> None:
    """A record that was rejected before was first seen when the unit at its place was."""
    for record in records:
        if seen and record.key not in stored and _place(record.ref) in seen:
            record.first_seen_utc = seen[_place(record.ref)]


def content_to_keep(look: Look, source: Source, digest: str) -> bytes | None:
    """What the quarantine keeps of the file with this digest, if it still has it."""
    file = next((file for file in look.files if file.sha256 == digest), None)
    try:
        if file is None or file.path.stat().st_size > LARGEST_COPY_BYTES:
            return None
        content = file.path.read_bytes()
    except OSError:
        return None  # it goes away at this moment; the units themselves are kept
    return source.keep_of(content) if digest_bytes(content) == digest else None


def _input(entry: QuarantineEntry) -> tuple[str, str, str]:
    """What is read at once: a file in one state; of an API each unit by itself."""
    name = entry.source_ref.file
    return (name or "", entry.input_sha256 or "", "" if name else entry.id)


def _error_of(entry: QuarantineEntry) -> RecordError:
    return RecordError(
        reason=entry.reason,
        detail=entry.detail,
        ref=entry.source_ref,
        raw=entry.raw,
        raw_truncated=entry.raw_truncated,
        context=entry.context,
        input_sha256=entry.input_sha256,
        input_folder=entry.input_folder,
    )


def _place(ref: SourceRef) -> str:
    return ref.model_dump_json()
