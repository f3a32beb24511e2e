"""Asset checks: what they say and when they warn."""

from datetime import timedelta

import pytest

from sdc_core.intake import run_intake
from sdc_core.times import now_utc
from tests.assets import toy

JANUARY, FEBRUARY = (f"2024-0{n}-10T10:00:00+00:00" for n in (1, 2))


def found(result, name) -> dict:
    return {
        evaluation.asset_key.to_user_string(): evaluation
        for evaluation in result.get_asset_check_evaluations()
        if evaluation.check_name == name
    }


def test_behind_inputs_names_the_months_that_still_have_to_run(world):
    world.write("red", toy.line(1, JANUARY), toy.line(2, FEBRUARY))
    run_intake(world.workspace, "red")
    checks = found(world.run("chain", "2024-01"), "behind_inputs")
    assert checks["sessions/red"].description == "behind: 2024-02"
    assert not checks["sessions/red"].passed
    assert checks["sessions/blue"].passed
    assert set(checks) == {
        "sessions/red",
        "sessions/blue",
        "linked_sessions",
        "session_insights",
        "session_embeddings",
    }


def test_behind_inputs_of_a_part_judges_that_part(world):
    world.write("red", toy.line(1, JANUARY))
    run_intake(world.workspace, "red")
    checks = found(world.run("sessions_red", "2024-01"), "behind_inputs")
    assert {name: check.passed for name, check in checks.items()} == {"sessions/red": True}


@pytest.mark.parametrize(("days", "passes"), [(1, True), (400, False)])
def test_the_age_of_the_newest_session(world, days, passes):
    start = now_utc() - timedelta(days=days)
    world.write("red", toy.line(1, start.isoformat()))
    run_intake(world.workspace, "red")
    month = f"{start:%Y-%m}"
    checks = found(world.run("sessions_red", month), "newest_session_age")
    assert checks["sessions/red"].passed is passes
    assert checks["sessions/red"].metadata["age_days"].value == pytest.approx(days, abs=0.1)


def test_rejected_records_are_counted_by_reason(world):
    world.write("red", *(toy.line(n, JANUARY) for n in range(30)), "not json\n")
    check = found(world.run("intake_red"), "quarantine_budget")["intake/red"]
    assert check.passed
    assert check.description == "1 of 31 records rejected (3.2%; allowed are 5.0%)"
    assert "syntax" in check.metadata["rejected"].value


def test_a_file_above_the_budget_is_named_though_the_source_is_below_it(world):
    world.write("red", *(toy.line(n, JANUARY) for n in range(90)))
    world.write("red", toy.line(90, JANUARY), "PRIVATE no json\n", name="few.toy")
    result = world.run("intake_red")
    check = found(result, "quarantine_budget")["intake/red"]
    assert not check.passed
    assert check.description == (
        "1 of 92 records rejected (1.1%; allowed are 5.0%); few.toy: 1 of 2 (syntax 1)"
    )
    assert "few.toy" in check.metadata["files"].value
    assert world.workspace.records("red").count() == 91
    again = found(world.run("intake_red"), "quarantine_budget")["intake/red"]
    assert again.description == check.description  # also where nothing was read anew
    assert not any("PRIVATE" in str(event) for event in result.all_events)


def test_above_the_budget_in_all(world):
    world.write("red", *(toy.line(n, JANUARY) for n in range(9)), "no json\n")
    check = found(world.run("intake_red"), "quarantine_budget")["intake/red"]
    assert not check.passed
    assert check.description.startswith("1 of 10 records rejected (10.0%; allowed are 5.0%)")


def test_a_finished_file_in_the_wrong_month_is_named(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("full", "2024-01")
    folder = world.workspace.layers["session_insights"].store.folder
    (folder / "2024-01").rename(folder / "2024-02")
    check = found(world.run("insights", "2024-03"), "files_in_month")["session_insights"]
    assert not check.passed
    assert "2024-02/2024-01-10_toy" in check.description
