"""`sdc cache`: fetch the customers now."""

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.terminal import json_option
from sdc_core.settings import Settings

SYNCRO = "syncro"


@click.command()
@click.option("--source", type=click.Choice([SYNCRO]), default=SYNCRO, show_default=True)
@wait_option
@json_option
@click.pass_context
def command(ctx: click.Context, source: str, wait_seconds: int, *, as_json: bool) -> None:
    """Fetch all customers and contacts from Syncro, whatever the age of the cache.

    Months whose links depend on them are due afterwards: `sdc run` brings them up to date.
    """
    from sdc_assets.cli.pipeline import CUSTOMERS, finish, shown

    app: App = ctx.obj
    app.settings = _always_fetching(app.settings)
    with hold_run(app, what=f"sdc cache --source {source}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as step:
            step("customers", 0, 1)
            run = app.runner.run(CUSTOMERS)
        ctx.exit(finish(app, [run], as_json=as_json).exit)


def _always_fetching(settings: Settings) -> Settings:
    """What the cache policy of the settings would leave for later is fetched now."""
    defaults = settings.processing_defaults
    now = defaults.model_copy(update={"syncro_cache_policy": "on_each_run"})
    return settings.model_copy(update={"processing_defaults": now})
