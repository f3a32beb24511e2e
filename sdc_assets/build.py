"""Everything Dagster is told, made by one function from the settings.

Importing this module reads nothing; `definitions.py` calls it for Dagster's own commands.
"""

import warnings
from collections.abc import Sequence

import dagster as dg

# Parameters that Dagster still calls beta (single-run backfills) and commands it wants to rename.
for _category in (dg.BetaWarning, dg.PreviewWarning, dg.SupersessionWarning):
    warnings.filterwarnings("ignore", category=_category)

from sdc_assets.assets.customers import customers, decisions  # noqa: E402 - after the filters
from sdc_assets.assets.embeddings import make_embeddings  # noqa: E402
from sdc_assets.assets.insights import make_insights  # noqa: E402
from sdc_assets.assets.intake import make_intakes  # noqa: E402
from sdc_assets.assets.linked import make_linked  # noqa: E402
from sdc_assets.assets.sessions import make_sessions  # noqa: E402
from sdc_assets.checks import make_checks  # noqa: E402
from sdc_assets.freshness import freshness_policies, with_freshness  # noqa: E402
from sdc_assets.io_managers import SessionIOManager  # noqa: E402
from sdc_assets.jobs import make_jobs  # noqa: E402
from sdc_assets.language_models import LANGUAGE_MODELS, language_models_resource  # noqa: E402
from sdc_assets.partitions import monthly_partitions  # noqa: E402
from sdc_assets.resources import SESSION_IO_MANAGER, WORKSPACE, workspace_resource  # noqa: E402
from sdc_assets.schedules import make_schedules  # noqa: E402
from sdc_assets.sensors import make_sensors  # noqa: E402
from sdc_core.settings import Settings, load_settings  # noqa: E402
from sdc_core.sources import SOURCES  # noqa: E402
from sdc_core.sources.base import Source  # noqa: E402


def build_defs(
    settings: Settings | None = None, sources: Sequence[Source] = SOURCES
) -> dg.Definitions:
    """The whole graph over the sources; settings are read where none are given."""
    settings = settings or load_settings()
    months, jobs = monthly_partitions(settings), make_jobs(sources)
    return dg.Definitions(
        assets=[*make_assets(settings, sources, months), decisions],
        asset_checks=make_checks(sources),
        jobs=jobs.all(),
        sensors=make_sensors(jobs, sources, months),
        schedules=make_schedules(jobs, settings, sources),
        resources=make_resources(settings, sources),
        executor=dg.in_process_executor,
    )


def make_assets(
    settings: Settings, sources: Sequence[Source], months: dg.PartitionsDefinition[str]
) -> list[dg.AssetsDefinition]:
    """All assets, with their freshness."""
    assets = [
        customers,
        *make_intakes(sources),
        *make_sessions(sources, months),
        make_linked(sources, months),
        make_insights(months),
        make_embeddings(months),
    ]
    return with_freshness(assets, freshness_policies(settings, sources))


def make_resources(settings: Settings, sources: Sequence[Source]) -> dict[str, object]:
    """The workspace, the IO manager over it, and what the language models take in it."""
    workspace = workspace_resource(settings, sources)
    return {
        WORKSPACE: workspace,
        SESSION_IO_MANAGER: SessionIOManager(workspace=workspace),
        LANGUAGE_MODELS: language_models_resource(),
    }
