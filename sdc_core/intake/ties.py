"""What ties the records and files of a source together, as numbers.

A record is tied to others by its key, its file, the Sessions that it is or was part of, and what
`Source.ties` says. Ties are kept as 64-bit digests of texts: two texts with one number would only
tie more together than must be.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from sdc_core.records import Record
from sdc_core.sources.base import Source

_BYTES = 8


class Ties:
    """The ties of one source; a text that many records share is hashed once."""

    def __init__(self, source: Source) -> None:
        self._of = source.ties
        self._kept_name = source.kept_name
        self._known: dict[str, int] = {}

    @property
    def is_one_block(self) -> bool:
        """Whether any record of the source may meet any other."""
        return self._of is None

    def of_key(self, key: str) -> int:
        """The tie that a record has in every state."""
        return _number(f"key:{key}")

    def of_file(self, name: str) -> tuple[int, int]:
        """The ties of a file and of all that was read from it, under either name."""
        return self._once(f"file:{name}"), self._once(f"file:{self._kept_name(name)}")

    def of_record(self, record: Record) -> Iterator[int]:
        """All ties of a record; none for a source that is one block."""
        if self._of is None:
            return
        yield self.of_key(record.key)
        if record.ref.file is not None:
            yield from self.of_file(record.ref.file)
        for session_id in (record.session_id, *record.superseded_ids):
            if session_id is not None:
                yield self._once(f"session:{session_id}")
        for text in self._of(record):
            yield self._once(f"tie:{text}")

    def of_records(self, records: Iterable[Record]) -> set[int]:
        """All ties of some records."""
        return {tie for record in records for tie in self.of_record(record)}

    def _once(self, text: str) -> int:
        number = self._known.get(text)
        if number is None:
            number = self._known[text] = _number(text)
        return number


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "little")
