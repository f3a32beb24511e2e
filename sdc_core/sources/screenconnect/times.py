"""The time forms of ScreenConnect reports: ISO from the program itself, others from Excel.

A re-save in Excel cuts zone and seconds and writes the date in the order of its locale
(`1/3/2025 17:43`). The order is decided once per file, from dates that allow one reading only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sdc_core.errors import WrongInputError

DateOrder = Literal["month_first", "day_first"]

DATE_ORDER_ASSUMED = "date_order=assumed"
LAST_MONTH = 12
CENTURY = 2000
NOON = 12

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?P<seconds>:\d\d)?")
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
    r"[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<seconds>:\d\d)?(?:\.\d+)?"
    r"\s*(?:(?P<half>[AaPp])\.?[Mm]\.?)?"
)


@dataclass(frozen=True)
class Moment:
    """A time as read: in UTC, how its zone is known, and whether its seconds are."""

    utc: datetime
    basis: str
    has_seconds: bool


@dataclass(frozen=True)
class TimeReader:
    """Reads the times of one file; `is_assumed` when the file gave no evidence of the order."""

    order: DateOrder
    zone: str
    is_assumed: bool = False

    def read(self, text: str) -> Moment:
        """One time.

        Raises:
            ValueError: None of the known forms, or not in the calendar.
        """
        if iso := _ISO.match(text):
            return self._moment(datetime.fromisoformat(text), has_seconds=bool(iso["seconds"]))
        if match := _YEAR_LAST.fullmatch(text):
            return self._moment(self._local(match), has_seconds=bool(match["seconds"]))
        raise ValueError(
            f"{text!r} is no time; read are 2025-01-02T14:47:22Z, 2025-01-02 14:47 and "
            "1/2/2025 14:47 (also with seconds or am/pm)"
        )

    def _local(self, match: re.Match[str]) -> datetime:
        first, second = int(match["first"]), int(match["second"])
        month, day = (first, second) if self.order == "month_first" else (second, first)
        year = match["year"]
        return datetime(  # noqa: DTZ001 - the zone is decided by the caller
            int(year) if len(year) == len("2025") else CENTURY + int(year),
            month,
            day,
            _hour(int(match["hour"]), match["half"]),
            int(match["minute"]),
            int((match["seconds"] or ":0")[1:]),
        )

    def _moment(self, read: datetime, *, has_seconds: bool) -> Moment:
        if read.tzinfo is not None:
            return Moment(_utc(read), "offset", has_seconds)
        basis = "assumed_utc" if self.zone == "UTC" else "assumed_zone"
        return Moment(_utc(read.replace(tzinfo=ZoneInfo(self.zone))), basis, has_seconds)


def time_reader(texts: Iterable[str], *, configured: DateOrder, zone: str, file: str) -> TimeReader:
    """The reader for all times of one file.

    Raises:
        WrongInputError: Some dates can only be read month first, others only day first.
    """
    witness: dict[DateOrder, str] = {}
    is_in_doubt = False
    for text in texts:
        if (match := _YEAR_LAST.fullmatch(text)) is not None:
            is_in_doubt = True
            if order := _only_order(int(match["first"]), int(match["second"])):
                witness.setdefault(order, text)
    if len(witness) > 1:
        raise WrongInputError(
            f"{file}: {witness['month_first']!r} can only be read month first and "
            f"{witness['day_first']!r} only day first; export the report again in one form"
        )
    decided = next(iter(witness)) if witness else configured
    return TimeReader(decided, zone, is_assumed=is_in_doubt and not witness)


def _only_order(first: int, second: int) -> DateOrder | None:
    if first > LAST_MONTH >= second:
        return "day_first"
    if second > LAST_MONTH >= first:
        return "month_first"
    return None


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= NOON:
        raise ValueError(f"{hour} is no hour of a 12-hour clock")
    return hour % NOON + (NOON if half in "Pp" else 0)


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment!r} lies outside the calendar") from error
