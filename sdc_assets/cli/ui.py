"""`sdc ui`: the Dagster web interface of this data root; ends with all its processes."""

import os
import signal
import subprocess
import sys
import webbrowser
from contextlib import suppress
from types import FrameType

import click

from sdc_assets.cli.app import App

GRACE_SECONDS = 10
DEFAULT_PORT = 3000
IS_WINDOWS = os.name == "nt"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "opens", default=False, help="Open the browser.")
@click.pass_context
def command(ctx: click.Context, host: str, port: int, *, opens: bool) -> None:
    """Start the Dagster web interface, its sensors and schedules.

    End it with Ctrl-C.
    """
    app: App = ctx.obj
    environment = _prepare(app)
    click.echo(f"Dagster on http://{host}:{port} for {app.settings.data_root}; Ctrl-C ends it")
    if opens:
        webbrowser.open(f"http://{host}:{port}")
    ctx.exit(run_to_end(_dagster_dev(host, port), environment))


def _dagster_dev(host: str, port: int) -> list[str]:
    target = ["-m", "sdc_assets.definitions", "-h", host, "-p", str(port)]
    return [sys.executable, "-m", "dagster", "dev", *target]


def _prepare(app: App) -> dict[str, str]:
    """Initialise the instance once, before several processes would at the same time."""
    from sdc_assets.instance import open_instance

    with open_instance(app.settings):
        home = app.settings.data_root.absolute() / ".dagster"
    given = {**app.variables(), "DAGSTER_HOME": str(home)}
    if app.config_path.is_file():
        given["SDC_CONFIG"] = str(app.config_path.absolute())
    return given


def run_to_end(arguments: list[str], environment: dict[str, str]) -> int:
    """Run a program in this terminal and end all its children with it.

    `dagster dev` leaves processes behind for up to a minute when it alone is told to end.
    """
    # A shell starts what runs in its background with Ctrl-C ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    program = _Program(arguments, environment)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, program.ask)
    try:
        return program.wait()
    finally:
        program.kill()


class _Program:
    """A process that leads a group of its own."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
            arguments, env=environment, start_new_session=not IS_WINDOWS, creationflags=flags
        )
        self._is_asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Ask the leader only: it ends its children in order; asked twice, all are killed."""
        del number, frame
        if self._is_asked:
            self.kill()
        self._is_asked = True
        self._process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))

    def wait(self) -> int:
        """Its exit code; 0 where it was asked to end, after the grace period at the latest."""
        seconds_asked = 0
        while seconds_asked <= GRACE_SECONDS:
            try:
                code = self._process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                seconds_asked += self._is_asked
            else:
                return 0 if self._is_asked else code
        return 0

    def kill(self) -> None:
        """Kill the group, also after its leader is gone: the children keep it."""
        if IS_WINDOWS:
            tree = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - fixed program
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
