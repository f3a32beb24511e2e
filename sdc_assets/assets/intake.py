"""`intake/<source>`: the record store of each source brought up to its inputs.

A source that cannot be read fails its own run. In a run that also computes months, it must not
stop the other sources: there the intake ends with its problem named, the months below are made
from what was accepted before, and the check `inputs_read` fails the run at its end.
"""

from collections.abc import Sequence

import dagster as dg

from sdc_assets.failures import failure_of
from sdc_assets.keys import intake_key
from sdc_assets.metadata import intake_metadata
from sdc_assets.partitions import SINGLE_RUN
from sdc_core.errors import SdcError
from sdc_core.intake import run_intake
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace

UNREADABLE = "unreadable"


def make_intakes(sources: Sequence[Source]) -> list[dg.AssetsDefinition]:
    """One intake asset per source."""
    return [_make_intake(source) for source in sources]


def _make_intake(source: Source) -> dg.AssetsDefinition:
    @dg.asset(
        key=intake_key(source.name),
        group_name=source.name,
        kinds={"json"},
        backfill_policy=SINGLE_RUN,
        description=f"Every record accepted from {source.system}, once, with its revisions.",
    )
    def intake(
        context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
    ) -> dg.MaterializeResult[None]:
        try:
            report = run_intake(workspace, source.name)
        except SdcError as error:
            return _unreadable(context, error)
        for line in (*report.warnings, *report.failures):
            context.log.warning(line)
        return dg.MaterializeResult(metadata=intake_metadata(report))

    return intake


def _unreadable(context: dg.AssetExecutionContext, error: SdcError) -> dg.MaterializeResult[None]:
    """The source failed: the end of its own run, a note in a run that has more to do."""
    if not _has_months_below(context):
        raise failure_of(error) from None
    context.log.error(str(error))
    return dg.MaterializeResult(metadata={UNREADABLE: str(error)})


def _has_months_below(context: dg.AssetExecutionContext) -> bool:
    """Whether this run also computes monthly assets."""
    layer = context.job_def.asset_layer
    return any(layer.get(key).partitions_def for key in layer.selected_asset_keys)
