"""The intake of what is too large to be held: read once, then worked on range of keys by range.

Every pass merges each range anew. A first look needs one pass; a later one needs another to find
what `settle` may join across ranges, and one for the clock where nothing is remembered of the
store. The result is that of an intake that holds everything, byte by byte.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sdc_core.intake.blocks import Block, as_one_block, latest_seen, make_blocks
from sdc_core.intake.joined import Joined, join, with_joined
from sdc_core.intake.look import Look
from sdc_core.intake.memory import Memory
from sdc_core.intake.ranges import Ranges
from sdc_core.intake.steps import Merged, Steps
from sdc_core.intake.ties import Ties
from sdc_core.records import Record
from sdc_core.store.month_files import MonthFiles
from sdc_core.store.records import RecordStore

_SAYS_NOTHING: dict[str, Any] = {"raw": {}, "fields": {}, "revisions": []}


class ByRanges:
    """One intake by ranges.

    Attributes:
        written: The month files, ready to be put in place.
        cut: Records outside the range of months.
        old: Records that stay as an older reader made them, without what they say.
    """

    def __init__(self, look: Look, ranges: Ranges, store: RecordStore, steps: Steps) -> None:
        self._look, self._ranges, self._steps = look, ranges, steps
        self._ties = Ties(steps.source)
        self._blocks: list[Block] = []
        self.written = MonthFiles(store.folder)
        self.cut: list[Record] = []
        self.old: list[Record] = []

    def run(self, now: datetime, known: Memory | None) -> None:
        """Read, merge, settle, assign; nothing of the store is changed yet."""
        steps = self._steps
        self._ranges.read(steps.settings, self._ties)
        now = self._clock(now, known)
        joined = self._joined(now)
        self._blocks = make_blocks(self._states(), self._look.stated, [], [], self._ties)
        for merged in self._merged(now):
            merged.records = with_joined(merged.records, joined)
            self._take(merged, steps.placed(merged, now))

    def _clock(self, now: datetime, known: Memory | None) -> datetime:
        """As `Scope.clock`; what is remembered of the store spares reading it for that."""
        if known is None:
            moments = list(map(latest_seen, self._ranges.stored()))
        else:
            moments = [block.latest for block in known.blocks]
        return max([now, *(moment for moment in moments if moment is not None)])

    def of_blank_files(self) -> dict[str, Record]:
        """The stored records of files that are empty now, without what they say."""
        if not self._look.blank:
            return {}
        stored = (record for records in self._ranges.stored() for record in records)
        return {
            record.key: record.model_copy(update=_SAYS_NOTHING)
            for record in stored
            if record.ref.file in self._look.blank
        }

    def memory(self) -> Memory:
        """What is to be remembered."""
        return Memory(as_one_block(self._blocks))

    def _take(self, merged: Merged, cut: list[Record]) -> None:
        self.written.add(merged.records)
        self.cut += cut
        self.old += (record.model_copy(update=_SAYS_NOTHING) for record in merged.old)
        self._blocks += make_blocks({}, {}, merged.records, cut, self._ties)

    def _joined(self, now: datetime) -> Joined:
        """What `settle` does; nothing where nothing is stored that a record could continue."""
        if not self._ranges.has_stored:
            return {}
        return join(lambda: self._records(now), self._steps.source, self._steps.settings)

    def _records(self, now: datetime) -> Iterator[Record]:
        for merged in self._merged(now):
            yield from merged.records

    def _merged(self, now: datetime) -> Iterator[Merged]:
        for stored, look in self._ranges:
            yield self._steps.merged(stored, look, now)

    def _states(self) -> dict[int, tuple[str, str]]:
        return dict(enumerate(self._look.states))
