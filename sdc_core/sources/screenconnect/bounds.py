"""When a connection ended, and what is odd about its length (reference, cleaning rules)."""

import math
from datetime import timedelta
from functools import lru_cache

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


_Flags = tuple[str, ...]
# The end (None while open or not to be trusted) and the seconds as written; flags; flags of the
# length, which say whether it is too short to be work alone, or too long to be believed. A plain
# tuple for the reason that `Moment` is one.
Bounds = tuple[str | None, float | None, _Flags, _Flags]


def bounds_of(start: Moment, end_text: str, duration_text: str, times: TimeReader) -> Bounds:
    """The end of a row: text or duration, whichever says more; never one before the start."""
    duration, flags = _duration(duration_text)
    if not end_text:
        return _by_duration(start, duration, flags, otherwise=(OPEN,))
    try:
        end_utc, end_iso, _, _ = times.read(end_text)
    except ValueError:
        return _by_duration(start, duration, (*flags, END_UNREADABLE))
    start_utc, _, _, has_seconds = start
    seconds = (end_utc - start_utc).total_seconds()
    if seconds < 0:
        return None, duration, (*flags, END_BEFORE_START), ()
    if duration is not None and abs(seconds - duration) >= MISMATCH_SECONDS:
        flags = (*flags, DURATION_MISMATCH)
    elif duration and not has_seconds:
        # Excel cuts the seconds off both texts; the duration still has them.
        return _by_duration(start, duration, flags)
    return end_iso, duration, flags, _length_flags(seconds)


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
        return None, duration, (*flags, *otherwise), ()
    start_utc = start[0]
    try:
        end = start_utc + timedelta(seconds=duration)
    except OverflowError:
        return None, None, (*flags, DURATION_INVALID, *otherwise), ()
    length = (end - start_utc).total_seconds()
    return end.isoformat(), duration, flags, _length_flags(length)


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
