"""How fresh each asset has to be: one table, mapped over all assets.

Freshness says that the job looked. Whether months are behind their inputs is said by the check
`behind_inputs`, whether new work comes in by `newest_session_age`.
"""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from sdc_assets.keys import CUSTOMERS, intake_key, monthly_keys
from sdc_core.settings import Settings
from sdc_core.sources.base import Source

# Four looks at an API: one that fails is no alarm yet.
API_FRESH_WITHIN = timedelta(hours=1)
CUSTOMERS_FRESH_WITHIN = timedelta(hours=24)
MORNING = "0 7 * * *"
MORNING_LOOK_BACK = timedelta(hours=2)


def freshness_policies(
    settings: Settings, sources: Sequence[Source]
) -> dict[dg.AssetKey, dg.FreshnessPolicy]:
    """The policy of every asset that has one."""
    morning = dg.FreshnessPolicy.cron(
        deadline_cron=MORNING,
        lower_bound_delta=MORNING_LOOK_BACK,
        timezone=settings.business_zone,
    )
    return {
        CUSTOMERS: dg.FreshnessPolicy.time_window(fail_window=CUSTOMERS_FRESH_WITHIN),
        **{
            intake_key(source.name): dg.FreshnessPolicy.time_window(_fresh_within(settings, source))
            for source in sources
        },
        **dict.fromkeys(monthly_keys(sources), morning),
    }


def _fresh_within(settings: Settings, source: Source) -> timedelta:
    return API_FRESH_WITHIN if source.is_api(settings) else source.fresh_within


def with_freshness(
    assets: Sequence[dg.AssetsDefinition], policies: dict[dg.AssetKey, dg.FreshnessPolicy]
) -> list[dg.AssetsDefinition]:
    """The assets, each with the policy of its key."""

    def apply(spec: dg.AssetSpec) -> dg.AssetSpec:
        policy = policies.get(spec.key)
        return dg.apply_freshness_policy(spec, policy) if policy else spec

    return [asset.map_asset_specs(apply) for asset in assets]
