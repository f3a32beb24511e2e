"""Syncro Data Consolidator on Dagster: assets, sensors, schedules, checks and the `sdc` command.

`defs` is made when it is asked for, so that `-m sdc_assets` works for Dagster's own commands while
`sdc --help` loads no Dagster.
"""

from typing import Any

_LAZY = "defs"


def __getattr__(name: str) -> Any:
    if name != _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sdc_assets.definitions import defs  # noqa: PLC0415 - the point of this function

    return defs


def __dir__() -> list[str]:
    return sorted([*globals(), _LAZY])
