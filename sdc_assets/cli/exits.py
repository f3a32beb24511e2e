"""Exit codes and the one line that an error becomes."""

from enum import IntEnum

import click

from sdc_core.errors import ApiError, BusyError, SdcError, SettingsError, SourceError


class Exit(IntEnum):
    """What a program that calls `sdc` can tell from the exit code."""

    FINE = 0
    FAILED = 1
    USAGE = 2
    NOTHING_DONE = 3
    BUSY = 4


EPILOG = (
    "Exit codes: 0 all fine; 1 something failed, the rest was done; 2 wrong option or setting; "
    "3 nothing could be done (an input or API is missing, unreachable or refuses); "
    "4 another run holds the lock."
)


def exit_of(error: SdcError) -> Exit:
    """The exit code of an error that ended the command."""
    if isinstance(error, SettingsError):
        return Exit.USAGE
    if isinstance(error, BusyError):
        return Exit.BUSY
    if isinstance(error, SourceError | ApiError):
        return Exit.NOTHING_DONE
    return Exit.FAILED


def say_error(text: str) -> None:
    """`error: ...` on stderr, one line per fact."""
    for line in text.splitlines() or [""]:
        click.echo(f"error: {line}", err=True)
