"""`sessions/<source>`: the Sessions of each source by month, from its record store."""

from collections.abc import Sequence

import dagster as dg

from sdc_assets.assets.months import compute_months
from sdc_assets.keys import intake_key, sessions_key
from sdc_assets.months import MonthBatches
from sdc_assets.partitions import SINGLE_RUN
from sdc_assets.resources import SESSION_IO_MANAGER
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace


def make_sessions(
    sources: Sequence[Source], months: dg.PartitionsDefinition[str]
) -> list[dg.AssetsDefinition]:
    """One monthly asset per source."""
    return [_make_sessions(source, months) for source in sources]


def _make_sessions(source: Source, months: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    @dg.asset(
        key=sessions_key(source.name),
        deps=[intake_key(source.name)],
        group_name="sessions",
        kinds={"json"},
        partitions_def=months,
        backfill_policy=SINGLE_RUN,
        io_manager_key=SESSION_IO_MANAGER,
        description=f"{source.system} records of the month as Sessions, not yet linked.",
    )
    def sessions(
        context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
    ) -> MonthBatches:
        return compute_months(context, workspace)

    return sessions
