"""Records of different ranges that `settle` may join, found without holding the others.

`Source.joints` names what a record asks for and what it offers. Only who asks for an offered name,
or offers one that is asked for, can be joined: most looks have few such records, a first one none.
"""

from collections.abc import Callable, Iterable

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import Joints, Source
from sdc_core.store.record_months import NO_MONTH

Pass = Callable[[], Iterable[Record]]
Joined = dict[str, Record | None]
# As many records are held, so that they need not be put together anew.
_FEW = 5_000


def join(records: Pass, source: Source, settings: Settings) -> Joined:
    """What `settle` makes of the records that may be joined; None where one went into another.

    Args:
        records: All records, anew at every call.
        source: With `joints`.
        settings: For `settle`.
    """
    met = _Met()
    for record in records():
        met.add(record, _joints(source, record))
    names = met.names
    if not names:
        return {}
    candidates = records() if met.held is None else met.held
    may_join = [record for record in candidates if _has_any(_joints(source, record), names)]
    settled = source.settle(sorted(may_join, key=_order), settings)
    return dict.fromkeys(record.key for record in may_join) | {r.key: r for r in settled}


class _Met:
    """Which names are asked for and offered, as numbers: two names with one join no more."""

    def __init__(self) -> None:
        self._asked = set[int]()
        self._offered = set[int]()
        self.held: list[Record] | None = []

    def add(self, record: Record, joints: Joints) -> None:
        """Take in one record, and hold it while there are few that ask or offer."""
        self._asked.update(map(hash, joints.asked))
        self._offered.update(map(hash, joints.offered))
        if self.held is not None and (joints.asked or joints.offered):
            self.held.append(record)
            self.held = self.held if len(self.held) <= _FEW else None

    @property
    def names(self) -> set[int]:
        return self._asked & self._offered


def _has_any(joints: Joints, names: set[int]) -> bool:
    return any(hash(name) in names for name in (*joints.asked, *joints.offered))


def _order(record: Record) -> tuple[bool, str, str]:
    """As `settle` meets them where all are held: those of Sessions, then the others."""
    return record.session_id is None, record.month or NO_MONTH, record.key


def _joints(source: Source, record: Record) -> Joints:
    if source.joints is None:
        raise ValueError(f"{source.name} does not say which of its records may be joined")
    return source.joints(record)


def with_joined(records: Iterable[Record], joined: Joined) -> list[Record]:
    """Some records after `settle`, whose keys it never moves."""
    settled = (joined.get(record.key, record) for record in records)
    return [record for record in settled if record is not None]
