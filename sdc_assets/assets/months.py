"""What all monthly assets share: run the library's layer over the months asked for."""

from collections.abc import Mapping

import dagster as dg

from sdc_assets.keys import layer_name
from sdc_assets.language_models import TAKEN, LanguageModels
from sdc_assets.months import LazyMonths, MonthBatches, UpstreamOfMonth
from sdc_assets.partitions import months_of_keys
from sdc_core.llm.spending.calls import for_partition
from sdc_core.store.months import MonthBatch
from sdc_core.workspace import Workspace


def compute_months(
    context: dg.AssetExecutionContext,
    workspace: Workspace,
    upstream: Mapping[str, LazyMonths] | None = None,
    models: LanguageModels | None = None,
) -> MonthBatches:
    """The months of this run, each computed when the IO manager asks for it.

    Args:
        context: Names the asset and its partitions.
        workspace: Holds the layer of that name.
        upstream: The layers that it is made from, by the library's name.
        models: Of a step that may ask a language model.
    """
    layer = workspace.layers[layer_name(context.asset_key)]
    above = upstream or {}

    def compute(month: str) -> MonthBatch:
        with for_partition(month):
            batch = layer.compute(month, UpstreamOfMonth(above, month))
        if models:
            batch.metadata[TAKEN] = models.take()
        return batch

    return MonthBatches(tuple(months_of_keys(context.partition_keys)), compute)
