"""`sdc ingest`: read one source or all, and make their Sessions; nothing is linked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.options import day_option
from sdc_assets.cli.terminal import json_option, say

if TYPE_CHECKING:
    from sdc_core.workspace import Workspace

ALL = "all"
FILTERED = "screenconnect"
# Columns of the connection report that a filter may name, and their other name in older exports.
FILTERS: Mapping[str, tuple[str, ...]] = {
    "SessionID": ("SessionSessionID", "SessionID"),
    "SessionType": ("SessionSessionType", "SessionType"),
    "SessionName": ("SessionName",),
    "SessionHost": ("SessionHost",),
    "ParticipantName": ("ParticipantName",),
    "ProcessType": ("ProcessType",),
    "ClientType": ("ClientType",),
    "NetworkAddress": ("NetworkAddress",),
    "CustomProperty1": ("SessionCustomProperty1", "CustomProperty1"),
    "CustomProperty2": ("SessionCustomProperty2", "CustomProperty2"),
    "CustomProperty3": ("SessionCustomProperty3", "CustomProperty3"),
}


@click.command()
@click.option("--source", default=ALL, show_default=True, help="A source, or all.")
@day_option("--start-date", "ScreenConnect: make Sessions only of the months from this day on.")
@day_option("--end-date", "ScreenConnect: ... up to this day.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="K=V",
    help="ScreenConnect: only months with a connection whose column K is V. Repeatable.",
)
@click.option("--show-filters", is_flag=True, help="List the columns that --filter takes.")
@wait_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: str,
    start_date: date | None,
    end_date: date | None,
    filters: tuple[str, ...],
    wait_seconds: int,
    show_filters: bool,
    as_json: bool,
) -> None:
    """Read what is new in a source and make the Sessions of the months that changed.

    Every record that is found is kept, always: dates and filters only choose which months are
    made into Sessions now. The others stay due for the next `sdc run`.
    """
    app: App = ctx.obj
    if show_filters:
        for name in FILTERS:
            say(name)
        return
    wanted = _parse_filters(filters)
    is_narrowed = bool(wanted or start_date or end_date)
    names = _names(app.workspace, source, is_narrowed=is_narrowed)
    from sdc_assets.cli.pipeline import finish, run_ingest, shown

    def only(month: str) -> bool:
        return _in_dates(month, start_date, end_date) and _holds(app.workspace, month, wanted)

    with hold_run(app, what=f"sdc ingest --source {source}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as step:
            runs = run_ingest(app, names, step, only=only)
        ctx.exit(finish(app, runs, as_json=as_json).exit)


def _names(workspace: "Workspace", source: str, *, is_narrowed: bool) -> list[str]:
    names = [known.name for known in workspace.sources]
    if source not in {ALL, *names}:
        raise click.BadParameter(f"unknown source {source!r}; there are {', '.join(names)}, {ALL}")
    if is_narrowed and source != FILTERED:
        raise click.UsageError(f"dates and filters need --source {FILTERED}, not {source!r}")
    return names if source == ALL else [source]


def _parse_filters(filters: tuple[str, ...]) -> dict[str, str]:
    wanted = {}
    for text in filters:
        name, mark, value = text.partition("=")
        if not mark or name not in FILTERS:
            allowed = ", ".join(FILTERS)
            raise click.BadParameter(f"--filter {text!r} must be K=V with K one of {allowed}")
        wanted[name] = value
    return wanted


def _in_dates(month: str, start: date | None, end: date | None) -> bool:
    is_late_enough = start is None or month >= start.isoformat()[: len(month)]
    return is_late_enough and (end is None or month <= end.isoformat()[: len(month)])


def _holds(workspace: "Workspace", month: str, wanted: Mapping[str, str]) -> bool:
    """Whether one record of the month has all the values; letter case does not count."""
    if not wanted:
        return True
    tests = [_test(name, value) for name, value in wanted.items()]
    records = workspace.records(FILTERED).load(month)
    return any(all(test(record.raw) for test in tests) for record in records)


def _test(name: str, value: str) -> Callable[[Mapping[str, object]], bool]:
    low = value.strip().casefold()
    return lambda raw: any(str(raw.get(c, "")).strip().casefold() == low for c in FILTERS[name])
