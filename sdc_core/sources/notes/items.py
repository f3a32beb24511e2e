"""The items of a notes.json: an object with lists of tickets and to-dos, or a bare list of both."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.sources.notes.names import ROOT_MIXED, ROOT_TICKETS, ROOT_TODOS
from sdc_core.sources.notes.schema import TICKET, TODO, is_ticket
from sdc_core.sources.notes.stream import JsonStream, Value
from sdc_core.sources.reject import rejected
from sdc_core.sources.text import Encoding, folded_key

TEXT_REPAIRED = "text_repaired"
DUPLICATE_KEY = "duplicate_key"

_LISTS = ROOT_TICKETS | ROOT_TODOS | ROOT_MIXED
# Names that a ticket has no part of: where one stands, the object is the file and no ticket.
_ROOT_ONLY = frozenset({"tickets", "todoitems"})
_NUMBER = "ticketnumber"


@dataclass(frozen=True)
class Item:
    """One ticket or to-do as it stands in the file; `lost` are pairs that a repeated key hid."""

    kind: str
    ref: SourceRef
    value: dict[str, Any]
    text: str
    flags: tuple[str, ...] = ()
    lost: tuple[tuple[str, Any], ...] = ()


@dataclass
class Root:
    """What the keys of the root say of the file, known at its end.

    Attributes:
        is_ticket: One ticket without a list around it.
        is_foreign: A file of another kind.
    """

    keys: set[str] = field(default_factory=set)
    is_list: bool = False
    is_empty: bool = True

    @property
    def is_ticket(self) -> bool:  # noqa: D102
        return _NUMBER in self.keys and not self.keys & _ROOT_ONLY

    @property
    def is_foreign(self) -> bool:  # noqa: D102
        return not (self.is_list or self.is_empty or self.keys & (_LISTS | {_NUMBER}))

    def meet(self, name: str) -> None:
        """Take in one key; only known ones are kept."""
        self.is_empty = False
        self.keys |= {name} & (_LISTS | {_NUMBER})


@dataclass
class ItemReader:
    """Reads the items of one file."""

    stream: JsonStream
    file: str
    encoding: Encoding
    root: Root = field(default_factory=Root)
    _met: Counter[str] = field(default_factory=Counter)

    def items(self) -> Iterator[Item | RecordError]:
        """Items in file order, and what had to be rejected; `root` is known at the end.

        Raises:
            NotJsonError: The text is no JSON.
        """
        if self.stream.take("{[") == "[":
            self.root.is_list = True
            yield from self._elements(None)
        elif self.stream.peek() == "}":
            self.stream.take("}")
        else:
            yield from self._members()
        self.stream.end()

    def only_item(self) -> Iterator[Item | RecordError]:
        """The whole file as one ticket.

        Raises:
            NotJsonError: The text is no JSON.
        """
        value = self.stream.value()
        self.stream.end()
        yield self._item("tickets", value, SourceRef(file=self.file, path="/0"))

    def _members(self) -> Iterator[Item | RecordError]:
        has_more = True
        while has_more:
            key = self.stream.key()
            self.root.meet(folded_key(key))
            if folded_key(key) in _LISTS and self.stream.peek() == "[":
                self.stream.take("[")
                yield from self._elements(key)
            else:
                yield from self._other(key, self.stream.value())
            has_more = self.stream.take(",}") == ","

    def _elements(self, key: str | None) -> Iterator[Item | RecordError]:
        """The elements of a list; a second list under the same key is counted on."""
        prefix, name = ("", "") if key is None else (f"/{key}", folded_key(key))
        has_more = self.stream.peek() != "]" or self.stream.take("]") == ","
        while has_more:
            ref = SourceRef(file=self.file, path=f"{prefix}/{self._met[prefix]}")
            self._met[prefix] += 1
            yield self._item(name, self.stream.value(), ref)
            has_more = self.stream.take(",]") == ","

    def _other(self, key: str, value: Value) -> Iterator[RecordError]:
        """A part that is no list of items: a scalar under an unknown key loses no work."""
        is_known = folded_key(key) in _LISTS
        is_container = value.text[0] in "{["
        is_empty = value.text == "null" or (not value.problem and not value.value)
        if is_known and value.text != "null":
            yield self._reject(value, SourceRef(file=self.file, path=f"/{key}"), _NO_LIST)
        elif not is_known and is_container and not is_empty:
            yield self._reject(value, SourceRef(file=self.file, path=f"/{key}"), _UNKNOWN)

    def _item(self, name: str, value: Value, ref: SourceRef) -> Item | RecordError:
        if value.problem:
            return self._reject(value, ref, value.detail, value.problem)
        found = value.value
        if isinstance(found, str) and found.strip() and name in ROOT_TODOS:
            found = {"task": found}
        if not isinstance(found, dict):
            return self._reject(value, ref, "not an object")
        flags = (
            *((TEXT_REPAIRED,) if value.is_repaired else ()),
            *((DUPLICATE_KEY,) if value.lost else ()),
            *self.encoding.flags,
        )
        return Item(_kind(name, found), ref, found, value.text, flags, value.lost)

    def _reject(
        self, value: Value, ref: SourceRef, detail: str, reason: Reason = Reason.SCHEMA_TYPE
    ) -> RecordError:
        return rejected(reason, detail, ref, value.text.encode(self.encoding.name))


_NO_LIST = "not a list of tickets or to-dos"
_UNKNOWN = "unknown part of the file"


def _kind(name: str, item: dict[str, Any]) -> str:
    if name in ROOT_TICKETS:
        return TICKET
    if name in ROOT_TODOS:
        return TODO
    return TICKET if is_ticket(item) else TODO
