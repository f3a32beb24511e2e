"""`customers`: the customer cache; `decisions`: the ledger, known to the graph for lineage only."""

import dagster as dg

from sdc_assets.failures import failed_read
from sdc_assets.keys import CUSTOMERS, CUSTOMERS_STEP, DECISIONS
from sdc_assets.metadata import customers_metadata
from sdc_assets.partitions import SINGLE_RUN
from sdc_core.errors import SdcError
from sdc_core.syncro.customers import refresh_customers
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

API_RETRIES = dg.RetryPolicy(
    max_retries=2, delay=1, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)

decisions = dg.AssetSpec(
    DECISIONS,
    description="The ledger of what people decided; every entry names who, when and why.",
    group_name="reference",
    kinds={"json"},
)


# A multi-asset of one: only there the op has a name of its own, and `customers` is also a job.
@dg.multi_asset(
    name=CUSTOMERS_STEP,
    specs=[
        dg.AssetSpec(
            CUSTOMERS,
            group_name="reference",
            kinds={"json"},
            description="All Syncro customers and contacts, all or nothing; without a key the "
            "last snapshot, or an empty list with a warning.",
        )
    ],
    backfill_policy=SINGLE_RUN,
    retry_policy=API_RETRIES,
)
def customers(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """Refresh the customer cache as its policy says."""
    try:
        report = refresh_customers(workspace.settings, workspace.customers, now=now_utc())
    except SdcError as error:
        return failed_read(context, error)
    for warning in report.warnings:
        context.log.warning(warning)
    return dg.MaterializeResult(metadata=customers_metadata(report))
