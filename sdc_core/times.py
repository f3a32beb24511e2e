"""Aware UTC times, months, and the one clock of the process.

`SDC_NOW` (ISO 8601 with offset) fixes the clock, for tests and for reproducing a run.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sdc_core.errors import SettingsError

MONTH_LENGTH = len("2025-01")


def now_utc() -> datetime:
    """The present moment, or the fixed one of `SDC_NOW`.

    Raises:
        SettingsError: `SDC_NOW` is no time with an offset.
    """
    fixed = os.environ.get("SDC_NOW")
    if not fixed:
        return datetime.now(UTC)
    try:
        return to_utc(datetime.fromisoformat(fixed))
    except ValueError as error:
        raise SettingsError(
            f"SDC_NOW: {fixed!r}: must be a time with offset such as 2025-06-30T12:00:00+00:00"
        ) from error


def to_utc(moment: datetime) -> datetime:
    """Convert an aware time to UTC.

    Raises:
        ValueError: The time is naive: its zone must be decided where it was read.
    """
    if moment.tzinfo is None:
        raise ValueError(f"naive time {moment!r}: decide its zone where it is read")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def month_of(moment: datetime) -> str:
    """The UTC month of a time, as `2025-01`."""
    utc = to_utc(moment)
    return f"{utc.year:04d}-{utc.month:02d}"  # strftime pads years below 1000 on Windows only


def months_between(first: str, last: str) -> list[str]:
    """All months from first to last, both included; empty where first is later."""
    months = [first] if first <= last else []
    while months and months[-1] < last:
        months.append(next_month(months[-1]))
    return months


def next_month(month: str) -> str:
    """The month after, as `2025-02`."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def contiguous(months: Iterable[str]) -> list[tuple[str, str]]:
    """Stretches (first, last) of months that follow each other, in time order."""
    stretches: list[tuple[str, str]] = []
    for month in sorted(set(months)):
        if stretches and next_month(stretches[-1][1]) == month:
            stretches[-1] = (stretches[-1][0], month)
        else:
            stretches.append((month, month))
    return stretches


def union_seconds(intervals: Iterable[tuple[datetime, datetime]]) -> float:
    """Length of the union of (start, end) intervals, in seconds; empty ones count nothing."""
    total = timedelta()
    reach: datetime | None = None
    for start, end in sorted(i for i in intervals if i[1] > i[0]):
        begin = start if reach is None else max(start, reach)
        if end > begin:
            total += end - begin
            reach = end
    return total.total_seconds()
