"""`sdc evaluate redaction`: what the redactor of a run finds in texts, held against the truth."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.terminal import json_option, print_json, progress

if TYPE_CHECKING:
    from sdc_core.linking.base import Customer

_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", metavar="FILE", type=_file)
@click.option(
    "--customers", type=_file, help="A customer list; without it nobody is known by name."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write what was found, secrets too, one object a line.")  # fmt: skip
@json_option
@click.pass_obj
def command(app: App, /, *, file: Path, customers: Path | None, out: Path | None,
            as_json: bool) -> None:  # fmt: skip
    """Look for what must not leave in every text of a file and say how much of it is found.

    FILE holds one object a line: {id, text, spans}, and each span {start, end, label, value}. The
    spans are the truth: they are optional, and read after everything was looked at. A span counts
    as found when nothing of it is left. The customer cache of the data folder is not used.
    """
    from sdc_assets.cli.evaluate_redaction_view import show_report
    from sdc_core.privacy.evaluation.report import evaluate
    from sdc_core.privacy.redactor import make_redactor

    redactor = make_redactor(app.settings, _customers(customers))
    with progress(is_silent=as_json) as step:
        report = evaluate(file, redactor.find, out=out, step=step)
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report, out)


def _customers(path: Path | None) -> "list[Customer]":
    from sdc_core.syncro.lean import customers_from
    from sdc_core.syncro.snapshot import snapshot_from_file

    if path is None:
        return []
    snapshot = snapshot_from_file(path)
    return customers_from(snapshot.customers, snapshot.contacts, str(path))
