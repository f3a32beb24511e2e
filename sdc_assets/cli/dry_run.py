"""`sdc process --dry-run`: what would be asked and what it costs at most; nothing is sent."""

from collections.abc import Iterable, Sequence
from typing import Any

from sdc_assets.cli.app import App
from sdc_assets.cli.process import ALL, LINKING
from sdc_assets.cli.terminal import print_json, say, show, table
from sdc_core.insights.estimate import TaskEstimate, estimate
from sdc_core.insights.scope import STEPS, Scope
from sdc_core.layers import FINISHED, LINKED, known_months, stale_months

NOTHING = "Every month is made from its newest inputs: nothing would be asked."


def show_estimate(app: App, step: str, *, retry: bool, as_json: bool) -> None:
    """The estimate of a run of this step, for people or programs; a step alone shows its own."""
    linked, finished = (_months(app, layer, retry=retry) for layer in (LINKED, FINISHED))
    lines = _linking(app, linked, step) + _insights(app, finished, step, retry=retry)
    months, total = sorted({*linked, *finished}), _total(lines)
    if as_json:
        print_json({"months": months, "tasks": [_values(line) for line in lines], **total})
        return
    if not months:
        say(NOTHING)
        return
    for generator in dict.fromkeys(line.generator for line in lines):
        rows = [_row(line) for line in lines if line.generator == generator]
        show(table(f"By {generator} ({_span(months)})", _HEADERS, rows))
    for line in lines:
        for reason, count in sorted(line.not_sent.items()):
            say(f"not sent: {count:,} x {line.task}: {reason}")
    say(_sentence(lines, total))
    for text in _budget(app, total):
        say(text)


_HEADERS = ["task", "Sessions", "no text", "known", "calls", "tokens", "out <=", "USD <="]


def _months(app: App, layer: str, *, retry: bool) -> list[str]:
    """Those that a run would make anew."""
    if retry:
        return known_months(app.workspace)
    stale = stale_months(app.workspace)
    return [month for month, names in sorted(stale.items()) if layer in names]


def _linking(app: App, months: Sequence[str], step: str) -> list[TaskEstimate]:
    from sdc_core.llm.linking_estimate import linking_estimate

    if step not in {LINKING, ALL}:
        return []
    line = linking_estimate(app.workspace, months)
    return [line] if line else []


def _insights(app: App, months: Sequence[str], step: str, *, retry: bool) -> list[TaskEstimate]:
    if step not in {*STEPS, ALL}:
        return []
    scope = Scope(frozenset([step]) if step in STEPS else frozenset(), retry)
    lines = estimate(app.workspace, months, scope)
    return [line for line in lines if scope.holds(f"llm_{line.task}")]


def _values(line: TaskEstimate) -> dict[str, Any]:
    """Not by `asdict`: it counts the pairs of a Counter anew."""
    return {**vars(line), "not_sent": dict(sorted(line.not_sent.items()))}


def _row(line: TaskEstimate) -> list[object]:
    price = _usd(line.cost_usd) if line.is_asked and line.calls else "-"
    tokens = [line.prompt_tokens, line.completion_tokens]
    counts = [line.sessions, line.without_text, line.known, line.calls]
    # Blanks in the place of underscores: a narrow terminal folds at them, never inside a word.
    return [line.task.replace("_", " "), *counts, *tokens, price]


def _total(lines: Iterable[TaskEstimate]) -> dict[str, Any]:
    asked = [line for line in lines if line.is_asked]
    costs = [line.cost_usd for line in asked]
    return {
        "calls": sum(line.calls for line in asked),
        "cost_usd_at_most": None if None in costs else sum(cost or 0 for cost in costs),
    }


def _sentence(lines: Sequence[TaskEstimate], total: dict[str, Any]) -> str:
    if not any(line.is_asked for line in lines):
        return "No language model is asked: all is written on this machine, and costs nothing."
    if not total["calls"]:
        return "No call would be made."
    return f"In all {total['calls']:,} calls, at most {_usd(total['cost_usd_at_most'])} USD."


def _budget(app: App, total: dict[str, Any]) -> list[str]:
    """Where the calls are more than the budget of a run has room for."""
    budget, cost = app.settings.llm_config.budget, total["cost_usd_at_most"]
    found = []
    if budget.run_calls is not None and total["calls"] > budget.run_calls:
        found.append(
            f"A run may make {budget.run_calls:,} of these calls; the rest waits for later runs."
        )
    if budget.run_usd is not None and cost is not None and cost > budget.run_usd:
        found.append(f"A run may cost {_usd(budget.run_usd)} USD; what is beyond waits.")
    return found


def _usd(cost: float | None) -> str:
    return "unknown" if cost is None else f"{cost:,.4f}" if cost < 1 else f"{cost:,.2f}"


def _span(months: Sequence[str]) -> str:
    return months[0] if len(months) == 1 else f"{len(months)} months, {months[0]} to {months[-1]}"
