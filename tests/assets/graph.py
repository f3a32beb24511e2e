"""The graph as plain JSON: keys, deps, partitions, freshness, checks, jobs, sensors, schedules.

`python -m tests.assets.graph` writes the snapshot anew, so that its change is read in the diff.
"""

import json
from pathlib import Path

from sdc_core.settings import load_settings

SNAPSHOT = Path(__file__).with_name("graph.json")


def describe(defs) -> dict:
    graph = defs.resolve_asset_graph()
    repository = defs.get_repository_def()
    return {
        "assets": {
            key.to_user_string(): _asset(graph.get(key)) for key in graph.get_all_asset_keys()
        },
        "checks": sorted(
            f"{k.asset_key.to_user_string()}:{k.name}" for k in graph.asset_check_keys
        ),
        "jobs": {
            job.name: sorted(k.to_user_string() for k in job.asset_layer.selected_asset_keys)
            for job in repository.get_all_jobs()
            if not job.name.startswith("__")
        },
        "sensors": {s.name: s.default_status.value for s in repository.sensor_defs},
        "schedules": {
            s.name: [s.cron_schedule, s.job_name, s.execution_timezone, s.default_status.value]
            for s in repository.schedule_defs
        },
    }


def _asset(node) -> dict:
    return {
        "deps": sorted(key.to_user_string() for key in node.parent_keys),
        "partitions": node.partitions_def and str(node.partitions_def),
        "is_single_run": bool(node.backfill_policy)
        and node.backfill_policy.max_partitions_per_run is None,
        "freshness": node.freshness_policy and _policy(node.freshness_policy),
    }


def _policy(policy) -> str:
    window = getattr(policy, "fail_window", None)
    if window:
        return f"within {window.to_timedelta()}"
    return f"by {policy.deadline_cron} {policy.timezone}"


def current() -> dict:
    from sdc_assets.build import build_defs

    return json.loads(
        json.dumps(describe(build_defs(load_settings(environment={}))), sort_keys=True)
    )


if __name__ == "__main__":
    text = json.dumps(current(), indent=1, sort_keys=True) + "\n"
    SNAPSHOT.write_text(text, encoding="utf-8", newline="\n")
