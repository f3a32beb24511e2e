"""What an intake does with records, be they all of a source or those of one range of keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sdc_core.intake.assignment import assign
from sdc_core.intake.counts import count_changes
from sdc_core.intake.look import Look
from sdc_core.intake.merge import keep_seen, merge
from sdc_core.intake.remade import remade
from sdc_core.intake.replay import date_back
from sdc_core.intake.report import IntakeReport
from sdc_core.intake.reread import continue_reread
from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import Source


@dataclass
class Merged:
    """Records in their standing state, and as they are stored.

    Attributes:
        records: Stored and newly read ones.
        stored: Those of the store, as the reader and the settings of now make them.
        old: Those of them that stay as an older reader made them.
    """

    records: list[Record]
    stored: Mapping[str, Record]
    old: list[Record]


@dataclass
class Steps:
    """The steps of one intake.

    Attributes:
        source: Whose rules count.
        settings: The settings.
        report: Counts what is new and revised.
        rejected: When the unit that waits in the quarantine was first seen, by its place.
        months: The months that hold Sessions now.
        remakes: Whether the store was made with another reader or other settings.
        remarks: What the source has to say of the records so far.
        moved: How many of them were read under another key before.
    """

    source: Source
    settings: Settings
    report: IntakeReport
    rejected: Mapping[str, datetime]
    months: Sequence[str]
    remakes: bool
    remarks: list[str] = field(default_factory=list)
    moved: int = 0

    def merged(self, taken: dict[str, Record], look: Look, now: datetime) -> Merged:
        """Stored records with what was read of them."""
        stored, old = taken, list[Record]()
        if self.remakes:
            stored, old = remade(taken, look, self.source, self.settings)
        records = merge(stored.values(), look, self.source, now)
        if self.source.has_unlike_rows:
            records, moved = continue_reread(records, stored, look)
            self.moved += moved
        date_back(records, stored, self.rejected)
        return Merged(records, stored, old)

    def placed(self, merged: Merged, now: datetime) -> list[Record]:
        """Give settled records their Sessions; return those outside the range of months."""
        self.remarks.extend(self.source.remarks(merged.records, self.settings))
        keep_seen(merged.records, merged.stored)
        count_changes(self.report, merged.records, merged.stored)
        return assign(merged.records, self.source, self.settings, now, self.months)
