"""What `sdc evaluate linking` shows a person."""

from pathlib import Path

from sdc_assets.cli.terminal import say, show, table
from sdc_core.linking.base import Decision
from sdc_core.linking.evaluation.figures import Figures
from sdc_core.linking.evaluation.gold import GOLD_FILE
from sdc_core.linking.evaluation.report import Judgement, Report
from sdc_core.linking.evaluation.sweep import At


def show_report(report: Report, out: Path | None) -> None:
    """The list, the figures, and how they would be at other thresholds."""
    say(headline(report))
    _show_list(report)
    if out:
        say(f"Predictions: {out}")
    if report.full is None:
        say(f"No {GOLD_FILE} in {report.folder}: what is right cannot be said.")
    else:
        _show_judgement("All queries", report.full)
    if report.balanced is not None:
        _show_judgement("In-list queries and as many others", report.balanced)


def headline(report: Report) -> str:
    """What a person wants to know first: so many linked, so many of them wrong, so many open."""
    counts = report.decisions()
    linked, open_, left = (counts.get(d.value, 0) for d in _IN_ORDER)
    rest = f"{open_:,} wait for a person, {left:,} are like nobody in the list."
    if report.full is None:
        return f"Of {report.queries:,} queries {linked:,} are linked, {rest}"
    wrong = report.full.figures.wrong
    said = f"{wrong:,} of them wrongly" if wrong else "none of them wrongly"
    return f"Of {report.queries:,} queries {linked:,} are linked, {said}; {rest}"


def _show_list(report: Report) -> None:
    options = report.options
    drawn = f", drawn with seed {options.seed}" if options.customers or options.pad else ""
    several = f"{options.lists} lists of " if options.lists > 1 else ""
    say(f"{several}{report.customers:,} customers{drawn}; {report.queries:,} queries")
    say(f"Threshold {report.knobs.threshold:g}, margin {report.knobs.margin:g}")
    if report.persons:
        guessed = " (they look so; --companies if they are not)" if options.persons is None else ""
        say(f"The names are persons{guessed}")
    speed = report.queries_per_second
    per_second = f"{speed:,.0f} queries a second" if speed else "no query"
    say(f"Index built in {report.build_seconds:.2f} s; {per_second}")


def _show_judgement(title: str, judgement: Judgement) -> None:
    figures = judgement.figures
    show(table(title, ["measure", "value", "of"], _measures(figures)))
    bins = [
        (f">= {b.low:.1f}", b.queries, f"{b.predicted:.3f}", f"{b.observed:.3f}", f"{b.error:.3f}")
        for b in judgement.calibration
    ]
    headers = ["probability", "queries", "predicted", "observed", "error"]
    show(table("Calibration", headers, bins))
    show(table("At other thresholds", _SWEEP, [_point(at) for at in judgement.sweep]))
    best = [
        (f">= {reach.precision:g}", *(_point(reach.best) if reach.best else ["none"] + [""] * 5))
        for reach in judgement.reaches
    ]
    show(table("The most at each precision", ["wanted", *_SWEEP], best))


_IN_ORDER = (Decision.LINKED, Decision.AMBIGUOUS, Decision.UNLINKED)
_SWEEP = ["threshold", "precision", "recall linkable", "recall", "wrong", "open"]


def _measures(figures: Figures) -> list[tuple[str, str, str]]:
    wrong = f"{figures.wrong_customer:,} another customer, {figures.ool_linked:,} not in the list"
    return [
        ("precision", rate(figures.precision), f"{figures.correct:,} of {figures.linked:,} links"),
        ("recall", rate(figures.recall), f"{figures.correct:,} of {figures.in_list:,} in list"),
        (
            "recall linkable",
            rate(figures.recall_linkable),
            f"{figures.correct_linkable:,} of {figures.linkable:,} whose text supports it",
        ),
        ("wrong links", rate(figures.wrong_link_rate), f"{figures.wrong:,}: {wrong}"),
        ("open", rate(figures.open_rate), f"{figures.ambiguous:,} of {figures.queries:,} queries"),
        ("with open answered", rate(figures.assisted_recall), f"{figures.assisted:,} more"),
    ]


def _point(at: At) -> list[str]:
    figures = at.figures
    return [
        f"{at.threshold:g}",
        rate(figures.precision),
        rate(figures.recall_linkable),
        rate(figures.recall),
        rate(figures.wrong_link_rate),
        rate(figures.open_rate),
    ]


def rate(value: float | None) -> str:
    """Four places: a thousandth of wrong links is one customer's anger."""
    return "-" if value is None else f"{value:.4f}"
