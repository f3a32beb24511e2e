"""Which chats are one family: a main chat with its branches, checkpoints, groups and backups.

Two files are of one family if they share any name: `chat_id_hash`, `integrity` (copied with the
header, so it names the family and not the file), a parent named in `main_chat`, or the first user
message, which every copy of a chat begins with.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from sdc_core.records import Record

_Names = tuple[str, ...]


def by_family(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records by family, each under the smallest of all the names that the family goes by.

    Which records are together is a pure function of their evidence, in any order.
    """
    alike: defaultdict[_Names, list[Record]] = defaultdict(list)
    past: set[_Names] = set()
    for record in records:
        alike[tuple(record.fields["chat"]["family"])].append(record)
        if record.revisions:
            past.update(_past(record))
    aliases = _Aliases(chain(alike, past))
    families: defaultdict[str, list[Record]] = defaultdict(list)
    for names, together in alike.items():
        families[aliases.root(names[0])] += together
    return families


def _past(record: Record) -> Iterator[_Names]:
    """Evidence of the earlier states of a record, which tie it to where they came from."""
    name = record.fields["chat"]["family"][0]
    return ((name, *revision.fields["chat"]["family"]) for revision in record.revisions)


class _Aliases:
    """Names that mean the same, each leading to the smallest of them."""

    def __init__(self, known: Iterable[_Names]) -> None:
        self._parents: dict[str, str] = {}
        for first, *others in known:
            self._parents.setdefault(first, first)
            for name in others:
                self._join(first, name)

    def root(self, name: str) -> str:
        parents = self._parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = parents.get(parent, parent)
            name = parent
        return name

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first
