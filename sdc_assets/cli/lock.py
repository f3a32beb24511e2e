"""The lock of a data root: one command at a time changes it; others are told who holds it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from sdc_assets.cli.app import App
from sdc_core.errors import BusyError
from sdc_core.store.locks import hold

LOCK_FILE = "sdc-run.lock"
DEFAULT_WAIT_SECONDS = 600

wait_option = click.option(
    "--wait",
    "wait_seconds",
    default=DEFAULT_WAIT_SECONDS,
    show_default=True,
    type=click.IntRange(min=0),
    help="Seconds to wait while another command works on this data root.",
)


@contextmanager
def hold_run(app: App, *, what: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of the data root; who has to wait is told at once for whom.

    Raises:
        BusyError: It was not free in time; names the holder.
    """
    lock = app.settings.data_root / ".dagster" / LOCK_FILE
    with ExitStack() as held:
        try:
            held.enter_context(hold(lock, what=what, timeout_seconds=0))
        except BusyError as error:
            if not wait_seconds:
                raise
            click.echo(f"waiting up to {wait_seconds:g} s: {error}", err=True)
            held.enter_context(hold(lock, what=what, timeout_seconds=wait_seconds))
        yield
