"""The dates of notes.json: M/D/YY as a person types it, ISO, or an epoch.

A date without a time is local midnight of the configured zone: read as UTC midnight it would be
the previous day in the Americas. What is no date is none; nothing ever becomes 1970.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sdc_core.settings import Settings

_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_EPOCH = re.compile(r"\d{9,14}(\.\d+)?")

CENTURY = 2000
# Seconds up to here (year 5138), milliseconds above (1973 on): the two never meet.
LAST_EPOCH_SECONDS = 1e11
FIRST_EPOCH_SECONDS = 1e8


@dataclass(frozen=True)
class Day:
    """A time as read, and how its zone and hour are known."""

    utc: datetime
    basis: str


@dataclass(frozen=True)
class DayReader:
    """Reads the dates of one file."""

    zone: tzinfo
    order: Literal["month_first", "day_first"]

    def read(self, value: Any) -> Day | None:
        """One date; None where the value is empty or no date of the calendar."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        try:
            return self._read(str(value).strip())
        except (ValueError, OverflowError, OSError):
            return None

    def _read(self, text: str) -> Day | None:
        if match := _DAY.fullmatch(text):
            return self._midnight(self._typed(match))
        if _ISO_DAY.fullmatch(text):
            return self._midnight(datetime.fromisoformat(text))
        if _ISO.fullmatch(text):
            return self._moment(datetime.fromisoformat(text))
        return _epoch(float(text)) if _EPOCH.fullmatch(text) else None

    def _typed(self, match: re.Match[str]) -> datetime:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        month, day = (first, second) if self.order == "month_first" else (second, first)
        full = year if len(match[4]) == len("2024") else CENTURY + year
        return datetime(full, month, day)  # noqa: DTZ001 - the caller puts the zone to it

    def _midnight(self, day: datetime) -> Day:
        return Day(day.replace(tzinfo=self.zone).astimezone(UTC), "date_only")

    def _moment(self, read: datetime) -> Day:
        if read.tzinfo is not None:
            return Day(read.astimezone(UTC), "offset")
        return Day(read.replace(tzinfo=self.zone).astimezone(UTC), "assumed_zone")


def day_reader(settings: Settings) -> DayReader:
    """The reader by the settings: zone of notes, else of the business."""
    zone = ZoneInfo(settings.notes.zone or settings.business_zone)
    return DayReader(zone, settings.notes.date_order)


def _epoch(value: float) -> Day | None:
    seconds = value if value < LAST_EPOCH_SECONDS else value / 1000
    if seconds < FIRST_EPOCH_SECONDS:
        return None
    return Day(datetime.fromtimestamp(seconds, UTC), "epoch")
