"""Where the last crawl ended: a mark, when the two slow looks were made, what must be read again.

All times are the server's. A cursor that is lost or broken costs one full crawl.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.times import to_utc

# System comments (an invoice was mailed) never move `updated_at`: recent tickets are read again
# once a day, because invoices are mailed within days of the work.
TAIL_EVERY = timedelta(days=1)
TAIL_LENGTH = timedelta(days=14)
# What was deleted or merged appears in no list of changes: once a week all ids are compared.
RECONCILE_EVERY = timedelta(days=7)
# More than so many rejected tickets are met again by the weekly look; the cursor stays small.
MOST_RETRIED = 200


@dataclass(frozen=True)
class Cursor:
    """What is stored between crawls.

    Attributes:
        mark: Changes since then are asked for; None before the first crawl.
        tail: Start of the last crawl that read all recent tickets again.
        reconciled: Start of the last crawl that compared all ids.
        retry: Ids of tickets with a unit that was rejected.
    """

    mark: datetime | None = None
    tail: datetime | None = None
    reconciled: datetime | None = None
    retry: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Cursor":
        """The stored form; each part that is no such thing counts as lost."""
        retry = values.get("retry")
        ids = retry if isinstance(retry, list) else []
        return cls(
            mark=_moment(values.get("mark")),
            tail=_moment(values.get("tail")),
            reconciled=_moment(values.get("reconciled")),
            retry=tuple(i for i in ids if isinstance(i, int) and not isinstance(i, bool)),
        )

    def to_json(self) -> dict[str, Any]:
        """What is known, in a fixed order."""
        moments = {"mark": self.mark, "tail": self.tail, "reconciled": self.reconciled}
        values: dict[str, Any] = {name: stamp(at) for name, at in moments.items() if at}
        return {**values, "retry": list(self.retry)} if self.retry else values

    def is_tail_due(self, started: datetime) -> bool:
        """Whether recent tickets were not read again for a day."""
        return is_due(self.tail, started, TAIL_EVERY)

    def is_reconcile_due(self, started: datetime) -> bool:
        """Whether ids were not compared for a week, or never."""
        return is_due(self.reconciled, started, RECONCILE_EVERY)


def is_due(last: datetime | None, now: datetime, every: timedelta) -> bool:
    """Whether it is time again; a clock that was set back makes it so."""
    return last is None or now < last or now - last >= every


def stamp(moment: datetime) -> str:
    """Full UTC time with `Z`: a bare date is known to behave inconsistently."""
    return f"{to_utc(moment):%Y-%m-%dT%H:%M:%S}Z"


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError):
        return None
