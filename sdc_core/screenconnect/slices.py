"""Time slices of a report that is cut at a number of rows and has no pages.

A full answer may be a cut one, so its slice is halved until no part is full.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sdc_core.errors import TerminalApiError
from sdc_core.screenconnect.report import Report

MINUTE = timedelta(minutes=1)

# The connections that began in [start, end), at most as many as the limit.
Ask = Callable[[datetime, datetime], Report]
Slice = tuple[datetime, datetime]


class FullMinuteError(TerminalApiError):
    """One minute holds as many rows as an answer may: what is beyond them cannot be asked for."""


def reports(ask: Ask, start: datetime, end: datetime, *, limit: int) -> Iterator[Report]:
    """Whole answers that together hold every connection of [start, end), in time order.

    Args:
        ask: Gives one answer.
        start: On a whole minute.
        end: On a whole minute.
        limit: The number of rows at which an answer is cut.

    Raises:
        FullMinuteError: A minute is full; names it.
    """
    waiting = [(start, end)] if start < end else []
    while waiting:
        first, last = waiting.pop()
        answer = ask(first, last)
        if len(answer.items) < limit:
            yield answer
            continue
        if last - first <= MINUTE:
            raise FullMinuteError(
                f"{len(answer.items)} connections began in the minute of {first:%Y-%m-%d %H:%M} "
                f"UTC, and an answer ends at {limit}; raise screenconnect.api.item_limit or "
                "narrow screenconnect.api.filters"
            )
        middle = floor_minute(first + (last - first) / 2)
        waiting += [(middle, last), (first, middle)]


def minutes_of(moments: Iterable[datetime]) -> list[Slice]:
    """The minutes that hold these moments, those that touch as one slice, in time order."""
    slices: list[Slice] = []
    for minute in sorted({floor_minute(moment) for moment in moments}):
        if slices and slices[-1][1] == minute:
            slices[-1] = (slices[-1][0], minute + MINUTE)
        else:
            slices.append((minute, minute + MINUTE))
    return slices


def floor_minute(moment: datetime) -> datetime:
    """The whole minute that a moment lies in."""
    return moment.replace(second=0, microsecond=0)
