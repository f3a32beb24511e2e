"""`linked_sessions`: the Sessions of all sources with customer, contact and evidence."""

from collections.abc import Sequence

import dagster as dg
from pydantic import Field

from sdc_assets.assets.months import compute_months
from sdc_assets.keys import CUSTOMERS, DECISIONS, LINKED, layer_name, sessions_key
from sdc_assets.language_models import LanguageModels
from sdc_assets.months import LazyMonths, MonthBatches
from sdc_assets.partitions import SINGLE_RUN
from sdc_assets.resources import SESSION_IO_MANAGER
from sdc_core.layers import LinkedSessions
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace


class LinkConfig(dg.Config):
    """What a run may be told."""

    retry: bool = Field(
        default=False,
        description="Link every month again, and ask again also what a language model failed at.",
    )


def make_linked(
    sources: Sequence[Source], months: dg.PartitionsDefinition[str]
) -> dg.AssetsDefinition:
    """The linked months, made from the Sessions of every source."""
    keys = [sessions_key(source.name) for source in sources]
    names = {key.to_python_identifier(): layer_name(key) for key in keys}

    @dg.asset(
        key=LINKED,
        ins={key.to_python_identifier(): dg.AssetIn(key) for key in keys},
        deps=[CUSTOMERS, DECISIONS],
        group_name="linking",
        kinds={"json"},
        partitions_def=months,
        backfill_policy=SINGLE_RUN,
        io_manager_key=SESSION_IO_MANAGER,
        description="Sessions linked to Syncro customers; every link, and every open question, "
        "carries its evidence, and what a person decided stands above all.",
    )
    def linked_sessions(
        context: dg.AssetExecutionContext,
        config: LinkConfig,
        workspace: dg.ResourceParam[Workspace],
        language_models: dg.ResourceParam[LanguageModels],
        **upstream: LazyMonths,
    ) -> MonthBatches:
        layer = workspace.layers[layer_name(LINKED)]
        assert isinstance(layer, LinkedSessions)
        layer.begin(retry=config.retry)
        by_layer = {names[name]: loaded for name, loaded in upstream.items()}
        return compute_months(context, workspace, by_layer, language_models)

    return linked_sessions
