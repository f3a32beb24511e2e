"""`intake/<source>`: the record store of each source brought up to its inputs."""

from collections.abc import Sequence

import dagster as dg
from pydantic import Field

from sdc_assets.failures import failed_read
from sdc_assets.keys import intake_key
from sdc_assets.metadata import intake_metadata
from sdc_assets.partitions import SINGLE_RUN
from sdc_core.errors import SdcError
from sdc_core.intake import run_intake
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace


def make_intakes(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """One intake asset per source."""
    return [_make_intake(source) for source in sources]


class IntakeConfig(dg.Config):
    """What a run may be told."""

    retry: list[str] = Field(
        default_factory=list, description="Ids of quarantined units to read again."
    )


def _make_intake(source: Source) -> dg.AssetsDefinition:
    @dg.asset(
        key=intake_key(source.name),
        group_name="intake",
        kinds={"json"},
        backfill_policy=SINGLE_RUN,
        description=f"Every record accepted from {source.system}, once, with its revisions.",
    )
    def intake(
        context: dg.AssetExecutionContext,
        config: IntakeConfig,
        workspace: dg.ResourceParam[Workspace],
    ) -> dg.MaterializeResult[None]:
        try:
            report = run_intake(workspace, source.name, retry=config.retry)
        except SdcError as error:
            return failed_read(context, error)
        for line in (*report.warnings, *report.failures):
            context.log.warning(line)
        return dg.MaterializeResult(metadata=intake_metadata(report))

    return intake
