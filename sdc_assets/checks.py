"""Asset checks: what is out of date, what could not be read, and what looks wrong.

A warning asks a person to look; only `inputs_read` stops a run, after all others did their part.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import dagster as dg

from sdc_assets import markdown
from sdc_assets.failures import UNREADABLE
from sdc_assets.insight_checks import insights_waiting
from sdc_assets.keys import CUSTOMERS, INSIGHTS, intake_key, layer_name, monthly_keys, sessions_key
from sdc_assets.metadata import FAILURES, last_stated
from sdc_assets.quarantine_budget import quarantine_budget
from sdc_assets.schema_drift import schema_drift
from sdc_core.layers import stale_months
from sdc_core.sources.base import Source
from sdc_core.times import now_utc
from sdc_core.workspace import Workspace

WARN = dg.AssetCheckSeverity.WARN
BEHIND_INPUTS = "behind_inputs"
QUIET_FOR_AT_MOST = timedelta(days=35)


def make_checks(sources: Sequence[Source]) -> list[dg.AssetChecksDefinition]:
    """All checks over the assets of these sources."""
    names = [source.name for source in sources]
    return [
        *(_inputs_read(key) for key in (CUSTOMERS, *map(intake_key, names))),
        *(quarantine_budget(name) for name in names),
        *(schema_drift(name) for name in names),
        *(_newest_session_age(name) for name in names),
        _behind_inputs(monthly_keys(sources)),
        _files_in_month(),
        insights_waiting(),
    ]


def _inputs_read(key: dg.AssetKey) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=key,
        name="inputs_read",
        description="Every input could be read. Fails the run where none could.",
    )
    def inputs_read(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        metadata = last_stated(context.instance, key)
        if UNREADABLE in metadata:
            raise dg.Failure(str(metadata[UNREADABLE].value), allow_retries=False)
        value = metadata[FAILURES].value if FAILURES in metadata else []
        failures = [str(line) for line in value] if isinstance(value, list) else []
        return dg.AssetCheckResult(
            passed=not failures,
            severity=WARN,
            description="; ".join(failures) or "every input was read",
            metadata={FAILURES: dg.MetadataValue.md(markdown.bullets(failures))},
        )

    return inputs_read


def _newest_session_age(source: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=sessions_key(source),
        name="newest_session_age",
        description=f"The newest Session is at most {QUIET_FOR_AT_MOST.days} days old.",
    )
    def newest_session_age(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
        newest = _newest_start(workspace, source)
        if newest is None:
            return dg.AssetCheckResult(passed=True, description="no Session yet")
        age = now_utc() - newest
        return dg.AssetCheckResult(
            passed=age <= QUIET_FOR_AT_MOST,
            severity=WARN,
            description=f"the newest Session started {newest:%Y-%m-%d %H:%M} UTC",
            metadata={"age_days": round(age / timedelta(days=1), 1)},
        )

    return newest_session_age


def _newest_start(workspace: Workspace, source: str) -> datetime | None:
    """Start of the newest dated Session; undated ones say nothing of when work came in."""
    store = workspace.layers[f"sessions/{source}"].store
    for month in reversed(store.months()):
        starts = [session.start_utc for session in store.load(month) if session.start_utc]
        if starts:
            return max(starts)
    return None


def _behind_inputs(keys: Sequence[dg.AssetKey]) -> dg.AssetChecksDefinition:
    """One comparison for all monthly assets of a run: it reads every manifest."""
    specs = [
        dg.AssetCheckSpec(
            BEHIND_INPUTS,
            asset=key,
            description="Every month is made from the inputs as they are now.",
        )
        for key in keys
    ]

    @dg.multi_asset_check(name=BEHIND_INPUTS, specs=specs, can_subset=True)
    def behind_inputs(
        context: dg.AssetCheckExecutionContext, workspace: dg.ResourceParam[Workspace]
    ) -> Iterator[dg.AssetCheckResult]:
        stale = stale_months(workspace)
        for check in sorted(context.selected_asset_check_keys):
            name = layer_name(check.asset_key)
            yield _behind(check.asset_key, [month for month in stale if name in stale[month]])

    return behind_inputs


def _behind(key: dg.AssetKey, months: list[str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=BEHIND_INPUTS,
        passed=not months,
        severity=WARN,
        description=f"behind: {', '.join(months)}" if months else "no month is behind",
        metadata={"months_behind": len(months)},
    )


def _files_in_month() -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=INSIGHTS,
        name="files_in_month",
        description="Every finished Session file lies in the month of its date.",
    )
    def files_in_month(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
        wrong = list(_misplaced(workspace))
        return dg.AssetCheckResult(
            passed=not wrong,
            description="; ".join(wrong) or "every file lies in its month",
        )

    return files_in_month


def _misplaced(workspace: Workspace) -> Iterator[str]:
    store = workspace.layers[layer_name(INSIGHTS)].store
    for month in store.months():
        manifest = store.manifest(month)
        for name in manifest.files if manifest else ():
            if not name.startswith((month, "undated")):
                yield f"{month}/{name}"
