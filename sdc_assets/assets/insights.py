"""`session_insights`: the finished Sessions, one readable file each, with title and summary."""

import dagster as dg

from sdc_assets.assets.months import compute_months
from sdc_assets.keys import INSIGHTS, LINKED, layer_name
from sdc_assets.months import LazyMonths, MonthBatches
from sdc_assets.partitions import SINGLE_RUN
from sdc_assets.resources import SESSION_IO_MANAGER
from sdc_core.workspace import Workspace


def make_insights(months: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """The finished months."""

    @dg.asset(
        key=INSIGHTS,
        ins={"linked": dg.AssetIn(LINKED)},
        group_name="insights",
        kinds={"json"},
        partitions_def=months,
        backfill_policy=SINGLE_RUN,
        io_manager_key=SESSION_IO_MANAGER,
        description="The finished Session files, with titles and summaries.",
    )
    def session_insights(
        context: dg.AssetExecutionContext,
        workspace: dg.ResourceParam[Workspace],
        linked: LazyMonths,
    ) -> MonthBatches:
        return compute_months(context, workspace, {layer_name(LINKED): linked})

    return session_insights
