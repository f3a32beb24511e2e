"""What `sdc evaluate insights` shows a person."""

from pathlib import Path

from sdc_assets.cli.terminal import say, show, table
from sdc_core.insights.evaluation.figures import InsightReport

SHOWN = 40


def show_report(report: InsightReport, out: Path | None) -> None:
    """How many titles name the problem, then the titles that do not."""
    say(headline(report))
    show(table(f"By {report.generator}", ["measure", "value"], _measures(report)))
    _show_missed(report)
    if out:
        say(f"Titles and summaries: {out}")


def headline(report: InsightReport) -> str:
    """What a person wants to know first."""
    known = report.with_accepted
    if not known:
        return f"{len(report.judged):,} titles written; without 'accepted' none can be judged."
    named = sum(bool(one.is_named) for one in known)
    return f"{named:,} of {len(known):,} titles name the problem ({named / len(known):.0%})."


def _measures(report: InsightReport) -> list[tuple[str, str]]:
    words, characters = report.longest
    milliseconds = 1000 * report.seconds / max(1, len(report.judged))
    return [
        ("Sessions", f"{len(report.judged):,}"),
        ("without a title", f"{sum(one.title is None for one in report.judged):,}"),
        ("words not in the source", f"{report.invented_share:.2%}"),
        ("longest title", f"{words} words, {characters} characters"),
        ("time", f"{milliseconds:.1f} ms a Session"),
    ]


def _show_missed(report: InsightReport) -> None:
    missed = [one for one in report.judged if one.is_named is False]
    for one in missed[:SHOWN]:
        say(f"- {one.id}: {one.title!r}")
    if len(missed) > SHOWN:
        say(f"  and {len(missed) - SHOWN:,} more; --json has them all")
