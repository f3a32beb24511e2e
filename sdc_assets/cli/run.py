"""`sdc run`: the pipeline of the first version, on Dagster."""

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.options import month_option
from sdc_assets.cli.terminal import json_option

FULL, INGEST_ONLY = "full", "ingest_only"


@click.command()
@click.option(
    "--pipeline",
    type=click.Choice([FULL, INGEST_ONLY]),
    default=FULL,
    show_default=True,
    help="full: customers, all sources, linking, titles. ingest_only: sources, nothing linked.",
)
@month_option("--since", "Only months from this one on; the others stay due.")
@wait_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, pipeline: str, since: str | None, wait_seconds: int, *, as_json: bool
) -> None:
    """Read what is new in all sources and bring every month that is behind up to date.

    A source that fails stops no other. What did not change is not written again.
    """
    from sdc_assets.cli.pipeline import finish, run_full, run_ingest_only, shown

    app: App = ctx.obj
    runs_of = run_full if pipeline == FULL else run_ingest_only
    with hold_run(app, what=f"sdc run --pipeline {pipeline}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as step:
            runs = runs_of(app, since, step)
        ctx.exit(finish(app, runs, as_json=as_json).exit)
