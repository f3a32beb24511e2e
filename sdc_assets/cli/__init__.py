"""The `sdc` command line; each command runs the same Dagster jobs as the web interface."""

import os
import sys
from pathlib import Path

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.exits import EPILOG
from sdc_assets.cli.group import LazyGroup
from sdc_assets.cli.streams import never_fail

_MODULES = "sdc_assets.cli."
# name: (module, one line of help), in the order in which a newcomer meets them
COMMANDS = {
    "demo": (f"{_MODULES}demo", "Make a world of raw files and run everything over it."),
    "init": (f"{_MODULES}init", "Write config.json and .env, then check them."),
    "doctor": (f"{_MODULES}doctor", "Check settings, folders, keys; say what to fix."),
    "run": (f"{_MODULES}run", "Read all sources and bring every month up to date."),
    "ingest": (f"{_MODULES}ingest", "Read one source or all."),
    "process": (f"{_MODULES}process", "Run one step over the months that need it."),
    "cache": (f"{_MODULES}cache", "Fetch all customers from Syncro now."),
    "status": (f"{_MODULES}status", "What is there, what waits, what is behind."),
    "link": (f"{_MODULES}link", "Company texts that are open; say whose one is, for good."),
    "chats": (f"{_MODULES}chats", "Which SillyTavern chats are work, which are private."),
    "history": (f"{_MODULES}history", "Every step that shaped one Session, and why."),
    "search": (f"{_MODULES}search", "Find Sessions by meaning and words; duplicates."),
    "quarantine": (f"{_MODULES}quarantine", "What was rejected, why, and another try."),
    "evaluate": (f"{_MODULES}evaluate", "How well linking does, on data with known answers."),
    "clean": (f"{_MODULES}clean", "Delete what can be rebuilt (a dry run by default)."),
    "ui": (f"{_MODULES}ui", "Start the Dagster web interface."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The settings file [default: SDC_CONFIG, else ./config.json].",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data root [default: SDC_DATA_FOLDER, else project_paths.data_folder].",
)
@click.version_option(package_name="syncro-data-consolidator", prog_name="sdc")
@click.pass_context
def main(ctx: click.Context, config: Path | None, data: Path | None) -> None:
    """What work was really done, for whom, when: four sources to linked Sessions."""
    never_fail(sys.stdout, sys.stderr)
    ctx.obj = App(config=config, data=data, environment=dict(os.environ))
