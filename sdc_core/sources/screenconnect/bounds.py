"""When a connection ended, and what is odd about its length (reference, cleaning rules)."""

import math
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from sdc_core.sources.screenconnect.times import Moment, TimeReader

BRIEF = "brief"
LEFT_OPEN = "left_open"
OPEN = "open"
DURATION_MISMATCH = "duration_mismatch"
DURATION_INVALID = "duration_invalid"
END_BEFORE_START = "end_before_start"
END_UNREADABLE = "end_unreadable"

BRIEF_BELOW_SECONDS = 30
LEFT_OPEN_ABOVE_SECONDS = 24 * 60 * 60
MISMATCH_SECONDS = 60


class Bounds(NamedTuple):
    """The end (None while open or not to be trusted) and the seconds as written; flags.

    `length_flags` say whether it is too short to be work alone, or too long to be believed.
    """

    end_iso: str | None
    duration: float | None
    flags: tuple[str, ...] = ()
    length_flags: tuple[str, ...] = ()


_Values = tuple[str | None, float | None, tuple[str, ...], tuple[str, ...]]
# Without the detour over keyword arguments: one of them is made for every row.
_bounds: Callable[[_Values], Bounds] = partial(tuple.__new__, Bounds)


def bounds_of(start: Moment, end_text: str, duration_text: str, times: TimeReader) -> Bounds:
    """The end of a row: text or duration, whichever says more; never one before the start."""
    duration, flags = _duration(duration_text)
    if not end_text:
        return _by_duration(start, duration, flags, otherwise=(OPEN,))
    try:
        written = times.read(end_text)
    except ValueError:
        return _by_duration(start, duration, (*flags, END_UNREADABLE))
    seconds = (written.utc - start.utc).total_seconds()
    if seconds < 0:
        return Bounds(None, duration, (*flags, END_BEFORE_START))
    if duration is not None and abs(seconds - duration) >= MISMATCH_SECONDS:
        flags = (*flags, DURATION_MISMATCH)
    elif duration and not start.has_seconds:
        # Excel cuts the seconds off both texts; the duration still has them.
        return _by_duration(start, duration, flags)
    return _bounds((written.iso, duration, flags, _length_flags(seconds)))


def _length_flags(seconds: float) -> tuple[str, ...]:
    if seconds < BRIEF_BELOW_SECONDS:
        return (BRIEF,)
    return (LEFT_OPEN,) if seconds > LEFT_OPEN_ABOVE_SECONDS else ()


def _by_duration(
    start: Moment,
    duration: float | None,
    flags: tuple[str, ...],
    *,
    otherwise: tuple[str, ...] = (),
) -> Bounds:
    """Start and duration; a duration that leads out of the calendar is none."""
    if not duration:
        return Bounds(None, duration, (*flags, *otherwise))
    try:
        end = start.utc + timedelta(seconds=duration)
    except OverflowError:
        return Bounds(None, None, (*flags, DURATION_INVALID, *otherwise))
    length = (end - start.utc).total_seconds()
    return Bounds(end.isoformat(), duration, flags, _length_flags(length))


@lru_cache(maxsize=65_536)
def _duration(text: str) -> tuple[float | None, tuple[str, ...]]:
    """Seconds as written, and a flag where they are none."""
    if not text.strip():
        return None, ()
    try:
        seconds = float(text)
    except ValueError:
        return None, (DURATION_INVALID,)
    if seconds < 0 or not math.isfinite(seconds):
        return None, (DURATION_INVALID,)
    return seconds, ()
