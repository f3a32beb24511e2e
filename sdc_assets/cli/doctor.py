"""`sdc doctor`: looks at settings, folders, the APIs and the generator; says what to mend."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.exits import Exit
from sdc_assets.cli.terminal import json_option, print_json, say

if TYPE_CHECKING:
    from sdc_assets.cli.findings import Finding


@click.command()
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Check settings, folders, Syncro permissions, GetReport and the generator; say what to fix.

    Ends with 1 where something must be fixed; a warning alone ends with 0.
    """
    ctx.exit(examine(ctx.obj, as_json=as_json))


def examine(app: App, *, as_json: bool = False) -> Exit:
    """Show all findings; the exit code they call for."""
    from sdc_assets.cli.findings import State
    from sdc_assets.cli.inspection import inspect

    findings = list(inspect(app.workspace, app.config_path))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        _tell(findings)
    is_bad = any(finding.state is State.FAIL for finding in findings)
    return Exit.FAILED if is_bad else Exit.FINE


def _tell(findings: list["Finding"]) -> None:
    for finding in findings:
        say(f"{finding.state.upper():<5} {finding.about:<14} {finding.text}")
        if finding.advice:
            say(f"{'':<21}-> {finding.advice}")
    counts = {state: sum(f.state == state for f in findings) for state in ("fail", "warn")}
    say(f"{counts['fail']} to fix, {counts['warn']} to look at")
