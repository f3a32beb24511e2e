"""What a source is: data (name, files, freshness) and three pure functions.

`read` turns one input into records, `group` puts all accepted records into Sessions, `build` makes
the Session of one group. Order of inputs never matters to the result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sdc_core.models import Session
from sdc_core.records import Record, RecordError, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, no_evidence
from sdc_core.store.ledger import Decision
from sdc_core.store.quarantine import Quarantine

TECHNICIANS = "technicians"


@dataclass(frozen=True)
class InputFile:
    """One input file: where it is, how it is named in `source_ref`, and its bytes' digest.

    `name` is the path below its input folder with forward slashes: stable across machines.
    `context` is what `Source.context_of` said of the file; None while it lies at its place.
    """

    path: Path
    name: str
    sha256: str = ""
    context: Mapping[str, Any] | None = field(default=None, compare=False)


class Reader(Protocol):
    """Reads one file.

    Yields records and rejected units in file order; raises `WrongInputError` for a file of another
    kind and `InputUnreadableError` for one that cannot be opened. Any other trouble inside the
    file is a `RecordError`.
    """

    def __call__(self, file: InputFile, settings: Settings) -> Iterator[Record | RecordError]: ...  # noqa: D102


@dataclass(frozen=True)
class Pull:
    """What an API source fetched: records, rejected units, and the cursor to store last."""

    records: list[Record]
    errors: list[RecordError]
    cursor: Mapping[str, Any]
    notes: Sequence[str] = ()


class Puller(Protocol):
    """Fetches from an API since the stored cursor.

    Raises:
        ApiError: Nothing may be stored and the cursor stays.
    """

    def __call__(self, settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull: ...  # noqa: D102


class Screen(Protocol):
    """Takes the text out of records that may not be kept; made once per intake.

    Attributes:
        digest: Of everything that it decides by: another digest makes an intake read all again.
    """

    digest: str

    def read(
        self, file: InputFile, units: Iterable[Record | RecordError]
    ) -> list[Record | RecordError]:
        """What was just read from one file, in its order, before anything else sees it."""
        ...

    def stored(self, record: Record) -> Record:
        """A stored record with its revisions, before new ones are merged into it."""
        ...

    def forget(self, quarantine: Quarantine, records: Iterable[Record]) -> None:
        """Drop what the quarantine still holds of records that lost their text."""
        ...


class Rereader(Protocol):
    """Reads a rejected unit of an API again, from its own bytes and its `context`.

    Yields what the pull would have given for it, at the same place.
    """

    def __call__(self, unit: RecordError, settings: Settings) -> Iterator[Record | RecordError]: ...  # noqa: D102


class Remaker(Protocol):
    """Makes the fields of a stored state of a record as its reader would make them now.

    From its `raw`, the settings, and what its old `fields` say of the file that it stood in; None
    where the result could be another one than from the file, or where the key would move.
    """

    def __call__(self, record: Record, settings: Settings) -> dict[str, Any] | None: ...  # noqa: D102


@dataclass(frozen=True)
class Joints:
    """The names under which `settle` may join a record with others.

    Two records are joined, or hinder each other's joining, only where one asks for a name that the
    other offers. Only a stored record offers. When a record was seen does not count.
    """

    asked: Sequence[str] = ()
    offered: Sequence[str] = ()


def newest_wins(old: Record, new: Record) -> Record:
    """The default when one key is met twice: the later read one stands."""
    del old
    return new


@dataclass(frozen=True)
class Source:
    """One source of work.

    Attributes:
        name: Short name: folder, asset key and command line, for example `screenconnect`.
        system: `source_system` of its Sessions, for example `ScreenConnect`.
        folder_setting: Key of `project_paths` that lists its input folders.
        patterns: Glob patterns of its files, matched without regard to case.
        read: The reader of one file.
        group: All accepted records (any order) to the groups that are Sessions; records in no
            group stay in the store as evidence.
        build: The Session of one group, from its records in the order of `keys`.
        prefer: Which of two records of one key stands: (stored or earlier, newly read).
        settle: Runs over all records after the merge, before grouping, for rules that need more
            than one record (an edit that changed a key, one row known twice). Pure.
        ties: Names that a record has in common with others, for a source of which parts never meet:
            records without a common name, directly or through others, never meet in `prefer`,
            `settle` or `group`. A changed file then costs the records that it is tied to, not all.
        joints: For a source without ties whose keys rest on no setting and each record of which is
            a Session of its own, so that `prefer`, `group` and `remarks` look at one record at a
            time: what `settle` joins. Then it alone says which item continues which, and inputs
            that are too large to be held are taken in range of keys by range of keys.
        has_unlike_rows: No two records have an equal `raw`, and `settle` joins no edits: a row met
            again under another key (a zone was corrected) replaces its earlier reading.
        beside: Digest of what lies beside an input file and shapes what `read` gives for it, such
            as the description of a group of chats; empty where there is nothing.
        files_beside: The files that `beside` looks at, for a folder with inputs: a sensor sees by
            their times that one changed.
        context_of: What `read` learns of a file from its place and from what lies beside it (JSON
            values); kept with its rejected units, so that a copy is read as the file was.
        screen: For a source whose inputs may be private: settings and all decisions to a `Screen`.
        kept_name: How the cursor, and whatever else an intake remembers, names an input.
        pull: For an API source; used when `is_api` says that one is configured.
        is_api: Whether the settings configure the API.
        reread: For an API source: a rejected unit read again after the reader was mended.
        keep_of: What of an input's bytes the quarantine may keep for a replay: all, all but its
            secrets, or nothing (None).
        remake: What a stored record says to the reader of now, where its input is gone.
        parser_version: Raised when `read` gives other records for equal bytes.
        fresh_within: How old the newest look at its files may be before the source counts as stale.
        settings_used: The settings that shape its records and Sessions, for staleness; those of
            every source are added by `all_settings_used`.
        reads_subfolders: Whether files below the subfolders of its folders are its inputs.
        cautions: What a person must be told at every look, such as a stand-in for the API.
        new_forms: Fields, values and types in the records of one input that the source does not
            know, each as a short phrase without any content, and on how many records.
        remarks: What a person should know of the records of a look that changed something, such as
            times that look as if they were read in the wrong zone. Pure, any order.
        evidence_of: What a Session of it says of its customer beyond the names in `context`.
        is_linked_at_once: Tickets carry the customer's id and need no linker.
        is_proposal_only: Chats are linked on hard evidence or by a person only.
    """

    name: str
    system: str
    folder_setting: str
    patterns: tuple[str, ...]
    read: Reader
    group: Callable[[Iterable[Record], Settings], Iterator[SessionGroup]]
    build: Callable[[SessionGroup, Sequence[Record], Settings], Session]
    prefer: Callable[[Record, Record], Record] = newest_wins
    settle: Callable[[list[Record], Settings], list[Record]] = field(
        default=lambda records, _settings: records
    )
    ties: Callable[[Record], Iterable[str]] | None = None
    joints: Callable[[Record], Joints] | None = None
    has_unlike_rows: bool = False
    beside: Callable[[InputFile], str] = field(default=lambda _file: "")
    files_beside: Callable[[Path], Iterable[Path]] = field(default=lambda _folder: ())
    context_of: Callable[[InputFile, Settings], dict[str, Any]] = field(
        default=lambda _file, _settings: {}
    )
    screen: Callable[[Settings, Sequence[Decision]], Screen] | None = None
    kept_name: Callable[[str], str] = field(default=lambda name: name)
    pull: Puller | None = None
    is_api: Callable[[Settings], bool] = field(default=lambda _settings: False)
    reread: Rereader | None = None
    keep_of: Callable[[bytes], bytes | None] = field(default=lambda content: content)
    remake: Remaker | None = None
    parser_version: str = "1"
    fresh_within: timedelta = timedelta(hours=24)
    settings_used: Callable[[Settings], dict[str, Any]] = field(default=lambda _settings: {})
    reads_subfolders: Callable[[Settings], bool] = field(default=lambda _settings: True)
    cautions: Callable[[Settings], Sequence[str]] = field(default=lambda _settings: ())
    new_forms: Callable[[Iterable[Record]], Mapping[str, int]] = field(default=lambda _records: {})
    remarks: Callable[[Sequence[Record], Settings], Sequence[str]] = field(
        default=lambda _records, _settings: ()
    )
    evidence_of: Callable[[Session, Settings], SessionEvidence] = no_evidence
    is_linked_at_once: bool = False
    is_proposal_only: bool = False


def all_settings_used(source: Source, settings: Settings) -> dict[str, Any]:
    """The settings that shape records and Sessions of a source: its own, and the technicians."""
    people = [person.model_dump(mode="json") for person in settings.technicians]
    return {**source.settings_used(settings), TECHNICIANS: people}
