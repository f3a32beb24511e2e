"""One evaluation from folder to figures: link, write the predictions, and only then the truth."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sdc_core.linking.evaluation.calibration import Bin, calibration
from sdc_core.linking.evaluation.figures import Figures, Judged, figures_of
from sdc_core.linking.evaluation.gold import GOLD_FILE, read_gold
from sdc_core.linking.evaluation.lists import balanced, longer, shorter
from sdc_core.linking.evaluation.persons import are_persons, predict_persons
from sdc_core.linking.evaluation.predictions import Answers, Tell, predict, write_predictions
from sdc_core.linking.evaluation.sets import LinkingSet, read_set
from sdc_core.linking.evaluation.sweep import At, Knobs, Reach, reaches, sweep
from sdc_core.settings import Settings

_RATES = (
    "wrong", "precision", "recall", "recall_linkable", "wrong_link_rate", "open_rate",
    "assisted_recall", "utility",
)  # fmt: skip


@dataclass(frozen=True)
class ListOptions:
    """Which list the queries are asked of.

    Attributes:
        customers: A part of the list of this length, None for the whole.
        pad: Generated names up to this length, None for none.
        lists: How many parts are drawn, one seed after the other.
        persons: Whether the names are of persons; None to guess it from the names.
    """

    customers: int | None = None
    pad: int | None = None
    lists: int = 1
    seed: int = 7
    persons: bool | None = None


@dataclass(frozen=True)
class Judgement:
    """What the truth says of the answers."""

    figures: Figures
    calibration: list[Bin]
    sweep: list[At]
    reaches: list[Reach]


@dataclass
class Report:
    """Everything that one evaluation found.

    Attributes:
        full: All queries, None where there is no truth.
        balanced: All in-list queries and as many others, where the list was cut.
    """

    folder: Path
    options: ListOptions
    knobs: Knobs
    customers: int
    persons: bool
    answers: list[Answers] = field(default_factory=list)
    full: Judgement | None = None
    balanced: Judgement | None = None

    @property
    def queries(self) -> int:
        """How many were asked, over all lists."""
        return sum(len(answers.predictions) for answers in self.answers)

    @property
    def build_seconds(self) -> float:
        """The mean time of making an index."""
        return sum(answers.build_seconds for answers in self.answers) / len(self.answers)

    @property
    def queries_per_second(self) -> float | None:
        """Over all lists, without making the index; no query, no speed."""
        seconds = sum(answers.link_seconds for answers in self.answers)
        return self.queries / seconds if seconds and self.queries else None

    def decisions(self) -> dict[str, int]:
        """How many queries were linked, left open, left alone."""
        counts: dict[str, int] = {}
        for prediction in (p for answers in self.answers for p in answers.predictions):
            counts[prediction.decision.value] = counts.get(prediction.decision.value, 0) + 1
        return counts

    def to_json(self) -> dict[str, Any]:
        """For programs; rates are unrounded."""
        return {
            "folder": str(self.folder),
            "options": asdict(self.options),
            **asdict(self.knobs),
            "customers": self.customers,
            "persons": self.persons,
            "queries": self.queries,
            "decisions": self.decisions(),
            "build_seconds": self.build_seconds,
            "queries_per_second": self.queries_per_second,
            "full": _judgement_json(self.full),
            "balanced": _judgement_json(self.balanced),
        }


Step = Callable[[str, int, int], None]


def evaluate(
    folder: Path,
    settings: Settings,
    options: ListOptions,
    *,
    out: Path | None = None,
    step: Step = lambda _what, _done, _total: None,
) -> Report:
    """Link all queries of the folder; write the predictions, then look for the truth.

    Args:
        folder: The set.
        settings: As for a run.
        options: Which list the queries are asked of.
        out: Where the predictions go.
        step: Is told what is being done, and how much of it is.

    Raises:
        SourceError: A file of the folder cannot be used.
    """
    step(f"reading {folder.name}", 0, 1)
    given = read_set(folder)
    lists = [_list(given, options, number) for number in range(options.lists)]
    persons = are_persons(given.customers) if options.persons is None else options.persons
    judge = predict_persons if persons else predict
    answers = [
        judge(asked, settings, _telling(step, number, len(lists)))
        for number, asked in enumerate(lists, 1)
    ]
    if out is not None:
        write_predictions(out, answers[0].predictions)
    report = Report(
        folder,
        options,
        knobs=Knobs(
            threshold=settings.processing_defaults.customer_linking_fuzzy_match_threshold,
            margin=settings.processing_defaults.customer_linking_margin,
        ),
        customers=len(lists[0].customers),
        persons=persons,
        answers=answers,
    )
    step("holding the links against the truth", report.queries, report.queries)
    if (folder / GOLD_FILE).exists():
        _judge(report, lists)
    return report


def _telling(step: Step, number: int, lists: int) -> Tell:
    what = f"linking list {number} of {lists}" if lists > 1 else "linking"
    return lambda done, total: step(what, done, total)


def _list(given: LinkingSet, options: ListOptions, number: int) -> LinkingSet:
    asked = given
    if options.customers is not None:
        asked = shorter(asked, options.customers, seed=options.seed + number)
    if options.pad is not None:
        asked = longer(asked, options.pad, seed=options.seed + number)
    return asked


def _judge(report: Report, lists: Sequence[LinkingSet]) -> None:
    truths = read_gold(report.folder, [query_id for query_id, _ in lists[0].queries])
    everything: list[Judged] = []
    even: list[Judged] = []
    for number, (asked, answers) in enumerate(zip(lists, report.answers, strict=True)):
        listed = set(asked.ids.values())
        own = [truth.within(listed) for truth in truths]
        judged = list(zip(answers.predictions, own, strict=True))
        chosen = balanced(own, seed=report.options.seed + number)
        everything += judged
        even += [pair for pair in judged if pair[0].query_id in chosen]
    report.full = _judgement(everything, report.knobs)
    if report.options.customers is not None:
        report.balanced = _judgement(even, report.knobs)


def _judgement(judged: Sequence[Judged], own: Knobs) -> Judgement:
    return Judgement(
        figures=figures_of(judged),
        calibration=calibration(judged),
        sweep=sweep(judged, own=own),
        reaches=reaches(judged, own=own),
    )


def _judgement_json(judgement: Judgement | None) -> dict[str, Any] | None:
    if judgement is None:
        return None
    return {
        **_figures_json(judgement.figures),
        "calibration": [{**asdict(b), "error": b.error} for b in judgement.calibration],
        "sweep": [_at_json(at) for at in judgement.sweep],
        "best_at_precision": [
            {"precision": reach.precision, "best": _at_json(reach.best) if reach.best else None}
            for reach in judgement.reaches
        ],
    }


def _at_json(at: At) -> dict[str, Any]:
    return {"threshold": at.threshold, **_figures_json(at.figures)}


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {**asdict(figures), **{name: getattr(figures, name) for name in _RATES}}
