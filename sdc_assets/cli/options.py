"""Options that several commands share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from sdc_core.settings import MONTH_PATTERN

Command = TypeVar("Command", bound=Callable[..., Any])


def month_option(name: str, text: str) -> Callable[[Command], Command]:
    """An option that takes a month."""
    return click.option(name, type=_month, metavar="YYYY-MM", help=text)


def day_option(name: str, text: str) -> Callable[[Command], Command]:
    """An option that takes a day."""
    return click.option(name, type=_day, metavar="YYYY-MM-DD", help=text)


def _month(text: str) -> str:
    if not re.fullmatch(MONTH_PATTERN, text):
        raise click.BadParameter(f"{text!r} is not a month of the form '2025-01'")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day of the form '2025-01-31'") from None
