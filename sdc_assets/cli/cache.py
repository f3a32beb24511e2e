"""`sdc cache`: fetch the customers now."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.exits import Exit, say_error
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.terminal import json_option, print_json, say
from sdc_core.settings import Settings

if TYPE_CHECKING:
    from sdc_assets.cli.report import CustomersLine

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
    app: App = ctx.obj
    app.settings = _always_fetching(app.settings)
    from sdc_assets.cli.pipeline import shown
    from sdc_assets.cli.report import CUSTOMERS, customers_of

    with hold_run(app, what=f"sdc cache --source {source}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as step:
            step("customers", 0, 1)
            run = app.runner.run(CUSTOMERS)
        ctx.exit(_tell(customers_of([run]), as_json=as_json))


def _tell(line: "CustomersLine", *, as_json: bool) -> Exit:
    """Nobody asked is nothing done: without account and key the old list stays as it is."""
    code = Exit.FINE if line.is_refreshed else Exit.NOTHING_DONE
    if as_json:
        print_json({**asdict(line), "exit_code": int(code)})
        return code
    if line.is_refreshed:
        say(line.to_text())
    for text in line.problems or line.warnings:
        if line.is_refreshed:
            say(f"warning: {text}")
        else:
            say_error(text)
    return code


def _always_fetching(settings: Settings) -> Settings:
    """What the cache policy of the settings would leave for later is fetched now."""
    defaults = settings.processing_defaults
    now = defaults.model_copy(update={"syncro_cache_policy": "on_each_run"})
    return settings.model_copy(update={"processing_defaults": now})
