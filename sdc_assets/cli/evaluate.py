"""`sdc evaluate`: how well the parts that decide by themselves do, on data with known answers."""

import click

from sdc_assets.cli.group import LazyGroup

_MODULES = "sdc_assets.cli."
COMMANDS = {
    "linking": (f"{_MODULES}evaluate_linking", "Link a folder of queries; judge the links."),
    "insights": (f"{_MODULES}evaluate_insights", "Write titles and summaries; judge them."),
    "redaction": (f"{_MODULES}evaluate_redaction", "Look for what must not leave; judge it."),
    "demo": (f"{_MODULES}evaluate_demo", "Make a demo world, run it, judge the links."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def command() -> None:
    """Measure what decides by itself, on the given data or on a world whose truth is known."""
