"""`sdc demo`: a believable world in a data root of its own, and everything run over it."""

import json
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.terminal import json_option, say
from sdc_core.errors import SettingsError

if TYPE_CHECKING:
    from sdc_core.demo.generator import DemoWorld

DEFAULT_ROOT = Path("data/demo")
CONFIG_FILE = "config.json"
DEMO_KEY = "demo-key"  # the fake server takes any
REQUESTS_PER_MINUTE = 100_000

_file = click.Path(path_type=Path, exists=True)


@click.command()
@click.option("--root", type=click.Path(path_type=Path), default=DEFAULT_ROOT, show_default=True)
@click.option("--sessions", type=click.IntRange(min=1), help="About how many [default: 400].")
@click.option("--months", type=click.IntRange(1, 120), help="How long [default: 6].")
@click.option("--seed", type=int, help="Another seed, another world [default: 7].")
@click.option("--customers", type=_file, help="Your own customers.")
@click.option("--mentions", type=_file, help="Your own spellings of customers.")
@click.option("--texts", type=_file, help="Your own texts.")
@click.option("--fresh", is_flag=True, help="Replace the world that is there by a new one.")
@wait_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    root: Path,
    fresh: bool,
    wait_seconds: int,
    as_json: bool,
    **asked: Any,
) -> None:
    """Make raw files of all four sources for an MSP that never existed, and run everything.

    The world stays in its own data root. A second time the same world is run again, which writes
    nothing; change a row of an input file and only its Sessions are written.
    """
    from sdc_assets.cli.pipeline import finish, run_full, shown
    from sdc_core.demo.fake_syncro import FakeSyncro

    world = make_world(root, {name: v for name, v in asked.items() if v is not None}, fresh=fresh)
    config = _write_config(world)
    with FakeSyncro(world.syncro_world).serve() as base_url:
        app = App(config=config, data=None, environment=_environment(ctx.obj, base_url))
        with hold_run(app, what="sdc demo", wait_seconds=wait_seconds):
            with shown(as_json=as_json) as step:
                runs = run_full(app, None, step)
            report = finish(app, runs, as_json=as_json)
    if not as_json:
        _say_what_next(config, report.output)
    ctx.exit(report.exit)


def make_world(root: Path, asked: dict[str, Any], *, fresh: bool) -> "DemoWorld":
    """The world that is there, or a new one that ends yesterday.

    Raises:
        SettingsError: There is one that was made with other arguments.
    """
    from sdc_core.demo.generator import generate, given_digest, read_world

    there = read_world(root)
    if there is None or fresh:
        return generate(root, end=_yesterday(), **asked)
    wanted = {n: given_digest(v) if isinstance(v, Path) else v for n, v in asked.items()}
    changed = [name for name, value in wanted.items() if there.parameters.get(name) != value]
    if changed:
        listed = ", ".join(f"--{name} {asked[name]}" for name in changed)
        raise SettingsError(
            f"{root} holds a world made with other arguments ({listed} is new); add --fresh to "
            "replace it, or name another --root"
        )
    return there


def _yesterday() -> date:
    from sdc_core.times import now_utc

    return (now_utc().astimezone(UTC) - timedelta(days=1)).date()


def _write_config(world: "DemoWorld") -> Path:
    """Settings of the demo's data root; a file that a person changed stays."""
    from sdc_core.demo.private_chats import FOLDER as PRIVATE_CHATS

    path = world.root / CONFIG_FILE
    if path.is_file():
        return path
    config = {
        "project_paths": {
            "data_folder": ".",
            # A linked installation beside the drop folder: its chats wait for a word.
            "sillytavern_chat_input_folder": ["input/sillytavern", PRIVATE_CHATS],
        },
        "syncro_api": {"requests_per_minute": REQUESTS_PER_MINUTE, "account_zone": world.zone},
        "processing_defaults": {
            "business_time_zone": world.zone,
            "first_month": f"{world.first_day:%Y-%m}",
        },
        "technicians": world.technicians,
    }
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path


def _environment(app: App, base_url: str) -> dict[str, str]:
    """Nothing of the person's own settings, keys or accounts reaches the demo."""
    own = {
        name: value
        for name, value in app.environment.items()
        if name == "SDC_NOW" or not (name.startswith("SDC_") or name.endswith("_API_KEY"))
    }
    return {**own, "SDC_SYNCRO_API__BASE_URL": base_url, "SYNCRO_API_KEY": DEMO_KEY}


def _say_what_next(config: Path, output: Path) -> None:
    example = next(iter(sorted(output.glob("*/[0-9]*_screenconnect_*.json"), reverse=True)), None)
    say("")
    say("What to look at next:")
    if example:
        say(f"  one finished Session:  {example}")
        say(f"  how it came to be:     sdc --config {config} history {example.stem[-16:]}")
    say(f"  what waits:            sdc --config {config} status")
    say(f"  the web interface:     sdc --config {config} ui")
