"""Blocks: the records of a source that may meet each other and no others, and their files.

What shares a tie, directly or through others, is one block. A statement of a file can therefore
change nothing outside the blocks that it is tied to. Blocks are a pure function of the files and
the records that are stored, so a full look and a narrow one end with the same.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sdc_core.intake.look import State
from sdc_core.intake.ties import Ties
from sdc_core.records import Record
from sdc_core.store.record_months import NO_MONTH

NUMBERS = "Q"


@dataclass(slots=True)
class Block:
    """What an intake remembers of one block.

    Attributes:
        files: State of each of its files (see `Look`) in reading order.
        months: Where its records lie in the store.
        missing: How many of them are in no file any more.
        has_cut: Whether a record is outside the range of months.
        latest: The newest moment at which a state of its records was seen.
        ties: All ties of its files and records, in order.
    """

    files: list[State] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    missing: int = 0
    has_cut: bool = False
    latest: datetime | None = None
    ties: "array[int]" = field(default_factory=lambda: array(NUMBERS))


@dataclass(slots=True)
class _Group:
    """What one file ties together, or one record of an API; files with their reading place."""

    files: list[tuple[int, State]] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    ties: set[int] = field(default_factory=set)


def make_blocks(
    files: Mapping[int, State],
    stated: Mapping[int, Collection[int]],
    records: Iterable[Record],
    cut: Iterable[Record],
    ties: Ties,
) -> list[Block]:
    """The blocks of some files and records, in the order of their smallest ties.

    Args:
        files: Their states by place in the reading order.
        stated: Ties of the files, by the same places.
        records: What is stored now.
        cut: Those of them that are outside the range of months.
        ties: Of the source.
    """
    groups: defaultdict[str, _Group] = defaultdict(_Group)
    for place, state in files.items():
        group = groups[f"file:{state[0]}"]
        group.files.append((place, state))
        group.ties.update(stated[place])
    for record in records:
        file = record.ref.file
        group = groups[f"key:{record.key}" if file is None else f"from:{file}"]
        group.records.append(record)
        group.ties.update(ties.of_record(record))
    cut_keys = {record.key for record in cut}
    blocks = [_block(tied, cut_keys) for tied in _tied(list(groups.values()), ties)]
    return sorted(blocks, key=first_tie)


def first_tie(block: Block) -> "array[int]":
    """What blocks are ordered by: no two have it in common."""
    return block.ties[:1]


def _block(groups: Sequence[_Group], cut_keys: Collection[str]) -> Block:
    files = sorted(file for group in groups for file in group.files)
    records = [record for group in groups for record in group.records]
    return Block(
        files=[state for _, state in files],
        months=sorted({record.month or NO_MONTH for record in records}),
        missing=sum(record.source_missing for record in records),
        has_cut=any(record.key in cut_keys for record in records),
        latest=latest_seen(records),
        ties=array(NUMBERS, sorted(set().union(*(group.ties for group in groups)))),
    )


def as_one_block(parts: Sequence[Block]) -> list[Block]:
    """The block of a source that is one, from those that were made of parts of it."""
    if not parts:
        return []
    block = Block(
        files=[file for part in parts for file in part.files],
        months=sorted({month for part in parts for month in part.months}),
        missing=sum(part.missing for part in parts),
        has_cut=any(part.has_cut for part in parts),
        latest=max((part.latest for part in parts if part.latest), default=None),
        ties=array(NUMBERS, sorted({tie for part in parts for tie in part.ties})),
    )
    return [block]


def latest_seen(records: Sequence[Record]) -> datetime | None:
    """The newest moment at which a state of the records was seen."""
    moments = {r.first_seen_utc for r in records} | {r.last_seen_utc for r in records}
    moments |= {revision.seen_utc for r in records for revision in r.revisions}
    return max((moment for moment in moments if moment is not None), default=None)


def _tied(groups: Sequence[_Group], ties: Ties) -> Iterable[list[_Group]]:
    """Groups that share a tie, directly or through others; all, if the source has no ties."""
    if ties.is_one_block:
        return [list(groups)] if groups else []
    roots = _Roots(len(groups))
    owner: dict[int, int] = {}
    for number, group in enumerate(groups):
        for tie in group.ties:
            roots.join(owner.setdefault(tie, number), number)
    together: defaultdict[int, list[_Group]] = defaultdict(list)
    for number, group in enumerate(groups):
        together[roots.of(number)].append(group)
    return together.values()


class _Roots:
    """Numbers that are joined, each leading to one of them."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def of(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        if one != other:
            self._parents[self.of(one)] = self.of(other)
