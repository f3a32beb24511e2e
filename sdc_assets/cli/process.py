"""`sdc process`: one step of the chain over the months that need it."""

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.terminal import json_option
from sdc_core.errors import SettingsError

ALL = "all"
# step: (job, layer); titles and summaries are written together
STEPS = {
    "customer_linking": ("customer_linking", "linked_sessions"),
    "llm_title": ("insights", "session_insights"),
    "llm_summary": ("insights", "session_insights"),
}
# Names of the older first version.
OTHER_NAMES = {"title": "llm_title", "summary": "llm_summary"}
NOT_YET = ("categorize", "detailed_overview", "notes_json_analysis")


@click.command()
@click.option("--step", default=ALL, show_default=True, help=f"{', '.join(STEPS)} or {ALL}.")
@click.option("--retry", is_flag=True, help="All months again, not only those that are behind.")
@wait_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, step: str, wait_seconds: int, *, retry: bool, as_json: bool
) -> None:
    """Run one step, or all, over the months whose inputs changed since.

    Nothing is read from the sources. A Session that comes out equal is not written again.
    """
    app: App = ctx.obj
    steps = _steps(step)
    from sdc_assets.cli.pipeline import finish, run_stale, run_these, shown
    from sdc_core.layers import known_months

    runs = []
    with hold_run(app, what=f"sdc process --step {step}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as tell:
            for job, layer in steps:
                if retry:
                    runs += run_these(app, job, known_months(app.workspace), tell)
                else:
                    runs += run_stale(app, job, tell, layers=[layer])
        ctx.exit(finish(app, runs, as_json=as_json).exit)


def _steps(step: str) -> list[tuple[str, str]]:
    name = OTHER_NAMES.get(step, step)
    if name in NOT_YET:
        raise SettingsError(
            f"--step {step!r} needs a language model and comes with that work; "
            f"today there are {', '.join([*STEPS, ALL])}"
        )
    if name not in {*STEPS, ALL}:
        raise click.BadParameter(f"unknown step {step!r}; there are {', '.join([*STEPS, ALL])}")
    return [STEPS[name]] if name != ALL else list(dict.fromkeys(STEPS.values()))
