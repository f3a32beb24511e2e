"""The graph over toy sources: from input files to finished Session files."""

import json

import dagster as dg
import pytest

from sdc_core.intake import run_intake
from tests.assets import toy
from tests.assets.conftest import World

JANUARY, FEBRUARY, MARCH = (f"2024-0{n}-10T10:00:00+00:00" for n in (1, 2, 3))


def failures(result) -> list[str]:
    return [
        event.step_failure_data.user_failure_data.description
        for event in result.all_events
        if event.is_step_failure
    ]


def checks(result, name) -> dict[str, bool]:
    return {
        evaluation.asset_key.to_user_string(): evaluation.passed
        for evaluation in result.get_asset_check_evaluations()
        if evaluation.check_name == name
    }


def by_month(result, asset, figure) -> dict:
    return {
        event.materialization.partition: event.materialization.metadata[figure].value
        for event in result.get_asset_materialization_events()
        if event.materialization.asset_key.to_user_string() == asset
    }


def test_one_month_of_everything(world):
    world.write("red", toy.line(1, JANUARY), toy.line(2, FEBRUARY))
    assert world.run("full", "2024-01").success
    assert [place[:7] for place in world.finished()] == ["2024-01"]


def test_a_range_has_the_true_count_on_each_month(world):
    world.write("red", toy.line(1, JANUARY), toy.line(2, JANUARY), toy.line(3, MARCH))
    result = world.run("full", "2024-01", "2024-03")
    assert result.success
    counts = by_month(result, "session_insights", "dagster/row_count")
    assert counts == {"2024-01-01": 2, "2024-02-01": 0, "2024-03-01": 1}
    assert len(world.finished()) == 3


def test_a_second_run_writes_nothing(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("full", "2024-01")
    before = world.finished()
    again = world.run("full", "2024-01")
    assert again.success
    assert by_month(again, "session_insights", "written") == {"2024-01-01": 0}
    assert world.finished() == before


@pytest.mark.parametrize("alone", ["red", "blue"])
def test_each_source_alone(world, alone):
    world.write(alone, toy.line(1, JANUARY))
    assert world.run("full", "2024-01").success
    assert len(world.finished()) == 1


def test_a_failing_source_fails_its_own_run_with_the_text_of_the_error(world):
    world.write("red", toy.BROKEN)
    result = world.run("intake_red")
    assert failures(result) == ["a.toy: is broken; write it anew"]
    assert result.get_asset_materialization_events() == []


def test_a_failing_source_stops_no_other_and_fails_the_run_at_its_end(world):
    world.write("red", toy.BROKEN)
    world.write("blue", toy.line(1, JANUARY))
    result = world.run("full", "2024-01")
    assert failures(result) == ["a.toy: is broken; write it anew"]
    assert len(world.finished()) == 1


def test_a_source_that_fails_after_it_worked_keeps_what_it_had(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("full", "2024-01")
    before = world.finished()
    world.write("red", toy.BROKEN)
    assert not world.run("full", "2024-01").success
    assert world.finished() == before


def test_one_broken_file_beside_a_good_one_is_a_warning(world):
    world.write("red", toy.BROKEN, name="bad.toy")
    world.write("red", toy.line(1, JANUARY), name="good.toy")
    result = world.run("full", "2024-01")
    assert result.success
    read = checks(result, "inputs_read")
    assert (read["intake/red"], read["intake/blue"]) == (False, True)
    assert len(world.finished()) == 1


def test_too_many_rejected_records_fail_the_budget(world):
    world.write("red", toy.line(1, JANUARY), "not json\n")
    result = world.run("intake_red")
    assert checks(result, "quarantine_budget") == {"intake/red": False}


def test_a_late_row_asks_for_its_month_only(world):
    world.write("red", toy.line(1, JANUARY), toy.line(2, FEBRUARY))
    world.run("intake_red")
    world.settle()
    world.write("red", toy.line(1, JANUARY), toy.line(2, FEBRUARY), toy.line(3, JANUARY))
    world.run("intake_red")
    asked = world.settle()
    assert [request.partition_key for request in asked] == ["2024-01-01"]
    assert {key.to_user_string() for key in asked[0].asset_selection} == {
        "sessions/red",
        "linked_sessions",
        "session_insights",
        "session_embeddings",
    }
    assert len(world.finished()) == 3


def test_a_session_that_moves_leaves_its_old_month(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    world.settle()
    world.write("red", toy.line(1, MARCH))
    world.run("intake_red")
    world.settle()
    assert [place[:7] for place in world.finished()] == ["2024-03"]


def test_content_that_goes_there_and_back_is_followed_both_times(world):
    world.run("intake_red")
    seen = []
    for company in ("Alpha Corp", "Beta Inc", "Alpha Corp"):
        world.write("red", toy.line(1, JANUARY, company))
        world.run("intake_red")
        assert len(world.settle()) == 1
        (content,) = world.finished().values()
        seen.append(json.loads(content)["context"]["source_customer_name"])
    assert seen == ["Alpha Corp", "Beta Inc", "Alpha Corp"]


def test_an_update_during_a_run_is_not_lost(settings):
    """The record store moves while a month is built: the commit refuses, the step tries again."""
    moves = []

    def build_while_it_moves(group, records, settings):
        if not moves:
            moves.append(True)
            world.write("red", toy.line(1, JANUARY), toy.line(2, JANUARY))
            run_intake(world.workspace, "red")
        return toy.build(group, records, settings)

    source = toy.make_source("red", build=build_while_it_moves)
    with dg.DagsterInstance.ephemeral() as instance:
        world = World(settings, (source,), instance)
        world.write("red", toy.line(1, JANUARY))
        world.run("intake_red")
        result = world.run("chain", "2024-01")
        assert result.success
        assert [e.step_key for e in result.all_events if e.is_step_up_for_retry] == [
            "sessions__red"
        ]
        assert len(world.finished()) == 2


def test_a_month_that_fails_stops_no_other_month(settings):
    def build_but_february(group, records, settings):
        if records[0].fields["start"] == FEBRUARY:
            raise ZeroDivisionError("bad luck")
        return toy.build(group, records, settings)

    source = toy.make_source("red", build=build_but_february)
    with dg.DagsterInstance.ephemeral() as instance:
        world = World(settings, (source,), instance)
        world.write("red", *(toy.line(n, t) for n, t in enumerate((JANUARY, FEBRUARY, MARCH))))
        world.run("intake_red")
        result = world.run("chain", "2024-01", "2024-03")
        assert failures(result) == ["sessions/red: 2024-02: ZeroDivisionError: bad luck"]
        assert world.workspace.layers["sessions/red"].store.months() == ["2024-01", "2024-03"]


def test_the_whole_selection_through_materialize(world, months):
    from sdc_assets.build import make_assets, make_resources

    world.write("red", toy.line(1, JANUARY))
    result = dg.materialize(
        make_assets(world.settings, world.sources, months),
        resources=make_resources(world.settings, world.sources),
        instance=world.instance,
        partition_key="2024-01-01",
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )
    assert result.success
    assert len(world.finished()) == 1


def test_customers_that_cannot_be_read_stop_no_month(tmp_path):
    from sdc_core.settings import load_settings

    settings = load_settings(
        environment={
            "SDC_DATA_FOLDER": str(tmp_path),
            "SDC_PROCESSING_DEFAULTS__FIRST_MONTH": "2024-01",
            "SDC_SYNCRO_API__CUSTOMERS_FILE": str(tmp_path / "nowhere.json"),
        }
    )
    with dg.DagsterInstance.ephemeral() as instance:
        world = World(settings, (toy.make_source("red"),), instance)
        world.write("red", toy.line(1, JANUARY))
        assert "nowhere.json" in failures(world.run("customers"))[0]
        result = world.run("full", "2024-01")
        assert "nowhere.json" in failures(result)[0]
        assert len(world.finished()) == 1
