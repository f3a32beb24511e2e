"""Chat messages to Sessions: families cut at long pauses, shown in the order of their lines.

A greeting alone opens no Session. Messages that an importing program stamped with
its own moment never mix with real ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.records import Record, SessionGroup
from sdc_core.settings import Settings
from sdc_core.sources.sillytavern_family import Families
from sdc_core.sources.sillytavern_messages import GREETING, IMPORTED

NAME = "sillytavern"

_LATEST = datetime.max.replace(tzinfo=UTC)


def group(records: Iterable[Record], settings: Settings) -> Iterator[SessionGroup]:
    """All records to Sessions, ordered by family and time."""
    pause = timedelta(minutes=settings.processing_defaults.sillytavern_session_gap_minutes)
    known = list(records)
    families = Families(known)
    parts: defaultdict[tuple[str, bool], list[Record]] = defaultdict(list)
    for record in known:
        parts[families.of(record), IMPORTED in record.fields["flags"]].append(record)
    for _, part in sorted(parts.items(), key=lambda item: item[0]):
        for together in _stretches(part, pause):
            yield _session(together)


def _stretches(records: list[Record], pause: timedelta) -> Iterator[list[Record]]:
    """Cut one family at long pauses; then add what has no time of its own."""
    activity = sorted(
        (r for r in records if r.fields["start_utc"] and GREETING not in r.fields["flags"]),
        key=by_time,
    )
    stretches = _cut(activity, pause)
    rest = [r for r in records if not r.fields["start_utc"]]
    greetings = [r for r in records if r.fields["start_utc"] and GREETING in r.fields["flags"]]
    _add_greetings(stretches, greetings, pause)
    alone = _add_untimed(stretches, rest)
    yield from [*stretches, *alone]


def _cut(records: list[Record], pause: timedelta) -> list[list[Record]]:
    stretches: list[list[Record]] = []
    reach: datetime | None = None
    for record in records:
        start, end = start_of(record), end_of(record)
        if reach is None or start - reach > pause:
            stretches.append([])
            reach = end
        stretches[-1].append(record)
        reach = max(reach, end)
    return stretches


def _add_greetings(
    stretches: list[list[Record]], greetings: list[Record], pause: timedelta
) -> None:
    """A greeting belongs to what follows it soon, and to nothing otherwise."""
    firsts = [(start_of(stretch[0]), stretch) for stretch in stretches]
    for greeting in greetings:
        moment = start_of(greeting)
        follows = (s for first, s in firsts if timedelta() <= first - moment <= pause)
        stretch = next(follows, None)
        if stretch is not None:
            stretch.append(greeting)


def _add_untimed(stretches: list[list[Record]], untimed: list[Record]) -> list[list[Record]]:
    """To the stretch of the line before, else after, in the same file; the rest by themselves."""
    lines: defaultdict[str | None, list[tuple[int, list[Record]]]] = defaultdict(list)
    for stretch in stretches:
        for record in stretch:
            lines[record.ref.file].append((record.fields["line"], stretch))
    alone: list[Record] = []
    for record in sorted(untimed, key=_by_line):
        near = lines.get(record.ref.file)
        if near:
            line = record.fields["line"]
            _, stretch = min(near, key=lambda other: (other[0] > line, abs(other[0] - line)))
            stretch.append(record)
        else:
            alone.append(record)
    has_activity = any(GREETING not in record.fields["flags"] for record in alone)
    return [alone] if has_activity else []


def _session(records: list[Record]) -> SessionGroup:
    """The id rests on the first message that is activity."""
    activity = [r for r in records if GREETING not in r.fields["flags"]]
    first = min(activity, key=by_time)
    return SessionGroup(
        session_id=stable_id(NAME, first.key),
        keys=[record.key for record in _as_shown(records)],
        start_utc=min((start_of(r) for r in records if r.fields["start_utc"]), default=None),
    )


def _as_shown(records: list[Record]) -> list[Record]:
    """Line order within a file; a line inserted later stands where the chat shows it.

    Files are merged by time, where each line counts as no later than the lines below it.
    """
    shown: list[tuple[datetime, Any, int, str, Record]] = []
    latest: dict[str | None, datetime] = {}
    for record in sorted(records, key=_by_line, reverse=True):
        own = start_of(record) if record.fields["start_utc"] else _LATEST
        moment = min(own, latest.get(record.ref.file, _LATEST))
        latest[record.ref.file] = moment
        fields = record.fields
        shown.append((moment, fields["chat"]["order"], fields["line"], record.key, record))
    return [item[-1] for item in sorted(shown, key=lambda item: item[:-1])]


def by_time(record: Record) -> tuple[Any, ...]:
    """Sort key: instant, then place in the fixed order of files and lines."""
    fields = record.fields
    moment = start_of(record) if fields["start_utc"] else _LATEST
    return moment, fields["chat"]["order"], fields["line"], record.key


def _by_line(record: Record) -> tuple[Any, ...]:
    return record.fields["chat"]["order"], record.fields["line"], record.key


def start_of(record: Record) -> datetime:
    """Start of a message that has a time."""
    return datetime.fromisoformat(record.fields["start_utc"])


def end_of(record: Record) -> datetime:
    """End of a message that has a time."""
    return datetime.fromisoformat(record.fields["end_utc"])
