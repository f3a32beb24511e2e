"""What a person sees of the insights of a month: who wrote what, what waits and why, what it cost.

Counts and reasons only: Dagster's tables keep what they once showed.
"""

from collections import Counter
from collections.abc import Mapping

import dagster as dg

from sdc_assets import markdown
from sdc_core.insights.settled import LOCAL, Standing
from sdc_core.layers.finished import STANDINGS
from sdc_core.llm.asking import State
from sdc_core.store.months import MonthBatch

Metadata = dict[str, dg.MetadataValue | int | float | str | bool]
_STATES = (State.ANSWERED, LOCAL, State.WAITING, State.FAILED)
_COUNTS = {State.WAITING: "insights_waiting", State.FAILED: "insights_failed"}


def insight_tables(batch: MonthBatch) -> Metadata:
    """Tasks by state, and why what is missing is missing; nothing for a month of no Sessions."""
    standings: Counter[Standing] = batch.metadata.get(STANDINGS, Counter())
    if not standings:
        return {}
    found: Metadata = {"insights": dg.MetadataValue.md(by_task(standings))}
    for state, name in _COUNTS.items():
        if count := sum(n for s, n in standings.items() if s.state == state):
            found[name] = count
    if missing := reasons(standings):
        found["insights_missing"] = dg.MetadataValue.md(markdown.bars("why", missing))
    return found


def by_task(standings: Mapping[Standing, int]) -> str:
    """One row per task: how many Sessions a model answered, were written here, wait, failed."""
    tasks = list(dict.fromkeys(standing.task for standing in standings))
    rows = [(task, *(_count(standings, task, state) for state in _STATES)) for task in tasks]
    return markdown.table(["task", "by a model", "without one", "waiting", "failed"], rows)


def reasons(standings: Mapping[Standing, int]) -> Counter[str]:
    """Why answers of a model are missing, and of how many."""
    found: Counter[str] = Counter()
    for standing, count in standings.items():
        if standing.state in _COUNTS:
            found[f"{standing.state}: {standing.reason}"] += count
    return found


def _count(standings: Mapping[Standing, int], task: str, state: str) -> int:
    return sum(n for s, n in standings.items() if (s.task, s.state) == (task, state))
