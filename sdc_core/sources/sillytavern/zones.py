"""Which zone the local times of one chat were written in, message by message.

An AI message carries `gen_finished` (UTC) and `send_date` (local) of the same moment, so their
difference is the writer's offset then; that also settles the doubled hour in autumn and travel. In
order: the message's own offset, the nearest AI message's, the only one of the file, the zone of the
settings, the nearest one at all, UTC as an assumption.
"""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sdc_core.settings import Settings
from sdc_core.sources.sillytavern.dates import SendDate, parse_send_date, parse_utc

UTC_BASIS = "utc"
INFERRED = "inferred_offset"
ZONE = "zone"
IMPORT = "import"
ASSUMED = "assumed"
MOVED_FORWARD = "time_moved_forward"

# Sums and differences with these move a time between clocks cheaper than `replace(tzinfo=...)`.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the same reading on the writer's clock

_QUARTER = timedelta(minutes=15)
_LOWEST, _HIGHEST = timedelta(hours=-12), timedelta(hours=14)
# `send_date` is cut to the minute in one form and written just after `gen_finished`.
_TOLERANCE = timedelta(minutes=2)
# An answer this far away in lines or hours says little of the clock at the message.
_NEAR_LINES = 6
_NEAR_TIME = timedelta(hours=12)


class Resolved(NamedTuple):
    """A local time in UTC, what decided its zone, and a flag where it did not exist."""

    moment: datetime
    basis: str
    flag: str | None = None


class Anchor(NamedTuple):
    """A local time whose zone is known, as the same moment stands beside it in UTC."""

    local: datetime
    offset: timedelta


def zone_of(settings: Settings) -> ZoneInfo | None:
    """The zone that the settings name for chats; None where none is named anywhere."""
    name = (
        settings.sillytavern.zone
        or settings.processing_defaults.business_time_zone
        or settings.syncro_api.account_zone
    )
    return ZoneInfo(name) if name else None


def anchor(message: Mapping[str, Any]) -> Anchor | None:
    """The offset that an AI message shows, by itself or by its alternatives."""
    found = _own(message)
    if found is None and isinstance(message.get("swipe_info"), list):
        entries = (entry for entry in reversed(message["swipe_info"]) if isinstance(entry, dict))
        found = next(filter(None, map(_own, entries)), None)
    return found


def _own(entry: Mapping[str, Any]) -> Anchor | None:
    finished = parse_utc(entry.get("gen_finished"))
    return offset_between(parse_send_date(entry.get("send_date")), finished)


def offset_between(local: SendDate | None, finished: datetime | None) -> Anchor | None:
    """The offset that two writings of one moment show, if they are one moment and local."""
    if local is None or not local.is_local or finished is None:
        return None
    difference = (local.moment - _LOCAL_EPOCH) - (finished - _EPOCH)
    offset = round(difference / _QUARTER) * _QUARTER
    is_plain = abs(difference - offset) <= _TOLERANCE and _LOWEST <= offset <= _HIGHEST
    return Anchor(local.moment, offset) if is_plain else None


class Clock:
    """Turns the local times of one file into UTC; messages are named by their place in it."""

    def __init__(self, anchors: Mapping[int, Anchor], zone: ZoneInfo | None) -> None:
        self._anchors = anchors
        self._places = sorted(anchors)
        self._zone = zone
        offsets = {found.offset for found in anchors.values()}
        self._only = offsets.pop() if len(offsets) == 1 else None

    def resolve(self, place: int, local: datetime, after: datetime | None) -> Resolved:
        """The moment in UTC; `after` is the message before it, for the doubled hour."""
        nearest = self._nearest(place)
        if nearest is not None and self._is_near(nearest, place, local):
            return _shifted(local, self._anchors[nearest].offset)
        if self._only is not None:
            return _shifted(local, self._only)
        if self._zone is not None:
            return _in_zone(local, self._zone, after)
        if nearest is not None:
            return _shifted(local, self._anchors[nearest].offset)
        return Resolved(local.replace(tzinfo=UTC), ASSUMED)

    def _nearest(self, place: int) -> int | None:
        """The closest AI message by line; of two, the one after, which is the answer."""
        index = bisect_left(self._places, place)
        before = self._places[index - 1] if index else None
        after = self._places[index] if index < len(self._places) else None
        if before is None or after is None:
            return before if after is None else after
        return after if after - place <= place - before else before

    def _is_near(self, nearest: int, place: int, local: datetime) -> bool:
        is_close = abs(nearest - place) <= _NEAR_LINES
        return is_close and abs(self._anchors[nearest].local - local) <= _NEAR_TIME


def _shifted(local: datetime, offset: timedelta) -> Resolved:
    return Resolved(_EPOCH + (local - offset - _LOCAL_EPOCH), INFERRED)


def _in_zone(local: datetime, zone: ZoneInfo, after: datetime | None) -> Resolved:
    """Of a doubled hour the half that keeps the order; a skipped one moves forward."""
    first = local.replace(tzinfo=zone).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != local:
        return Resolved(first, ZONE, flag=MOVED_FORWARD)
    is_before = after is not None and first < after <= second + timedelta(minutes=1)
    return Resolved(second if is_before else first, ZONE)
