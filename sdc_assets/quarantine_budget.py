"""The asset check on rejected records: too many mean that a reader or an export is wrong.

Numbers, file names and reasons only: what was rejected may be private and stays out of the web
interface (reliability, quarantine design).
"""

from collections.abc import Sequence

import dagster as dg
from pydantic import TypeAdapter

from sdc_assets import markdown
from sdc_assets.keys import intake_key
from sdc_assets.metadata import REJECTED_IN, last_stated, rejected_table
from sdc_core.intake.report import RejectedShare
from sdc_core.records import Reason
from sdc_core.workspace import Workspace

_SHARES = TypeAdapter(list[RejectedShare])


def quarantine_budget(source: str) -> dg.AssetChecksDefinition:
    """The check of one source: all that waits against all that is known, and file by file."""

    @dg.asset_check(
        asset=intake_key(source),
        name="quarantine_budget",
        description="The share of rejected records is at most "
        "processing_defaults.quarantine_budget, in all and in each file.",
    )
    def check(
        context: dg.AssetCheckExecutionContext, workspace: dg.ResourceParam[Workspace]
    ) -> dg.AssetCheckResult:
        counts = workspace.quarantine.counts(source)
        budget = workspace.settings.processing_defaults.quarantine_budget
        rejected, units = sum(counts.values()), _units(workspace, source, counts)
        share = rejected / units if rejected else 0.0
        over = [s for s in _shares(context, source) if s.rejected > budget * s.units]
        told = f"{rejected} of {units} records rejected ({share:.1%}; allowed are {budget:.1%})"
        metadata: dict[str, dg.MetadataValue | float] = {
            "rejected": dg.MetadataValue.md(rejected_table(counts)),
            "share": share,
        }
        if over:
            metadata["files"] = dg.MetadataValue.md(_table(over))
        return dg.AssetCheckResult(
            passed=share <= budget and not over,
            severity=dg.AssetCheckSeverity.WARN,
            description="; ".join([told, *map(_told, over)]),
            metadata=metadata,
        )

    return check


def _units(workspace: Workspace, source: str, counts: dict[str, int]) -> int:
    """A record out of the range of months is stored and waits in the quarantine: it is one."""
    rejected = sum(counts.values()) - counts.get(Reason.OUT_OF_RANGE, 0)
    return rejected + workspace.records(source).count()


def _shares(context: dg.AssetCheckExecutionContext, source: str) -> list[RejectedShare]:
    """What the last look at the files found, as the asset itself said."""
    stated = last_stated(context.instance, intake_key(source)).get(REJECTED_IN)
    return _SHARES.validate_python(stated.value) if stated else []


def _told(share: RejectedShare) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in share.reasons.items())
    return f"{share.file}: {share.rejected} of {share.units} ({reasons})"


def _table(over: Sequence[RejectedShare]) -> str:
    rows = [
        (share.file, share.rejected, share.units, f"{share.rejected / share.units:.1%}")
        for share in over
    ]
    return markdown.table(["file", "rejected", "of", "share"], rows)
