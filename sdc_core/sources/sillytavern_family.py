"""Which chats are one family: a main chat with its branches, checkpoints, groups and backups.

Two files are of one family if they share any name: `chat_id_hash`, `integrity` (copied with the
header, so it names the family and not the file), a parent named in `main_chat`, or the first user
message, which every copy of a chat begins with.
"""

from collections.abc import Iterable

from sdc_core.records import Record


class Families:
    """The families of a set of records; a pure function of their evidence, in any order."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._parents: dict[str, str] = {}
        for names in {names for record in records for names in _all_names(record)}:
            self._parents.setdefault(names[0], names[0])
            for name in names[1:]:
                self._join(names[0], name)
        self._roots = {name: self._root(name) for name in list(self._parents)}

    def of(self, record: Record) -> str:
        """The family of a record: the smallest of all the names that its family goes by."""
        return self._roots[record.fields["chat"]["family"][0]]

    def _root(self, name: str) -> str:
        parents = self._parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = parents.get(parent, parent)
            name = parent
        return name

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first


def _all_names(record: Record) -> list[tuple[str, ...]]:
    """Evidence of a record and of its earlier states, which tie it to where it came from."""
    own = tuple(record.fields["chat"]["family"])
    past = [(own[0], *revision.fields["chat"]["family"]) for revision in record.revisions]
    return [own, *past]
