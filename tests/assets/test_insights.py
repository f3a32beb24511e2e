"""The insights in the graph: what a run may be told, and what it says of what waits."""

import dagster as dg
import pytest

from sdc_assets.insight_checks import INSIGHTS_WAITING
from sdc_assets.jobs import steps_config
from sdc_assets.partitions import key_of
from sdc_core.insights.scope import STEPS
from sdc_core.intake import run_intake
from tests.assets import toy
from tests.assets.conftest import QUIET

JANUARY = "2024-01-10T10:00:00+00:00"


@pytest.fixture
def linked(world):
    world.write("red", toy.line(1, JANUARY))
    run_intake(world.workspace, "red")
    assert world.run("chain", "2024-01").success
    return world


def run(world, job, ops=None):
    return world.defs.resolve_job_def(job).execute_in_process(
        run_config={**QUIET, "ops": ops} if ops else None,
        instance=world.instance,
        partition_key=key_of("2024-01"),
        raise_on_error=False,
    )


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_a_job_that_needs_no_more_to_be_told(linked, step):
    assert run(linked, step).success


def test_a_step_that_is_none_is_named_with_those_there_are(linked):
    result = run(linked, "insights", steps_config(["llm_titel"]))
    [failure] = [event for event in result.all_events if event.is_step_failure]
    said = failure.step_failure_data.user_failure_data.description
    assert "'llm_titel'" in said
    assert "llm_title" in said.split("there are")[1]


def test_without_a_model_nothing_waits(linked):
    result = run(linked, "insights")
    [check] = [
        found
        for found in result.get_asset_check_evaluations()
        if found.check_name == INSIGHTS_WAITING
    ]
    assert check.passed
    assert check.severity == dg.AssetCheckSeverity.WARN
    assert check.description == "nothing waits for a language model"
