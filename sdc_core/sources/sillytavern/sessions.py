"""Chat messages to Sessions: families cut at long pauses, shown in the order of their lines.

A greeting alone opens no Session. Messages that an importing program stamped with
its own moment never mix with real ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from sdc_core.ids import stable_id
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.sillytavern.family import by_family
from sdc_core.sources.sillytavern.messages import GREETING, IMPORTED
from sdc_core.sources.sillytavern.stored import named_faults

NAME = "sillytavern"

_LATEST = datetime.max.replace(tzinfo=UTC)


class Timed(NamedTuple):
    """A message with a time; sorts by instant, then by its place in the fixed order of files."""

    start: datetime
    order: list[Any]
    line: int
    key: str
    end: datetime
    record: Record


@dataclass(slots=True)
class _Stretch:
    """Messages of one Session; `first` is the first that is activity."""

    first: Record
    start: datetime | None
    records: list[Record]


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """All records to Sessions, ordered by family and time.

    Raises:
        StoreError: A stored record is not of this version.
    """
    known = list(records)
    with named_faults(known):
        groups = list(_groups(known, settings))
    yield from groups


def _groups(records: list[Record], settings: Settings) -> Iterator[SessionGroup]:
    pause = timedelta(minutes=settings.processing_defaults.sillytavern_session_gap_minutes)
    for _, family in sorted(by_family(records).items(), key=itemgetter(0)):
        imported = [record for record in family if IMPORTED in record.fields["flags"]]
        real = [r for r in family if IMPORTED not in r.fields["flags"]] if imported else family
        for part in (real, imported):
            for stretch in _stretches(part, pause):
                yield _session(stretch)


def timed(records: Iterable[Record]) -> list[Timed]:
    """The messages that have a time, in time order."""
    return sorted(_timed(record) for record in records if record.fields["start_utc"])


def _timed(record: Record) -> Timed:
    fields = record.fields
    start, end = fields["start_utc"], fields["end_utc"]
    begun = datetime.fromisoformat(start)
    done = begun if end == start else datetime.fromisoformat(end)
    return Timed(begun, fields["chat"]["order"], fields["line"], record.key, done, record)


def _stretches(records: list[Record], pause: timedelta) -> list[_Stretch]:
    """Cut one family at long pauses; then add what has no time of its own."""
    greetings: list[Timed] = []
    activity: list[Timed] = []
    for one in timed(records):
        (greetings if GREETING in one.record.fields["flags"] else activity).append(one)
    stretches = _cut(activity, pause)
    _add_greetings(stretches, greetings, pause)
    untimed = [record for record in records if not record.fields["start_utc"]]
    return [*stretches, *_add_untimed(stretches, untimed)]


def _cut(activity: list[Timed], pause: timedelta) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    reach: datetime | None = None
    for one in activity:
        if reach is None or one.start - reach > pause:
            stretches.append(_Stretch(one.record, one.start, []))
            reach = one.end
        stretches[-1].records.append(one.record)
        reach = max(reach, one.end)
    return stretches


def _add_greetings(stretches: list[_Stretch], greetings: list[Timed], pause: timedelta) -> None:
    """A greeting belongs to what follows it soon, and to nothing otherwise."""
    firsts = [(stretch.start, stretch) for stretch in stretches if stretch.start]
    for greeting in greetings:
        follows = (s for first, s in firsts if timedelta() <= first - greeting.start <= pause)
        stretch = next(follows, None)
        if stretch is not None and stretch.start is not None:
            stretch.records.append(greeting.record)
            stretch.start = min(stretch.start, greeting.start)


def _add_untimed(stretches: list[_Stretch], untimed: list[Record]) -> list[_Stretch]:
    """To the stretch of the line before, else after, in the same file; the rest by themselves."""
    if not untimed:
        return []
    lines: defaultdict[str | None, list[tuple[int, _Stretch]]] = defaultdict(list)
    for stretch in stretches:
        for record in stretch.records:
            lines[record.ref.file].append((record.fields["line"], stretch))
    alone: list[Record] = []
    for record in sorted(untimed, key=_by_line):
        near = lines.get(record.ref.file)
        if near:
            line = record.fields["line"]
            _, stretch = min(near, key=lambda other: (other[0] > line, abs(other[0] - line)))
            stretch.records.append(record)
        else:
            alone.append(record)
    first = next((record for record in alone if GREETING not in record.fields["flags"]), None)
    return [_Stretch(first, None, alone)] if first else []


def _session(stretch: _Stretch) -> SessionGroup:
    """The id rests on the first message that is activity."""
    return SessionGroup(
        session_id=stable_id(NAME, stretch.first.key),
        keys=[record.key for record in _as_shown(stretch.records)],
        start_utc=stretch.start,
    )


def _as_shown(records: list[Record]) -> list[Record]:
    """Line order within a file; a line inserted later stands where the chat shows it.

    Files are merged by time, where each line counts as no later than the lines below it.
    """
    if len({record.ref.file for record in records}) == 1:
        return sorted(records, key=_by_line)
    shown: list[tuple[datetime, Any, int, str, Record]] = []
    latest: dict[str | None, datetime] = {}
    for record in sorted(records, key=_by_line, reverse=True):
        start = record.fields["start_utc"]
        own = datetime.fromisoformat(start) if start else _LATEST
        moment = min(own, latest.get(record.ref.file, _LATEST))
        latest[record.ref.file] = moment
        fields = record.fields
        shown.append((moment, fields["chat"]["order"], fields["line"], record.key, record))
    return [item[-1] for item in sorted(shown, key=lambda item: item[:-1])]


def _by_line(record: Record) -> tuple[Any, ...]:
    return record.fields["chat"]["order"], record.fields["line"], record.key
