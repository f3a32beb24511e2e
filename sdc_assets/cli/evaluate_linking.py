"""`sdc evaluate linking`: link a folder of queries with the linker of the graph, and judge it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.terminal import json_option, print_json, progress
from sdc_core.errors import InputMissingError

if TYPE_CHECKING:
    from sdc_core.settings import Settings

_score = click.FloatRange(0, 100)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--customers", type=click.IntRange(min=1), help="Only so many, drawn by --seed.")
@click.option("--pad", type=click.IntRange(min=1), help="Generated names up to so many customers.")
@click.option("--lists", default=1, show_default=True, type=click.IntRange(1, 100),
              help="Draw so many lists of --customers and judge them together.")  # fmt: skip
@click.option("--seed", default=7, show_default=True, help="Another seed, other draws.")
@click.option("--threshold", type=_score, help="Instead of the setting.")
@click.option("--margin", type=_score, help="Instead of the setting.")
@click.option("--persons/--companies", default=None,
              help="What the names are [default: as they look].")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write predictions.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    *,
    folder: Path,
    threshold: float | None,
    margin: float | None,
    out: Path | None,
    as_json: bool,
    **lists: Any,
) -> None:
    """Link every query of a folder and say how many links are right.

    DIR holds customers.csv (customer_id,name,alias) and queries.csv (query_id,text), or the same
    as .jsonl with more fields; gold.csv (query_id,true_id,kind,linkable) is optional and is read
    after the links are made. The links are those of a run: the same linker, the same settings.
    """
    from sdc_assets.cli.evaluate_linking_view import show_report
    from sdc_core.linking.evaluation.report import ListOptions, evaluate

    if lists["lists"] > 1 and (out or lists["customers"] is None):
        raise click.UsageError("--lists draws lists of --customers, and writes no --out")
    settings = _with_knobs(app.settings, threshold, margin)
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        raise InputMissingError(f"{folder}: {what}; DIR holds customers.csv and queries.csv")
    with progress(is_silent=as_json) as step:
        report = evaluate(folder, settings, ListOptions(**lists), out=out, step=step)
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report, out)


def _with_knobs(settings: "Settings", threshold: float | None, margin: float | None) -> "Settings":
    """The settings with the knobs of the command line in them."""
    knobs = {
        "customer_linking_fuzzy_match_threshold": threshold,
        "customer_linking_margin": margin,
    }
    given = {name: value for name, value in knobs.items() if value is not None}
    processing = settings.processing_defaults.model_copy(update=given)
    return settings.model_copy(update={"processing_defaults": processing})
