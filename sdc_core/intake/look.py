"""One look at all inputs of a source: what was read, what was rejected, what could not be read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sdc_core.errors import InputUnreadableError, SourceError
from sdc_core.inputs import hash_input
from sdc_core.intake.report import RejectedShare
from sdc_core.models import SourceRef
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Pull, Source


@dataclass
class Look:
    """What one look found.

    Attributes:
        files: Every input file in reading order, with its digest.
        records: The standing state of each record by key.
        other_states: States of the same records that other files hold.
        errors: Rejected units.
        failed: Why a file could not be read as a whole, by name.
        unread: Files that could not be opened or are of another kind.
        doubtful: Files whose silence about a record says nothing.
        accepted: Places that gave records, for units that were rejected there before.
        retried: Ids of quarantined units that were read again without their file.
        from_copies: Files that are gone and were read from the copy in the quarantine.
        rejected_in: Of each file with rejected units how many it has, and how many of all.
        is_complete: Whether every file could be opened; if not, the next look reads all again.
    """

    files: list[InputFile] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    other_states: list[Record] = field(default_factory=list)
    errors: list[RecordError] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    accepted: set[tuple[str | None, str | None]] = field(default_factory=set)
    retried: set[str] = field(default_factory=set)
    from_copies: set[str] = field(default_factory=set)
    rejected_in: list[RejectedShare] = field(default_factory=list)
    is_complete: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Names of the files that are there, also of those that could not be read."""
        return frozenset(file.name for file in self.files)

    def knows(self, name: str | None) -> bool:
        """Whether the file, or the last copy of it, was read to its end without a doubt."""
        is_read = name in self.from_copies or name in self.names
        return is_read and name not in self.doubtful

    def was_read(self, ref: SourceRef) -> bool:
        """Whether the place was looked at and, if it was an API's, gave a record."""
        if ref.file is not None:
            return ref.file in self.names and ref.file not in self.unread
        return (ref.path, ref.id) in self.accepted


def start_look(found: Iterable[InputFile]) -> Look:
    """Hash all files; one that cannot be opened is a failure of its own."""
    look = Look()
    for file in found:
        try:
            look.files.append(hash_input(file))
        except SourceError as error:
            look.files.append(file)
            _fail(look, file, error)
    return look


def read_files(look: Look, source: Source, settings: Settings) -> None:
    """Read every file in its order; a file that fails stops no other."""
    for file in look.files:
        if file.name in look.unread:
            continue
        try:
            units = list(source.read(file, settings))
        except SourceError as error:
            _fail(look, file, error)
        else:
            _take_units(look, source, file, units)


def take_pull(look: Look, source: Source, pull: Pull | None) -> None:
    """What an API gave, after the files: it is the newer statement."""
    if pull is not None:
        _add(look, source, pull.records)
        look.errors += pull.errors
        rejected = {(error.ref.path, error.ref.id) for error in pull.errors}
        look.accepted |= {(r.ref.path, r.ref.id) for r in pull.records} - rejected


def _fail(look: Look, file: InputFile, error: SourceError) -> None:
    look.failed[file.name] = str(error)
    look.unread.add(file.name)
    look.doubtful.add(file.name)
    # A wrong file stays wrong until its bytes change; a held one may be free the next time.
    if isinstance(error, InputUnreadableError):
        look.is_complete = False


def _take_units(
    look: Look, source: Source, file: InputFile, units: Sequence[Record | RecordError]
) -> None:
    errors = [unit for unit in units if isinstance(unit, RecordError)]
    for error in errors:
        # Where a screen took the text away, no copy of the file may bring it back.
        error.input_sha256 = file.sha256 if error.raw else None
    _add(look, source, (unit for unit in units if isinstance(unit, Record)))
    look.errors += errors
    if errors:
        name = errors[0].ref.file or file.name  # a screen may have put another in its place
        look.doubtful |= {file.name, name}
        reasons = Counter(error.reason.value for error in errors)
        look.rejected_in.append(RejectedShare(name, len(units), dict(sorted(reasons.items()))))
    if errors and errors[0].raw and len(errors) == len(units):
        detail = errors[0].detail.removeprefix(f"{file.name}: ")
        look.failed[file.name] = (
            f"{file.name}: nothing in it could be read ({detail}); mend it or export it again, "
            "then run again; its bytes are kept in quarantine"
        )


def _add(look: Look, source: Source, records: Iterable[Record]) -> None:
    for record in records:
        earlier = look.records.get(record.key)
        if earlier is None:
            look.records[record.key] = record
        elif earlier.content_digest() == record.content_digest():
            # Equal copies say the same: which of them is named must not hang on a file's time.
            look.records[record.key] = min(earlier, record, key=_place)
        else:
            standing = source.prefer(earlier, record)
            look.records[record.key] = standing
            look.other_states.append(earlier if standing is record else record)


def _place(record: Record) -> tuple[str, int, str]:
    ref = record.ref
    return (ref.file or "", ref.line or ref.row or 0, ref.path or "")
