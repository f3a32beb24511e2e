"""`sdc quarantine`: what was rejected and why; inspect it, read it again, or give it up."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.exits import Exit
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.quarantine_view import show_counts, show_units, to_json
from sdc_assets.cli.terminal import json_option, print_json, say
from sdc_core.errors import SettingsError

if TYPE_CHECKING:
    from sdc_assets.runs import JobRun
    from sdc_core.store.quarantine_entry import QuarantineEntry

SHORTEST_ID = 6


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """List what the sources rejected, by reason; nothing of it is lost."""
    if ctx.invoked_subcommand is None:
        quarantine = ctx.obj.workspace.quarantine
        units = {name: quarantine.entries(name) for name in quarantine.sources()}
        show_counts(units, as_json=as_json)


@command.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--source", help="Only units of this source.")
@click.option("--reason", help="Only units with this reason, for example bad_time.")
@json_option
@click.pass_obj
def inspect(
    app: App, ids: tuple[str, ...], *, source: str | None, reason: str | None, as_json: bool
) -> None:
    """Show rejected units: place, reason, and the bytes that came in.

    ID is the id of a unit or its beginning. The bytes may hold private text: they are shown here
    and nowhere else. With --json they are in `raw_base64`, exactly as they came in.
    """
    _check_reason(reason)
    chosen = [
        unit
        for unit in _units(app, ids)
        if source in {None, unit.source} and reason in {None, unit.reason.value}
    ]
    if as_json:
        click.echo(to_json({"units": [unit.model_dump(mode="json") for unit in chosen]}))
    else:
        show_units(chosen)


@command.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--source", help="All open units of this source.")
@click.option("--all", "is_all", is_flag=True, help="All open units.")
@wait_option
@json_option
@click.pass_context
def replay(
    ctx: click.Context,
    ids: tuple[str, ...],
    *,
    source: str | None,
    is_all: bool,
    wait_seconds: int,
    as_json: bool,
) -> None:
    """Read rejected units again, after the program or a setting was corrected.

    What can be read now becomes part of its Session as if it had never been rejected; what cannot
    stays, with one more attempt counted. Exit code 1 if any of them stays.
    """
    app: App = ctx.obj
    if sum([bool(ids), source is not None, is_all]) != 1:
        raise click.UsageError("name units by ID, or --source SOURCE, or --all")
    if source is not None:
        app.workspace.source(source)
    wanted = [u for u in _units(app, ids) if u.is_open and source in {None, u.source}]
    if not wanted:
        _tell_replay(app, [], [], as_json=as_json)
        return
    with hold_run(app, what="sdc quarantine replay", wait_seconds=wait_seconds):
        runs = _replay(app, wanted, as_json=as_json)
    still_open = _tell_replay(app, wanted, runs, as_json=as_json)
    ctx.exit(Exit.FAILED if still_open or any(run.problems for run in runs) else Exit.FINE)


@command.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--note", required=True, help="Why these are given up; it stays with them.")
@json_option
@click.pass_obj
def discard(app: App, ids: tuple[str, ...], *, note: str, as_json: bool) -> None:
    """Give up rejected units: they stay listed with your note and are counted no more."""
    from sdc_core.store.quarantine_entry import QuarantineStatus

    if not note.strip():
        raise SettingsError("--note is empty; say why these units are given up")
    units = _units(app, ids)
    closed = {
        QuarantineStatus.REPLAYED: "was read meanwhile and is no longer rejected",
        QuarantineStatus.FORGOTTEN: "lost its text on purpose and is closed already",
    }
    for unit in units:
        if unit.status in closed:
            raise SettingsError(f"{unit.id} {closed[unit.status]}")
    for source in sorted({unit.source for unit in units}):
        own = [unit.id for unit in units if unit.source == source]
        quarantine = app.workspace.quarantine
        quarantine.resolve(source, own, QuarantineStatus.DISCARDED, note.strip())
    if as_json:
        print_json({"discarded": [unit.id for unit in units]})
    else:
        say(f"Discarded {len(units):,}; `sdc quarantine inspect` still lists them.")


def _check_reason(reason: str | None) -> None:
    from sdc_core.records import Reason

    known = [known.value for known in Reason]
    if reason is not None and reason not in known:
        raise SettingsError(f"unknown reason {reason!r}; there are {', '.join(known)}")


def _units(app: App, ids: Iterable[str]) -> list["QuarantineEntry"]:
    """The units that are named, or all, source by source in the order of their places.

    Raises:
        SettingsError: One of the ids names no unit, or more than one.
    """
    quarantine = app.workspace.quarantine
    units = [unit for name in quarantine.sources() for unit in quarantine.entries(name)]
    named = {_one(units, text).id for text in ids}
    return [unit for unit in units if unit.id in named] if named else units


def _one(units: Iterable["QuarantineEntry"], text: str) -> "QuarantineEntry":
    prefix = text.strip().lower()
    found = [unit for unit in units if unit.id.startswith(prefix)]
    if len(found) != 1 or len(prefix) < SHORTEST_ID:
        what = f"{len(found)} units begin so: write more of the id" if found else "none is so"
        raise SettingsError(
            f"{text!r} names no single unit ({what}); allowed are an id or its beginning "
            f"({SHORTEST_ID} characters or more) as `sdc quarantine inspect` shows them"
        )
    return found[0]


def _replay(app: App, wanted: list["QuarantineEntry"], *, as_json: bool) -> list["JobRun"]:
    """The intakes of these units, then every month that is behind for it."""
    from sdc_assets.cli.pipeline import run_stale, shown
    from sdc_assets.jobs import intake_job_name
    from sdc_assets.runs import CHAIN

    known = [source.name for source in app.workspace.sources]
    retry = {
        name: [unit.id for unit in wanted if unit.source == name]
        for name in known
        if any(unit.source == name for unit in wanted)
    }
    if not retry:
        return []
    with shown(as_json=as_json) as step:
        step("reading", 0, 1)
        runs = app.runner.run_sources([intake_job_name(name) for name in retry], retry)
        app.fresh()
        return [*runs, *run_stale(app, CHAIN, step)]


def _tell_replay(
    app: App, wanted: list["QuarantineEntry"], runs: list["JobRun"], *, as_json: bool
) -> list[str]:
    """What became of the units; returns the ids of those that stay."""
    still_open = {unit.id: unit for unit in _units(app, ()) if unit.is_open}
    replayed = [unit.id for unit in wanted if unit.id not in still_open]
    stay = [unit.id for unit in wanted if unit.id in still_open]
    problems = [text for run in runs for text in run.problems]
    months = [run.months for run in runs if run.months]
    if as_json:
        click.echo(
            to_json({"replayed": replayed, "open": stay, "months": months, "problems": problems})
        )
        return stay
    say(f"Read again: {len(replayed):,} of {len(wanted):,}")
    for text in problems:
        say(f"problem: {text}")
    show_units([still_open[unit_id] for unit_id in stay])
    return stay
