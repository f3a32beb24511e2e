"""One notes.json to records, in a memory that does not grow with the file.

The file is read to its end before the first record is given: only then is it known to be JSON, to
be a notes.json, and which items are equal (decision 0021).
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, TypeVar

from sdc_core.errors import InputUnreadableError, WrongInputError
from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.notes.identity import identity
from sdc_core.sources.notes.items import DUPLICATE_KEY, Item, ItemReader, Root
from sdc_core.sources.notes.numbering import Keyed, Unit, numbered, prefixes
from sdc_core.sources.notes.schema import TICKET, key_fields, ticket_fields, todo_fields
from sdc_core.sources.notes.stream import JsonStream, NotJsonError
from sdc_core.sources.notes.times import DayReader, day_reader
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import RAW_LIMIT_BYTES, rejected
from sdc_core.sources.text import encoding_of, text_pieces, unreadable

# Up to this size the file and its records are held, so that it is read and parsed once.
HELD_BYTES = 8 * 1024 * 1024
# As much as a file is recognised by.
_HEAD_BYTES = 16 * 1024


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """One record per ticket and standalone to-do, and what had to be rejected, in file order.

    Raises:
        WrongInputError: A file of another kind.
        InputUnreadableError: The file cannot be opened, or changed while it was read.
    """
    with _opened(file) as stream:
        try:
            yield from _FileReader(file, stream, day_reader(settings)).units()
        except UnicodeDecodeError as error:
            yield _whole(file, stream, Reason.DECODE, str(error))
        except NotJsonError as error:
            yield _whole(file, stream, Reason.SYNTAX, str(error))


_T = TypeVar("_T")
_Pass = Callable[[], Iterable[_T]]


class _FileReader:
    """The readings of one file."""

    def __init__(self, file: InputFile, stream: BinaryIO, days: DayReader) -> None:
        self._file, self._stream, self._days = file, stream, days
        self._encoding = encoding_of(stream)

    def units(self) -> Iterator[Unit]:
        """What is in the file.

        Raises:
            WrongInputError: A file of another kind.
            NotJsonError: No JSON; nothing was given before.
        """
        first = self._text().peek()
        if first and first not in "{[":
            raise self._wrong()
        yield from self._items() if first else ()

    def _items(self) -> Iterator[Unit]:
        root = Root()
        units, keyed = self._passes(root)
        seen = prefixes(keyed())
        if root.is_foreign:
            raise self._wrong()
        if root.is_ticket:
            yield from self._records(self._reader(root).only_item())
        else:
            yield from numbered(units(), keyed, seen)

    def _passes(self, root: Root) -> tuple[_Pass[Unit], _Pass[Keyed]]:
        """The units, and the keys alone, from the beginning; held where the file is."""
        if not isinstance(self._stream, BytesIO):
            items = self._reader
            return (
                lambda: self._records(items(root).items()),
                lambda: self._keyed(items(root).items()),
            )
        held = list(self._records(self._reader(root).items()))
        keyed = [(unit.key, unit.raw) for unit in held if isinstance(unit, Record)]
        return lambda: held, lambda: keyed

    def _keyed(self, units: Iterable[Item | RecordError]) -> Iterator[Keyed]:
        for item in units:
            if not isinstance(item, Item):
                continue
            fields = key_fields(item.kind, item.value, self._days)
            if fields["parts"] or (item.kind == TICKET and fields["number"]):
                yield identity(item.kind, fields), item.value

    def _reader(self, root: Root) -> ItemReader:
        return ItemReader(self._text(), self._file.name, self._encoding, root)

    def _text(self) -> JsonStream:
        return JsonStream(text_pieces(self._stream, self._encoding))

    def _records(self, units: Iterable[Item | RecordError]) -> Iterator[Unit]:
        for unit in units:
            yield self._record(unit) if isinstance(unit, Item) else unit

    def _record(self, item: Item) -> Unit:
        fields = (ticket_fields if item.kind == TICKET else todo_fields)(item.value, self._days)
        if not fields["parts"]:
            raw = item.text.encode(self._encoding.name)
            return rejected(Reason.SCHEMA_MISSING, _NOTHING, item.ref, raw)
        if item.lost:
            fields["extra"] = {**fields["extra"], DUPLICATE_KEY: list(map(list, item.lost))}
        key = identity(item.kind, fields)
        stated = {**fields, "flags": sorted({*fields["flags"], *item.flags}), "identity": key}
        return Record(key=key, kind=item.kind, raw=item.value, fields=stated, ref=item.ref)

    def _wrong(self) -> WrongInputError:
        self._stream.seek(0)
        head = self._stream.read(_HEAD_BYTES).decode(self._encoding.name, "replace")
        return WrongInputError(
            f"{self._file.name}: it looks like {looks_like(head)}; needed is a notes.json: an "
            "object with 'tickets' and 'toDoItems', or a list of such items"
        )


_NOTHING = "no number, subject or text in it"


@contextmanager
def _opened(file: InputFile) -> Iterator[BinaryIO]:
    """The bytes of a file: held where it is small, else read again at every pass.

    Raises:
        InputUnreadableError: It cannot be read, or changed meanwhile.
    """
    try:
        with file.path.open("rb") as stream:
            content = stream.read(HELD_BYTES + 1)
            before = _state(stream)
            yield stream if len(content) > HELD_BYTES else BytesIO(content)
            if before != _state(stream):
                raise InputUnreadableError(
                    f"{file.name}: it changed while it was read; it is read again at the next run"
                )
    except OSError as error:
        raise unreadable(file, error) from error


def _state(stream: BinaryIO) -> tuple[int, int]:
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns


def _whole(file: InputFile, stream: BinaryIO, reason: Reason, detail: str) -> RecordError:
    """The file as one rejected unit, with as much of its bytes as quarantine holds."""
    stream.seek(0)
    return rejected(reason, detail, SourceRef(file=file.name), stream.read(RAW_LIMIT_BYTES + 1))
