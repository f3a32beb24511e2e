"""The time forms of ScreenConnect reports: ISO from the program itself, others from Excel.

A re-save in Excel cuts zone and seconds and writes the date in the order of its locale
(`1/3/2025 17:43`). The order is decided once per file, from dates that allow one reading only.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sdc_core.errors import WrongInputError

DateOrder = Literal["month_first", "day_first"]

DATE_ORDER_ASSUMED = "date_order=assumed"
LAST_MONTH = 12
CENTURY = 2000
NOON = 12

# `2025-01-02T14:47:22.4835441Z`, the form that the program itself writes; what stands between its
# numbers is every third character.
_EXACT_LENGTH = 28
_EXACT_MARKS = "--T::."
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?P<seconds>:\d\d)?")
_CLOCK = (
    r"[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<seconds>:\d\d)?(?:\.\d+)?"
    r"\s*(?:(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})" + _CLOCK
)
# Locales that write the year first write the month before the day.
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _CLOCK
)


# A time as read: in UTC, as ISO text, how its zone is known, whether its seconds are. A plain
# tuple: two are made for every row, and one with names takes longer than reading the time itself.
Moment = tuple[datetime, str, str, bool]


@dataclass(frozen=True)
class TimeReader:
    """Reads the times of one file; `is_assumed` when the file gave no evidence of the order."""

    order: DateOrder
    zone: str
    is_assumed: bool = False
    _known: dict[str, Moment] = field(default_factory=dict, repr=False, compare=False)

    def read(self, text: str) -> Moment:
        """One time.

        Raises:
            ValueError: None of the known forms, or not in the calendar.
        """
        if len(text) == _EXACT_LENGTH and (exact := _exact(text)):
            return exact
        if (known := self._known.get(text)) is None:
            # Times to the minute repeat; the program's own hardly ever do.
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> Moment:
        if match := _YEAR_LAST.fullmatch(text):
            first, second = int(match["first"]), int(match["second"])
            month, day = (first, second) if self.order == "month_first" else (second, first)
            return self._local(match, _year(match["year"]), month, day)
        if iso := _ISO.match(text):
            with suppress(ValueError):
                return self._moment(datetime.fromisoformat(text), has_seconds=bool(iso["seconds"]))
        if match := _YEAR_FIRST.fullmatch(text):
            return self._local(match, int(match["year"]), int(match["month"]), int(match["day"]))
        raise ValueError(
            f"{text!r} is no time; read are 2025-01-02T14:47:22Z, 2025-01-02 14:47 and "
            "1/2/2025 14:47 (also with seconds or am/pm)"
        )

    def _local(self, match: re.Match[str], year: int, month: int, day: int) -> Moment:
        hour, minute = _hour(int(match["hour"]), match["half"]), int(match["minute"])
        seconds = match["seconds"]
        read = datetime(  # noqa: DTZ001 - the zone is decided below
            year, month, day, hour, minute, int((seconds or ":0")[1:])
        )
        return self._moment(read, has_seconds=bool(seconds))

    def _moment(self, read: datetime, *, has_seconds: bool) -> Moment:
        if read.tzinfo is not None:
            return _in_utc(read, "offset", has_seconds=has_seconds)
        basis = "assumed_utc" if self.zone == "UTC" else "assumed_zone"
        zoned = read.replace(tzinfo=ZoneInfo(self.zone))
        return _in_utc(zoned, basis, has_seconds=has_seconds)


def time_reader(texts: Iterable[str], *, configured: DateOrder, zone: str, file: str) -> TimeReader:
    """The reader for all times of one file.

    Raises:
        WrongInputError: Some dates can only be read month first, others only day first.
    """
    witness: dict[DateOrder, str] = {}
    is_in_doubt = False
    for text in texts:
        if (match := _YEAR_LAST.fullmatch(text.strip())) is not None:
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


def _year(text: str) -> int:
    return int(text) if len(text) == len("2025") else CENTURY + int(text)


def _exact(text: str) -> Moment | None:
    """A time in the program's own form; None where the text only has its length."""
    if text[4:20:3] != _EXACT_MARKS or text[-1] != "Z":
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    # As `isoformat` writes it, which costs more than all the rest of the reading.
    iso = text[:26] if read.microsecond else text[:19]
    return read, iso + "+00:00", "offset", True


def _in_utc(moment: datetime, basis: str, *, has_seconds: bool) -> Moment:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment!r} lies outside the calendar") from error
    return utc, utc.isoformat(), basis, has_seconds
