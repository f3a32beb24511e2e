"""Asset check: what still waits for a language model, and why."""

from collections import Counter
from collections.abc import Iterable

import dagster as dg

from sdc_assets import markdown
from sdc_assets.insight_metadata import by_task, reasons
from sdc_assets.keys import INSIGHTS, layer_name
from sdc_core.insights.settled import Standing
from sdc_core.insights.standing import standings_of
from sdc_core.layers.waiting import is_waiting
from sdc_core.llm.asking import State
from sdc_core.workspace import Workspace

INSIGHTS_WAITING = "insights_waiting"


def insights_waiting() -> dg.AssetChecksDefinition:
    """Warns with counts and reasons; reads only the months in which something waits."""

    @dg.asset_check(
        asset=INSIGHTS,
        name=INSIGHTS_WAITING,
        description="No Session waits for a language model. One that waits keeps the text that was "
        "chosen from its own words.",
    )
    def waiting(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
        found = waiting_in(workspace)
        months, standings = list(found), sum(found.values(), Counter())
        return dg.AssetCheckResult(
            passed=not months,
            severity=dg.AssetCheckSeverity.WARN,
            description=_sentence(months, standings),
            metadata=_metadata(months, standings),
        )

    return waiting


def waiting_in(workspace: Workspace) -> dict[str, Counter[Standing]]:
    """By month, how its tasks stand, where one of them waits."""
    store = workspace.layers[layer_name(INSIGHTS)].store
    manifests = ((month, store.manifest(month)) for month in store.months())
    waiting = [month for month, made in manifests if made and is_waiting(made.inputs)]
    return {month: standings_of(store.load(month)) for month in waiting}


def _sentence(months: Iterable[str], standings: Counter[Standing]) -> str:
    why = {s.reason: 0 for s in standings if s.state == State.WAITING}
    for standing, count in standings.items():
        if standing.state == State.WAITING:
            why[standing.reason] += count
    if not why:
        return "nothing waits for a language model"
    told = "; ".join(f"{count:,}: {reason}" for reason, count in sorted(why.items()))
    return f"answers of a language model are missing in {', '.join(months)}. {told}"


def _metadata(months: list[str], standings: Counter[Standing]) -> dict[str, dg.MetadataValue | int]:
    count = sum(n for s, n in standings.items() if s.state == State.WAITING)
    metadata: dict[str, dg.MetadataValue | int] = {"waiting": count, "months": len(months)}
    if standings:
        metadata["by_task"] = dg.MetadataValue.md(by_task(standings))
        metadata["why"] = dg.MetadataValue.md(markdown.bars("why", reasons(standings)))
    return metadata
