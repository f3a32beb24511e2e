"""One look at the inputs of a source: what was read, what was rejected, what could not be read."""

import traceback
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sdc_core.errors import InputUnreadableError, SourceError, WrongInputError
from sdc_core.input_folders import folder_of
from sdc_core.inputs import hash_input
from sdc_core.intake.blank import is_blank
from sdc_core.intake.drift import API, NewForms, carried, new_forms
from sdc_core.intake.report import RejectedShare
from sdc_core.intake.ties import Ties
from sdc_core.models import SourceRef
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Pull, Source

NOT_OPENED = ""
_SHA256_DIGITS = 64

Units = list[Record | RecordError]
State = tuple[str, str]


@dataclass
class Look:
    """What one look found.

    Attributes:
        files: Every input file in reading order, with its digest.
        states: Of each of them its kept name and the digest of all that shapes what it says; no
            digest where it could not be opened, so that it counts as changed when it can.
        records: The standing state of each record by key.
        other_states: States of the same records that other files hold.
        errors: Rejected units.
        failed: Why a file could not be read as a whole, by name.
        unread: Files that could not be opened or are of another kind.
        blank: Files that are empty, see `blank`.
        doubtful: Files whose silence about a record says nothing.
        accepted: Places that gave records, for units that were rejected there before.
        retried: Ids of quarantined units that were read again without their file.
        from_copies: Files that are gone and were read from the copy in the quarantine.
        rejected_in: Of each file with rejected units how many it has, and how many of all.
        new_forms: Of each input what its source does not know, and on how many records.
        read: Names of the files that were read this time; two folders may hold one name.
        stated: Ties of the files that were looked at, by place.
        waiting: What was read and not yet taken in, by place of its file.
    """

    files: list[InputFile] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    other_states: list[Record] = field(default_factory=list)
    errors: list[RecordError] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    accepted: set[tuple[str | None, str | None]] = field(default_factory=set)
    retried: set[str] = field(default_factory=set)
    from_copies: set[str] = field(default_factory=set)
    rejected_in: list[RejectedShare] = field(default_factory=list)
    new_forms: NewForms = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    stated: dict[int, set[int]] = field(default_factory=dict)
    waiting: dict[int, Units] = field(default_factory=dict)

    @cached_property
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
            # Of two files of one name both must have been read.
            return ref.file in self.read and ref.file not in self.blank | self.unread
        return (ref.path, ref.id) in self.accepted


def start_look(found: Iterable[InputFile], source: Source) -> Look:
    """Hash all files; one that cannot be opened is a failure of its own."""
    look = Look()
    for place, file in enumerate(found):
        name = source.kept_name(file.name)
        try:
            hashed = hash_input(file)
            look.files.append(hashed)
            look.states.append((name, hashed.sha256 + source.beside(hashed)))
        except SourceError as error:
            look.files.append(file)
            look.states.append((name, NOT_OPENED))
            note_failure(look, place, error)
    return look


def has_beside(state: State) -> bool:
    """Whether something lay beside the file that shaped what was read."""
    return len(state[1]) > _SHA256_DIGITS


def read_files(
    look: Look, places: Iterable[int], source: Source, settings: Settings, ties: Ties
) -> None:
    """Read the files at these places; one that fails stops no other."""
    for place in places:
        file = look.files[place]
        look.stated[place] = set(ties.of_file(file.name))
        if look.states[place][1] == NOT_OPENED:
            continue
        try:
            units = list(source.read(file, settings))
        except SourceError as error:
            note_failure(look, place, error)
        except Exception as error:  # noqa: BLE001 - one file must not stop all others
            note_failure(look, place, fault_of(file, error))
        else:
            look.read[file.name] += 1
            look.waiting[place] = units
            records = (unit for unit in units if isinstance(unit, Record))
            look.stated[place] |= ties.of_records(records)


def fault_of(file: InputFile, error: Exception) -> SourceError:
    """What a reader should never raise; its text may quote private lines, its place does not."""
    if isinstance(error, OSError):
        return InputUnreadableError(f"{file.name}: cannot be read ({error.strerror})")
    at = traceback.extract_tb(error.__traceback__)[-1]
    return WrongInputError(
        f"{file.name}: the reader failed ({type(error).__name__} in {Path(at.filename).name}"
        f"[{at.lineno}]), which is a fault of the program: its records stay as they were; report it"
    )


def take_files(look: Look, source: Source, settings: Settings) -> None:
    """Take in what was read, in the order of the files: of equal statements the later stands."""
    for place in sorted(look.waiting):
        file = look.files[place]
        units = look.waiting.pop(place)
        add_context(units, file, source, settings)
        _take_units(look, source, file, units)


def take_pull(look: Look, source: Source, pull: Pull | None) -> None:
    """What an API gave, after the files: it is the newer statement."""
    if pull is not None:
        take_records(look, source, pull.records)
        look.new_forms[API] = new_forms(source, pull.records)
        look.errors += pull.errors
        rejected = {(error.ref.path, error.ref.id) for error in pull.errors}
        look.accepted |= {(r.ref.path, r.ref.id) for r in pull.records} - rejected


def carry_over(look: Look, cursor: Mapping[str, Any]) -> None:
    """What was said before of files that are still there and were not read this time."""
    told = {place for place, file in enumerate(look.files) if file.name in look.failed}
    told |= look.stated.keys()
    named = [(file.name, state[0]) for file, state in zip(look.files, look.states, strict=True)]
    places = {name: place for place, names in enumerate(named) for name in names}
    silent = {name for name, place in places.items() if place not in told}
    before = ((name, why) for name, why in cursor.get("failed", {}).items() if name in silent)
    failed = {look.files[places[name]].name: why for name, why in before}
    shares = [RejectedShare(**share) for share in cursor.get("rejected_in", [])]
    # An API says what changed: its old rows are still as they were.
    look.new_forms = carried(look.new_forms, cursor.get("new_forms", {}), {*silent, API})
    look.failed = dict(sorted({**failed, **look.failed}.items(), key=lambda one: places[one[0]]))
    look.rejected_in = sorted(
        (*look.rejected_in, *(share for share in shares if share.file in silent)),
        key=lambda share: places[share.file],
    )


def note_failure(look: Look, place: int, error: SourceError) -> None:
    """Note that the file at this place could not be read."""
    name = look.files[place].name
    look.failed[name] = str(error)
    look.unread.add(name)
    look.doubtful.add(name)
    # A wrong file stays wrong until its bytes change; a held one may be free the next time.
    if isinstance(error, InputUnreadableError):
        look.states[place] = (look.states[place][0], NOT_OPENED)


def add_context(
    units: Iterable[Record | RecordError], file: InputFile, source: Source, settings: Settings
) -> None:
    """Tell the rejected units of a file where it lies and how to be read from a copy of it."""
    # Where a screen took the text away, no copy of the file may bring it back.
    shown = [unit for unit in units if isinstance(unit, RecordError) and unit.raw]
    if not shown:
        return
    context, folder = source.context_of(file, settings), folder_of(file, settings)
    for error in shown:
        error.input_sha256, error.input_folder = file.sha256, folder
        error.context = {**error.context, **context}


def _take_units(look: Look, source: Source, file: InputFile, units: Units) -> None:
    records = [unit for unit in units if isinstance(unit, Record)]
    take_records(look, source, records)
    look.new_forms[source.kept_name(file.name)] = new_forms(source, records)
    errors = [unit for unit in units if isinstance(unit, RecordError)]
    take_rejects(look, source, file, errors, len(units))


def take_rejects(
    look: Look, source: Source, file: InputFile, errors: list[RecordError], units: int
) -> None:
    """Take in what was rejected of a file that was read, of so many units."""
    # The name that the errors give: a screen may have hidden that of the file.
    name = (errors[0].ref.file if errors else None) or file.name
    if not units and is_blank(file):
        look.blank |= {file.name, source.kept_name(file.name)}
        look.doubtful |= look.blank
    look.errors += errors
    if errors:
        look.doubtful |= {file.name, name}
        reasons = Counter(error.reason.value for error in errors)
        kept = source.kept_name(file.name)  # it is shown where nothing is ever removed again
        look.rejected_in.append(RejectedShare(kept, units, dict(sorted(reasons.items()))))
    if errors and errors[0].raw and len(errors) == units:
        detail = _why_none(errors, file.name)
        look.failed[file.name] = (
            f"{name}: nothing in it could be read ({detail}); mend it or export it again, "
            "then run again; its bytes are kept in quarantine"
        )


def _why_none(errors: list[RecordError], name: str) -> str:
    """What is wrong with a file; of its units the reasons only: a detail may quote private text."""
    first = errors[0]
    if first.ref == SourceRef(file=name):
        return first.detail.removeprefix(f"{name}: ")
    reasons = Counter(error.reason.value for error in errors)
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    return f"{listed}; `sdc quarantine inspect` shows why"


def take_records(look: Look, source: Source, records: Iterable[Record]) -> None:
    """Take in records in the order of their files."""
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
