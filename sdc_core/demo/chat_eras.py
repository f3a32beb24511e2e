"""How SillyTavern wrote dates and file names over the years; one era per demo technician.

The forms and their periods stand in SillyTavern's own history: epoch milliseconds until 2023-03,
`2023-5-13 @21h 30m 45s 123ms` until 2023-06, `June 19, 2023 2:20pm` until 2025-11, ISO since. An
installation that was never updated writes its old form for ever, so all four appear side by side.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sdc_core.demo.world import ZONE


@dataclass(frozen=True)
class Era:
    """One version of the program.

    Attributes:
        send_date: A moment in the form of messages.
        create_date: A moment in the form of line 0.
        file_name: Character and moment to the name of a new chat, without `.jsonl`.
        has_metadata: Line 0 carries `chat_metadata`, and branches exist.
        has_hash: `chat_metadata` carries `chat_id_hash`.
        has_generation_times: AI messages carry `gen_started` and `gen_finished`.
        is_current: Line 0 says "unused", also in group chats.
    """

    send_date: Callable[[datetime], Any]
    create_date: Callable[[datetime], Any]
    file_name: Callable[[str, datetime], str]
    has_metadata: bool = True
    has_hash: bool = True
    has_generation_times: bool = True
    has_groups: bool = True
    is_current: bool = False

    def group_name(self, moment: datetime) -> str:
        """Name of a new group chat, which is the time alone."""
        return _padded(moment) + (_milliseconds(moment) if self.is_current else "")


def iso_milliseconds(moment: datetime) -> str:
    """UTC with milliseconds and Z, as JavaScript writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + _three(moment) + "Z"


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


def _month_name(moment: datetime) -> str:
    """`June 19, 2023 2:20pm`: local, minute only."""
    local = moment.astimezone(ZONE)
    half = "pm" if local.hour // 12 else "am"
    name = _MONTHS[local.month - 1]
    return f"{name} {local.day}, {local.year} {local.hour % 12 or 12}:{local.minute:02d}{half}"


def _at_sign(moment: datetime) -> str:
    """`2023-5-13 @21h 30m 45s 123ms`: local, month and day not padded."""
    local = moment.astimezone(ZONE)
    clock = f"{local.hour:02d}h {local.minute:02d}m {local.second:02d}s"
    return f"{local.year}-{local.month}-{local.day} @{clock} {_three(moment)}ms"


def _padded(moment: datetime) -> str:
    """`2025-08-06@18h48m10s`: local."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d@%Hh%Mm%Ss")


def _milliseconds(moment: datetime) -> str:
    return f"{_three(moment)}ms"


def _three(moment: datetime) -> str:
    return f"{moment.microsecond // 1000:03d}"


# Locale-free month names: strftime("%B") would follow the machine's language.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

ERAS = {
    "epoch": Era(
        send_date=_epoch,
        create_date=_epoch,
        file_name=lambda _, moment: str(_epoch(moment)),
        has_metadata=False,
        has_hash=False,
        has_generation_times=False,
        has_groups=False,
    ),
    "at_sign": Era(
        send_date=_at_sign,
        create_date=_at_sign,
        file_name=lambda character, moment: f"{character} - {_at_sign(moment)}",
        has_hash=False,
        has_generation_times=False,
    ),
    "month_name": Era(
        send_date=_month_name,
        create_date=_padded,
        file_name=lambda character, moment: f"{character} - {_padded(moment)}",
    ),
    "iso": Era(
        send_date=iso_milliseconds,
        create_date=_padded,
        file_name=lambda character, moment: (
            f"{character} - {_padded(moment)}{_milliseconds(moment)}"
        ),
        is_current=True,
    ),
}
