"""`session_insights`: the finished Sessions, one readable file each, with their insights."""

import dagster as dg
from pydantic import Field

from sdc_assets.assets.months import compute_months
from sdc_assets.keys import INSIGHTS, LINKED, layer_name
from sdc_assets.language_models import LanguageModels
from sdc_assets.months import LazyMonths, MonthBatches
from sdc_assets.partitions import SINGLE_RUN
from sdc_assets.resources import SESSION_IO_MANAGER
from sdc_core.errors import SettingsError
from sdc_core.insights.scope import STEPS, scope_of
from sdc_core.layers import FinishedSessions
from sdc_core.workspace import Workspace


class InsightConfig(dg.Config):
    """What a run may be told."""

    steps: list[str] = Field(
        default_factory=list,
        description=f"Ask the language models only for these: {', '.join(STEPS)}. None are all. "
        "Of the others what is known is written, and the rest waits for the next run.",
    )
    retry: bool = Field(
        default=False, description="Ask again also what a model failed at, in every month."
    )


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
        description="The finished Session files: title, summary, category and the other insights, "
        "by a language model where the settings name one, else chosen from the Session's own "
        "words. What a model has not answered yet waits with a local text; nothing is asked twice.",
    )
    def session_insights(
        context: dg.AssetExecutionContext,
        config: InsightConfig,
        workspace: dg.ResourceParam[Workspace],
        language_models: dg.ResourceParam[LanguageModels],
        linked: LazyMonths,
    ) -> MonthBatches:
        layer = workspace.layers[layer_name(INSIGHTS)]
        assert isinstance(layer, FinishedSessions)
        try:
            layer.begin(scope_of(config.steps, retry=config.retry))
        except SettingsError as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        above = {layer_name(LINKED): linked}
        return compute_months(context, workspace, above, language_models)

    return session_insights
