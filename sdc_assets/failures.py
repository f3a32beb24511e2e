"""Errors of the library as Dagster failures: the description is the error's own text.

What cannot be read fails its own run. In a run that also computes months it must not stop the
rest: there the asset ends with its problem named, the months below are made from what was accepted
before, and the check `inputs_read` fails the run at its end.
"""

import dagster as dg

from sdc_core.errors import SdcError, TransientApiError

UNREADABLE = "unreadable"


def failed_read(context: dg.AssetExecutionContext, error: SdcError) -> dg.MaterializeResult[None]:
    """The end of the run for an asset alone, a note in a run that has more to do.

    Raises:
        dagster.Failure: Retried by the asset's policy only where another try can help.
    """
    if not _has_months_below(context):
        raise dg.Failure(str(error), allow_retries=isinstance(error, TransientApiError)) from None
    context.log.error(str(error))
    return dg.MaterializeResult(metadata={UNREADABLE: str(error)})


def _has_months_below(context: dg.AssetExecutionContext) -> bool:
    """Whether this run also computes monthly assets."""
    layer = context.job_def.asset_layer
    return any(layer.get(key).partitions_def for key in layer.selected_asset_keys)
