"""What an intake rejected, in the quarantine: kept, and closed when it is rejected no more."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sdc_core.input_folders import Folders
from sdc_core.intake.look import Look
from sdc_core.intake.replay import content_to_keep
from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.quarantine_entry import QuarantineEntry, QuarantineStatus

REPLAYED = "no longer rejected: its file, the answer of its API or the range of months changed"
_IsCovered = Callable[[SourceRef], bool]


@dataclass(frozen=True)
class Rejects:
    """The quarantine of one source during an intake."""

    quarantine: Quarantine
    source: Source
    settings: Settings
    now: datetime

    def keep(self, look: Look, cut: Iterable[Record], is_covered: _IsCovered) -> None:
        """Keep what was rejected; close what was rejected before and is not any more.

        Args:
            look: What was read.
            cut: Records outside the range of months.
            is_covered: Whether the record that was stored with a reference was looked at.
        """
        name, rejected = self.source.name, [*look.errors, *map(_out_of_range, cut)]
        self.quarantine.put(
            name,
            rejected,
            now=self.now,
            parser_version=self.source.parser_version,
            content_of=partial(content_to_keep, look, self.source),
        )
        met = {(error.ref.model_dump_json(), error.raw) for error in rejected}
        folders = Folders(self.settings, self.source, look.files)
        closed = [
            entry.id
            for entry in self.quarantine.entries(name)
            if entry.is_open
            and (entry.source_ref.model_dump_json(), entry.raw) not in met
            and _may_be_closed(entry, look, folders, is_covered)
        ]
        if closed:
            self.quarantine.resolve(name, closed, QuarantineStatus.REPLAYED, REPLAYED)


def _may_be_closed(
    entry: QuarantineEntry, look: Look, folders: Folders, is_covered: _IsCovered
) -> bool:
    """A record says so when it was assigned anew; a file or a place of an API when it was read."""
    ref = entry.source_ref
    if entry.reason is Reason.OUT_OF_RANGE:
        return is_covered(ref)
    if entry.id in look.retried:
        return True
    return look.was_read(ref) and not folders.have_lost(entry.input_folder, ref.file)


def _out_of_range(record: Record) -> RecordError:
    return RecordError(
        reason=Reason.OUT_OF_RANGE,
        detail="before processing_defaults.first_month or after the running month",
        ref=record.ref,
        raw=json.dumps(record.raw, ensure_ascii=False, sort_keys=True).encode(),
    )
