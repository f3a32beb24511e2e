"""Labor of a ticket: from its timers, else from the total that Syncro shows; never from its span.

`billable_time` of a timer counts as seconds; the published examples leave room for doubt, so the
raw value is kept and one that is far from the span is flagged. `recorded` means charged: a line of
an invoice was made of it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sdc_core.syncro.wire import TicketRow, TimerRow

RUNNING = "running"
END_BEFORE_START = "end_before_start"
BILLABLE_DIFFERS = "billable_time_differs"
# Timers are kept to the second; a stated time further off than this was changed by a person.
DIFFERENCE_SECONDS = 60
_TOTAL = re.compile(r"(\d+):([0-5]\d):([0-5]\d)")


def end_of(timer: TimerRow) -> datetime | None:
    """The end of the work; None while it runs, or where the end lies before the start."""
    is_usable = timer.end_time is not None and timer.end_time >= timer.start_time
    return timer.end_time if is_usable else None


def timer_flags(timer: TimerRow) -> list[str]:
    """What a reader should doubt."""
    if timer.end_time is None:
        return [RUNNING]
    if timer.end_time < timer.start_time:
        return [END_BEFORE_START]
    stated = timer.billable_time
    differs = stated is not None and abs(stated - _span(timer)) > DIFFERENCE_SECONDS
    return [BILLABLE_DIFFERS] if differs else []


def billed(ticket: TicketRow, timers: Iterable[TimerRow]) -> dict[str, Any]:
    """Seconds of labor to bill and charged already, and what they rest on.

    Args:
        ticket: Its own total counts only where it has no timer.
        timers: Those that are still there.
    """
    kept = list(timers)
    if kept:
        billable = [timer for timer in kept if timer.billable is not False]
        return {
            "billable_labor_seconds": sum(_seconds(timer) for timer in billable),
            "charged_labor_seconds": sum(_seconds(t) for t in billable if t.recorded),
            "labor_basis": "timers",
        }
    total = _total_seconds(ticket.total_formatted_billable_time)
    if not total:
        return {}
    return {"billable_labor_seconds": total, "labor_basis": "total_formatted_billable_time"}


def _seconds(timer: TimerRow) -> int:
    if timer.billable_time is not None:
        return timer.billable_time
    return round(_span(timer)) if end_of(timer) is not None else 0


def _span(timer: TimerRow) -> float:
    assert timer.end_time is not None
    return (timer.end_time - timer.start_time).total_seconds()


def _total_seconds(text: str | None) -> int | None:
    """Hours, minutes and seconds as Syncro writes them, None for anything else."""
    match = _TOTAL.fullmatch((text or "").strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups())
    return (hours * 60 + minutes) * 60 + seconds
