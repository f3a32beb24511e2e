"""What ties the records and files of a source together, as numbers.

A record is tied to others by its key, its file, the Sessions that it is or was part of, and what
`Source.ties` says. Ties are kept as 64-bit digests of texts: two texts with one number would only
tie more together than must be.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from sdc_core.records import Record
from sdc_core.sources.base import Source

_BYTES = 8


class Ties:
    """The ties of one source; a text that many records share is hashed once."""

    def __init__(self, source: Source) -> None:
        self._of = source.ties
        self._files = _FileNumbers(source.kept_name)
        self._sessions = _Numbers("session")
        self._names = _Numbers("tie")

    @property
    def is_one_block(self) -> bool:
        """Whether any record of the source may meet any other."""
        return self._of is None

    def of_key(self, key: str) -> int:
        """The tie that a record has in every state."""
        return _number(f"key:{key}")

    def of_file(self, name: str) -> tuple[int, int]:
        """The ties of a file and of all that was read from it, under either name."""
        return self._files[name]

    def of_record(self, record: Record) -> Iterator[int]:
        """All ties of a record; none for a source that is one block."""
        if self._of is None:
            return
        yield self.of_key(record.key)
        if record.ref.file is not None:
            yield from self._files[record.ref.file]
        if record.session_id is not None:
            yield self._sessions[record.session_id]
        yield from map(self._sessions.__getitem__, record.superseded_ids)
        yield from map(self._names.__getitem__, self._of(record))

    def of_records(self, records: Iterable[Record]) -> set[int]:
        """All ties of some records."""
        return {tie for record in records for tie in self.of_record(record)}


class _Numbers(dict[str, int]):
    """Texts of one kind to their numbers."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, text: str) -> int:
        number = self[text] = _number(f"{self._kind}:{text}")
        return number


class _FileNumbers(dict[str, tuple[int, int]]):
    """Names of files to the numbers of the name and of the kept name."""

    def __init__(self, kept_name: Callable[[str], str]) -> None:
        super().__init__()
        self._kept_name = kept_name

    def __missing__(self, name: str) -> tuple[int, int]:
        numbers = self[name] = _number(f"file:{name}"), _number(f"file:{self._kept_name(name)}")
        return numbers


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "little")
