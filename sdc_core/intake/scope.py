"""What one intake works on: everything, or the blocks that something new is tied to.

All other blocks are carried over as they are. Because nothing outside a block can touch it, the
result is that of a full look.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sdc_core.intake.blocks import Block, first_tie, latest_seen, make_blocks
from sdc_core.intake.look import Look, read_files, take_files
from sdc_core.intake.memory import Memory
from sdc_core.intake.ties import Ties
from sdc_core.models import SourceRef
from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.store.record_months import Taken
from sdc_core.store.records import RecordStore


@dataclass
class Scope:
    """What one intake works on.

    Attributes:
        known: The blocks that are remembered; None where all is looked at.
        numbers: Which of them are looked at.
        places: The files that belong to what is looked at.
        taken: The stored records of it, as they were.
    """

    known: Memory | None
    numbers: set[int]
    places: list[int]
    taken: Taken = field(default_factory=Taken)

    @property
    def carried_over(self) -> list[Block]:
        """The blocks that are not looked at."""
        blocks = self.known.blocks if self.known else []
        return [block for number, block in enumerate(blocks) if number not in self.numbers]

    def covers(self, ref: SourceRef) -> bool:
        """Whether the record that was stored with this reference is looked at."""
        return self.known is None or ref.model_dump_json() in self._refs

    @cached_property
    def _refs(self) -> frozenset[str]:
        return frozenset(record.ref.model_dump_json() for record in self.taken.records)

    def clock(self, now: datetime) -> datetime:
        """Now, but never before a moment at which any record was seen.

        A clock that was set back would else make what is read again older than what is stored.
        """
        moments = [block.latest for block in self.carried_over]
        moments.append(latest_seen(self.taken.records))
        return max([now, *(moment for moment in moments if moment is not None)])

    def remembered(
        self, look: Look, records: Iterable[Record], cut: Iterable[Record], ties: Ties
    ) -> Memory:
        """All blocks after this intake."""
        states = {place: look.states[place] for place in self.places}
        made = make_blocks(states, look.stated, records, cut, ties)
        return Memory(sorted([*self.carried_over, *made], key=first_tie))


def read_all(look: Look, source: Source, settings: Settings, ties: Ties) -> Scope:
    """Read every file, one at a time: copies of what is known are not held."""
    for place in range(len(look.files)):
        read_files(look, [place], source, settings, ties)
        take_files(look, source, settings)
    return Scope(None, set(), list(range(len(look.files))))


def read_changed(
    look: Look, known: Memory, source: Source, settings: Settings, ties: Ties, *, pulled: set[int]
) -> Scope:
    """Read what changed, then all that it was or is now tied to, and what an API names."""
    numbers = known.changed(look.states)
    changed = known.places(look.states, numbers)
    read_files(look, changed, source, settings, ties)
    numbers |= known.tied_to(pulled.union(*look.stated.values()))
    places = known.places(look.states, numbers)
    read_files(look, sorted({*places} - {*changed}), source, settings, ties)
    take_files(look, source, settings)
    return Scope(known, numbers, places)


def take_stored(store: RecordStore, scope: Scope, ties: Ties) -> Taken:
    """The stored records of what is looked at."""
    if scope.known is None:
        return Taken(store.load_all())
    return take_blocks(store, scope.known, scope.numbers, ties)


def take_blocks(store: RecordStore, known: Memory, numbers: Iterable[int], ties: Ties) -> Taken:
    """The stored records of some blocks."""
    blocks = [known.blocks[number] for number in numbers]
    wanted = frozenset(tie for block in blocks for tie in block.ties)
    months = {month for block in blocks for month in block.months}
    return store.take(months, lambda key: ties.of_key(key) in wanted)
