"""What `sdc evaluate redaction` shows a person."""

from pathlib import Path

from sdc_assets.cli.terminal import say, show, table
from sdc_core.privacy.evaluation.figures import NOT_SOUGHT, Figures, Tally
from sdc_core.privacy.evaluation.report import Report


def show_report(report: Report, out: Path | None) -> None:
    """How much was looked at and found; where there is a truth, what of it."""
    speed = report.characters_per_second
    per_second = f"{speed:,.0f} characters a second of one core" if speed else "no text"
    say(f"{report.documents:,} texts of {report.characters:,} characters; {per_second}")
    if out:
        say(f"Found: {out}")
    if report.figures is None:
        say("No text has spans: what is right cannot be said.")
        show(table("Found", ["label", "spans"], list(report.found.items())))
        return
    show(table("All that is looked for", ["measure", "value", "of"], _measures(report.figures)))
    show(table("By label of the truth", ["label", "spans", "recall", ""], _by_label(report)))


def _measures(figures: Figures) -> list[tuple[str, str, str]]:
    everything = figures.all
    return [
        (
            "recall",
            _rate(everything.recall),
            f"{everything.covered:,} of {everything.spans:,} spans",
        ),
        ("precision", _rate(figures.precision), f"{figures.right:,} of {figures.found:,} found"),
        (
            "texts with a leak",
            _rate(figures.leak_rate),
            f"{figures.leaking:,} of {figures.documents:,} texts",
        ),
    ]


def _by_label(report: Report) -> list[tuple[str, int, str, str]]:
    by_label: dict[str, Tally] = report.figures.by_label if report.figures else {}
    return [
        (label, tally.spans, _rate(tally.recall), "not looked for" if label in NOT_SOUGHT else "")
        for label, tally in by_label.items()
    ]


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
