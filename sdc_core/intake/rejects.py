"""What an intake rejected, in the quarantine: kept, and closed when it is rejected no more."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sdc_core.intake.look import Look
from sdc_core.intake.replay import content_to_keep
from sdc_core.intake.scope import Scope
from sdc_core.records import Reason, Record, RecordError
from sdc_core.sources.base import Source
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.quarantine_entry import QuarantineEntry, QuarantineStatus

REPLAYED = "no longer rejected: its file, the answer of its API or the range of months changed"


@dataclass(frozen=True)
class Rejects:
    """The quarantine of one source during an intake."""

    quarantine: Quarantine
    source: Source
    now: datetime

    def keep(self, look: Look, scope: Scope, cut: Iterable[Record]) -> None:
        """Keep what was rejected; close what was rejected before and is not any more."""
        name, rejected = self.source.name, [*look.errors, *map(_out_of_range, cut)]
        self.quarantine.put(
            name,
            rejected,
            now=self.now,
            parser_version=self.source.parser_version,
            content_of=partial(content_to_keep, look, self.source),
        )
        met = {(error.ref.model_dump_json(), error.raw) for error in rejected}
        closed = [
            entry.id
            for entry in self.quarantine.entries(name)
            if entry.is_open
            and (entry.source_ref.model_dump_json(), entry.raw) not in met
            and _may_be_closed(entry, look, scope)
        ]
        if closed:
            self.quarantine.resolve(name, closed, QuarantineStatus.REPLAYED, REPLAYED)


def _may_be_closed(entry: QuarantineEntry, look: Look, scope: Scope) -> bool:
    """A record says so when it was assigned anew; a file or a place of an API when it was read."""
    if entry.reason is Reason.OUT_OF_RANGE:
        return scope.covers(entry.source_ref)
    return entry.id in look.retried or look.was_read(entry.source_ref)


def _out_of_range(record: Record) -> RecordError:
    return RecordError(
        reason=Reason.OUT_OF_RANGE,
        detail="before processing_defaults.first_month or after the running month",
        ref=record.ref,
        raw=json.dumps(record.raw, ensure_ascii=False, sort_keys=True).encode(),
    )
