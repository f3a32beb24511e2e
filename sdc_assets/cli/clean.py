"""`sdc clean`: delete what can be rebuilt; inputs, records, decisions and quarantine stay."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.terminal import json_option, print_json, say
from sdc_core.errors import SettingsError

if TYPE_CHECKING:
    from sdc_core.workspace import Workspace

ALL, CACHE, LOGS = "all", "cache", "logs"
KEPT_IN_CACHE = "customers"
MANY_FILES = 12


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="SOURCE...|all|cache|logs")
@click.option("--commit", is_flag=True, help="Really delete; without it nothing is touched.")
@click.option("--yes", is_flag=True, help="With --commit: do not ask.")
@json_option
@click.pass_obj
def command(app: App, targets: tuple[str, ...], *, commit: bool, yes: bool, as_json: bool) -> None:
    """Delete what can be rebuilt, so that the next `sdc run` makes it anew.

    \b
    SOURCE  its Sessions, built and finished, and its cursor: all is read again
    all     the same of every source, what is linked, the interval index
    cache   texts already written, the interval index, a first crawl that was
            stopped; the customers stay
    logs    the log files

    Never touched: input files, records, decisions, quarantine. Edits made by hand in finished
    files are taken into the decisions first.
    """  # noqa: D301 - click's mark for lines that are not re-wrapped
    files = sorted(set(_files(app, targets)))
    deletes = commit and (yes or as_json or _is_agreed(files))
    if deletes:
        _delete(app, files)
    if as_json:
        print_json({"deleted": deletes, "files": [str(path) for path in files]})
    else:
        _tell(files, deletes=deletes, commit=commit)


def _files(app: App, targets: tuple[str, ...]) -> Iterator[Path]:
    names = [source.name for source in app.workspace.sources]
    for target in targets:
        if target not in {ALL, CACHE, LOGS, *names}:
            allowed = ", ".join([*names, ALL, CACHE, LOGS])
            raise SettingsError(f"unknown target {target!r}; allowed are {allowed}")
        if target == LOGS:
            yield from _logs(app)
        elif target == CACHE:
            yield from _cache(app.workspace)
        elif target == ALL:
            yield from _everything(app.workspace)
        else:
            yield from _of_source(app.workspace, target)


def _logs(app: App) -> Iterator[Path]:
    from sdc_core.log import log_file

    file = log_file(app.settings)
    yield from (path for path in file.parent.glob(f"{file.name}*") if path.is_file())


def _cache(workspace: "Workspace") -> Iterator[Path]:
    for path in _below(workspace.cache):
        if KEPT_IN_CACHE not in path.relative_to(workspace.cache).parts[:-1]:
            yield path


def _everything(workspace: "Workspace") -> Iterator[Path]:
    yield from _below(workspace.root / "store")
    yield from _below(workspace.output / "sessions")
    yield from _below(workspace.cache / "index")
    for source in workspace.sources:
        yield from _cursor(workspace, source.name)


def _of_source(workspace: "Workspace", name: str) -> Iterator[Path]:
    """Its own layer and its finished files; the manifests that name these stay."""
    from sdc_core.layers import FINISHED

    yield from _below(workspace.layers[f"sessions/{name}"].store.folder)
    mark = f"_{workspace.source(name).system.lower()}_"
    finished = workspace.layers[FINISHED].store.folder
    yield from (path for path in _below(finished) if mark in path.name)
    yield from _cursor(workspace, name)


def _cursor(workspace: "Workspace", name: str) -> Iterator[Path]:
    from sdc_core.store.records import CURSOR_FILE

    path = workspace.records(name).folder / CURSOR_FILE
    if path.is_file():
        yield path


def _below(folder: Path) -> Iterator[Path]:
    """All files, never through a link to another place; locks stay, somebody may hold them."""
    for parent, _, names in os.walk(folder, followlinks=False):
        yield from (Path(parent) / name for name in names if not name.endswith(".lock"))


def _is_agreed(files: list[Path]) -> bool:
    return bool(files) and click.confirm(f"Delete {len(files):,} files?", default=False)


def _delete(app: App, files: list[Path]) -> None:
    from sdc_assets.cli.lock import hold_run
    from sdc_core.store import platform

    with hold_run(app, what="sdc clean", wait_seconds=0):
        _take_hand_edits(app.workspace)
        for path in files:
            platform.remove(path)


def _take_hand_edits(workspace: "Workspace") -> None:
    """A finished file may hold a decision that the ledger does not know yet."""
    from sdc_core.layers import FINISHED
    from sdc_core.store.hand_edits import HandEdits
    from sdc_core.times import now_utc

    store = workspace.layers[FINISHED].store
    edits = HandEdits(store=store, ledger=workspace.ledger, quarantine=workspace.quarantine)
    for month in store.months():
        edits.take(month, workspace.customers.load(), now_utc())


def _tell(files: list[Path], *, deletes: bool, commit: bool) -> None:
    for path in files[:MANY_FILES]:
        say(f"  {path}")
    if len(files) > MANY_FILES:
        say(f"  ... and {len(files) - MANY_FILES:,} more")
    if not files:
        say("Nothing to delete.")
    elif deletes:
        say(f"Deleted {len(files):,} files. `sdc run` makes them anew.")
    elif not commit:
        say(f"Would delete {len(files):,} files. Nothing was touched; add --commit to delete them.")
    else:
        say("Nothing was touched.")
