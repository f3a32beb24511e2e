"""`session_embeddings`: what Sessions mean, as vectors, and the index of search beside them."""

import dagster as dg

from sdc_assets.assets.months import compute_months
from sdc_assets.keys import EMBEDDINGS, INSIGHTS, layer_name
from sdc_assets.months import LazyMonths, MonthBatches
from sdc_assets.partitions import SINGLE_RUN
from sdc_assets.resources import SESSION_IO_MANAGER
from sdc_core.workspace import Workspace


def make_embeddings(months: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """The months of vectors."""

    @dg.asset(
        key=EMBEDDINGS,
        ins={"finished": dg.AssetIn(INSIGHTS)},
        group_name="insights",
        kinds={"parquet"},
        partitions_def=months,
        backfill_policy=SINGLE_RUN,
        io_manager_key=SESSION_IO_MANAGER,
        description="One vector per Session with a text, for `sdc search`; an unchanged text is "
        "not embedded again. Without a model nothing is made and no month is behind.",
    )
    def session_embeddings(
        context: dg.AssetExecutionContext,
        workspace: dg.ResourceParam[Workspace],
        finished: LazyMonths,
    ) -> MonthBatches:
        return compute_months(context, workspace, {layer_name(INSIGHTS): finished})

    return session_embeddings
