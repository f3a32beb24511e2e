"""`sdc ui`: the Dagster web interface of this data root; ends with all its processes."""

import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Callable
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
    """Run a program with all its children in a group of its own, and end the whole group.

    `dagster dev` leaves processes behind for up to a minute when it alone is told to end.
    """
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter with fixed arguments
        arguments, env=environment, start_new_session=not IS_WINDOWS, creationflags=flags
    )
    asked = False

    def forward(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        del number, frame
        if asked:
            _kill_group(process)
        asked = True
        _ask_group(process)

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, forward)
    try:
        code = _wait(process, lambda: asked)
    finally:
        _kill_group(process)
    return 0 if asked else code


def _wait(process: subprocess.Popen[bytes], is_asked: Callable[[], bool]) -> int:
    """Wait for the end; once asked, no longer than the grace period."""
    waited = 0
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            waited += is_asked()
            if waited > GRACE_SECONDS:
                return 0


def _ask_group(process: subprocess.Popen[bytes]) -> None:
    if IS_WINDOWS:
        process.send_signal(signal.CTRL_BREAK_EVENT)  # type: ignore[attr-defined,unused-ignore]
    else:
        _signal_group(process, signal.SIGINT)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Also after the leader is gone: its children keep the group."""
    if IS_WINDOWS:
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - fixed program
    else:
        _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
