"""The forms of `send_date` that SillyTavern and its relatives have written since 2023.

| form | example | zone |
|---|---|---|
| number, or digits in a string | `1674563371558` (> 1e11: milliseconds, else seconds) | UTC |
| month name | `June 19, 2023 2:20pm` | local, minutes only |
| at sign | `2023-5-13 @21h 30m 45s 123ms`, `2024-07-12@01h31m37s` | local |
| ISO | `2025-11-24T14:47:22.483Z`, with offset, or without zone | as given, else local |
| JavaScript | `Wed Aug 06 2025 18:48:00 GMT-0400 (EDT)` | as given, else local |

No general date parser: those fail on the at sign and turn `10` or `13/02/24` into a date. The
program's own reader appends `Z` to the local forms, hours off; that is not copied.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

MILLISECOND = "ms"
SECOND = "s"
MINUTE = "min"

_MILLISECONDS_FROM = 1e11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOON = 12
_JAVASCRIPT_ISO_LENGTH = len("2025-11-24T14:47:22.483Z")
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ),
        start=1,
    )
}  # fmt: skip
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()}


class SendDate(NamedTuple):
    """One parsed date: an aware UTC moment, or a naive one on the writer's clock."""

    moment: datetime
    resolution: str

    @property
    def is_local(self) -> bool:
        """Whether the zone is still to be decided."""
        return self.moment.tzinfo is None


def parse_send_date(value: object) -> SendDate | None:
    """Read any form of the table; None where there is no date in it."""
    if isinstance(value, str):
        return _from_javascript_iso(value) if _is_javascript_iso(value) else _from_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return None


def parse_utc(value: object) -> datetime | None:
    """Read a date that names its zone; None for any other."""
    if isinstance(value, str) and _is_javascript_iso(value):
        return _moment(value)
    parsed = parse_send_date(value)
    return None if parsed is None or parsed.is_local else parsed.moment


def date_in_name(stem: str) -> datetime | None:
    """The local time within a chat's file name, or that of a name that is epoch milliseconds."""
    found = _AT_SIGN.search(stem)
    parsed = _safe(_at_sign, found) if found else _from_text(stem)
    return parsed.moment.replace(tzinfo=None) if parsed else None


def _is_javascript_iso(text: str) -> bool:
    """`Date.toISOString()`, which each AI message holds several times: without the table."""
    return len(text) == _JAVASCRIPT_ISO_LENGTH and text[-1] == "Z" and text[10] == "T"


def _from_javascript_iso(text: str) -> SendDate | None:
    moment = _moment(text)
    return SendDate(moment, MILLISECOND) if moment else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _from_text(text: str) -> SendDate | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return _from_number(float(text))
    for pattern, build in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return _safe(build, found)
    return None


def _safe(build: Callable[[re.Match[str]], SendDate], found: re.Match[str]) -> SendDate | None:
    """The shape fits but the date may still not exist (`February 31`)."""
    try:
        return build(found)
    except (ValueError, KeyError, OverflowError):
        return None


def _from_number(number: float) -> SendDate | None:
    is_milliseconds = number > _MILLISECONDS_FROM
    try:
        past = timedelta(milliseconds=number) if is_milliseconds else timedelta(seconds=number)
        moment = _EPOCH + past
    except (OverflowError, ValueError):
        return None
    return SendDate(moment, MILLISECOND if is_milliseconds else SECOND) if number > 0 else None


def _month_name(found: re.Match[str]) -> SendDate:
    month, day, year, hour, minute, half = found.groups()
    if not 1 <= int(hour) <= _NOON:
        raise ValueError(f"hour {hour!r} of a twelve-hour clock")
    hours = int(hour) % _NOON + (_NOON if half.lower() == "p" else 0)
    number = _MONTHS[month.lower()]
    local = datetime(int(year), number, int(day), hours, int(minute))  # noqa: DTZ001 - zone comes later
    return SendDate(local, MINUTE)


def _at_sign(found: re.Match[str]) -> SendDate:
    *parts, milliseconds = found.groups()
    moment = _local(*parts) + timedelta(milliseconds=int(milliseconds or 0))
    return SendDate(moment, SECOND if milliseconds is None else MILLISECOND)


def _iso(found: re.Match[str]) -> SendDate:
    moment = datetime.fromisoformat(found[0])
    second, fraction = found[1], found[2]
    resolution = MILLISECOND if fraction else SECOND if second else MINUTE
    return SendDate(moment.astimezone(UTC) if moment.tzinfo else moment, resolution)


def _javascript(found: re.Match[str]) -> SendDate:
    month, day, year, hour, minute, second, sign, hours, minutes = found.groups()
    moment = _local(year, _SHORT_MONTHS[month.lower()], day, hour, minute, second)
    if sign is None:
        return SendDate(moment, SECOND)
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    return SendDate(moment.replace(tzinfo=timezone(offset)).astimezone(UTC), SECOND)


def _local(*parts: str | int) -> datetime:
    year, month, day, hour, minute, second = (*(int(part) for part in parts), 0)[:6]
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - zone comes later


_AT_SIGN = re.compile(
    r"(?a)(\d{4})-(\d{1,2})-(\d{1,2}) ?@(\d{1,2})h ?(\d{1,2})m ?(\d{1,2})s(?: ?(\d{1,3})ms)?"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], SendDate]], ...] = (
    (re.compile(r"(?ai)([a-z]+) (\d{1,2}), (\d{4}) (\d{1,2}):(\d{2}) ?([ap])m"), _month_name),
    (_AT_SIGN, _at_sign),
    (
        re.compile(
            r"(?a)\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
        ),
        _iso,
    ),
    (
        re.compile(
            r"(?ai)[a-z]{3} ([a-z]{3}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d)"
            r"(?: GMT([+-])(\d\d)(\d\d))?(?: \(.*\))?"
        ),
        _javascript,
    ),
)  # fmt: skip
