"""`sdc evaluate insights`: the titles and summaries of a run, judged on Sessions with answers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdc_assets.cli.terminal import json_option, print_json, progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdc_core.insights.evaluation.cases import InsightCase

_SEED = 7


@click.command()
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--demo", type=click.IntRange(min=1), metavar="N",
              help="Instead of a file a demo world of about N Sessions.")  # fmt: skip
@click.option("--seed", default=_SEED, show_default=True, help="Another seed, another world.")
@click.option("--with-embeddings", is_flag=True,
              help="Let the embedding model weigh sentences too (extra 'embeddings').")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write id, title and summary, one object a line.")  # fmt: skip
@json_option
def command(
    *,
    file: Path | None,
    demo: int | None,
    seed: int,
    with_embeddings: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write titles and summaries without a model and say how many name the problem.

    FILE holds one Session a line: {segments: [...], accepted: [[words]]}. A segment is a text, or
    an object with content or text, and maybe type, author, role; beside the segments may stand id,
    subject and source_system. A title names the problem when it has all words of one accepted
    list, plural and verb endings aside. Without accepted, titles are only written.
    """
    from sdc_assets.cli.evaluate_insights_view import show_report
    from sdc_core.insights.evaluation.figures import evaluate, write_insights
    from sdc_core.llm.extractive.generator import ExtractiveGenerator

    if (file is None) == (demo is None):
        raise click.UsageError("give a FILE, or --demo N for a demo world; one of the two")
    generator = ExtractiveGenerator(with_embeddings=with_embeddings)
    with progress(is_silent=as_json) as step:
        cases = _cases(file, demo, seed, step)
        report = evaluate(cases, generator, step)
    if out:
        write_insights(out, report.judged)
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report, out)


def _cases(
    file: Path | None, demo: int | None, seed: int, step: "Callable[[str, int, int], None]"
) -> "list[InsightCase]":
    from sdc_core.insights.evaluation.cases import read_cases

    if file is not None:
        return list(read_cases(file))
    from sdc_core.demo.insight_truth import cases_of_world

    return cases_of_world(sessions=demo or 1, seed=seed, step=step)
