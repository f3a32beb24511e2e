"""Sensors: what they ask for, and why they wait."""

import json
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from sdc_assets import run_history, sensors
from sdc_core.settings import Settings
from sdc_core.work_or_private import ChatChoice, chat_decision
from sdc_core.workspace import open_workspace
from tests.assets import toy

NOW = datetime(2025, 1, 1, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH, MAY = (f"2024-0{n}-10T10:00:00+00:00" for n in (1, 2, 3, 5))


def later(monkeypatch, **passed):
    real = run_history.clock
    monkeypatch.setattr(sensors, "clock", lambda: real() + timedelta(**passed))


def reason(answer) -> str:
    assert isinstance(answer, dg.SkipReason)
    return answer.skip_message


def start(world, job, status, **tags):
    """A run of the history that never ran here."""
    run = world.instance.create_run_for_job(world.defs.resolve_job_def(job), tags=tags)
    event = {
        dg.DagsterRunStatus.STARTED: dg.DagsterEventType.RUN_START,
        dg.DagsterRunStatus.FAILURE: dg.DagsterEventType.RUN_FAILURE,
    }[status]
    world.instance.report_dagster_event(
        dg.DagsterEvent(event_type_value=event.value, job_name=job, message=""), run.run_id
    )
    return run


def test_no_file_yet_asks_for_nothing(world):
    assert reason(world.ask("red_files")) == "no files of red yet"


def test_a_new_file_asks_for_the_intake_and_remembers_its_stats(world):
    world.write("red", toy.line(1, JANUARY))
    answer = world.ask("red_files")
    assert len(answer.run_requests) == 1
    assert answer.run_requests[0].run_key is None
    ((mtime, size),) = json.loads(answer.cursor).values()
    assert mtime > 0
    assert size > 0
    assert "none changed" in reason(world.ask("red_files", answer.cursor))


@pytest.mark.parametrize("change", ["grown", "removed"])
def test_a_changed_folder_asks_again(world, change):
    path = world.write("red", toy.line(1, JANUARY))
    cursor = world.ask("red_files").cursor
    world.run("intake_red")
    if change == "grown":
        world.write("red", toy.line(1, JANUARY), toy.line(2, JANUARY))
    else:
        path.unlink()
    assert world.ask("red_files", cursor).run_requests


def test_a_change_between_two_ticks_is_seen_after_the_run_that_is_under_way(world):
    world.write("red", toy.line(1, JANUARY))
    cursor = world.ask("red_files").cursor
    run = start(world, "intake_red", dg.DagsterRunStatus.STARTED)
    world.write("red", toy.line(1, JANUARY), toy.line(2, JANUARY))
    assert "under way" in reason(world.ask("red_files", cursor))
    world.instance.delete_run(run.run_id)
    assert world.ask("red_files", cursor).run_requests


def test_a_failed_intake_is_tried_again_though_its_files_stay_as_they_are(world, monkeypatch):
    world.write("red", toy.BROKEN)
    cursor = world.ask("red_files").cursor
    assert not world.run("intake_red").success
    assert "none changed" in reason(world.ask("red_files", cursor))
    later(monkeypatch, minutes=2)
    assert world.ask("red_files", cursor).run_requests


def test_a_lost_cursor_costs_one_intake_that_finds_nothing(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    assert world.ask("red_files", None).run_requests
    world.run("intake_red")
    assert len(world.settle()) == 1


def test_a_named_folder_that_is_missing_is_said(world, monkeypatch):
    from sdc_core.errors import InputMissingError

    def missing(*_):
        raise InputMissingError("project_paths.red_folder names 'X', which does not exist")

    monkeypatch.setattr(sensors, "stat_inputs", missing)
    assert "does not exist" in reason(world.ask("red_files"))


def test_catch_up_asks_for_nothing_where_all_is_done(world):
    assert reason(world.ask("catch_up")) == "every month is made from its newest inputs"


def test_catch_up_asks_one_run_per_stretch(world):
    world.write("red", *(toy.line(n, t) for n, t in enumerate((JANUARY, FEBRUARY, MARCH, MAY))))
    world.run("intake_red")
    first, second = world.ask("catch_up").run_requests
    assert first.tags["dagster/asset_partition_range_start"] == "2024-01-01"
    assert first.tags["dagster/asset_partition_range_end"] == "2024-03-01"
    assert first.partition_key is None
    assert second.partition_key == "2024-05-01"


def test_catch_up_asks_for_the_stale_layers_only(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    world.settle()
    (place,) = world.finished()
    (world.workspace.layers["session_insights"].store.folder / place).unlink()
    (request,) = world.ask("catch_up").run_requests
    assert {key.to_user_string() for key in request.asset_selection} == {
        "session_insights",
        "session_embeddings",
    }
    assert world.settle()
    assert list(world.finished()) == [place]


@pytest.mark.parametrize(
    "tags",
    [
        {"dagster/partition": "2024-01-01"},
        {
            "dagster/asset_partition_range_start": "2023-12-01",
            "dagster/asset_partition_range_end": "2024-02-01",
        },
    ],
)
def test_a_month_being_worked_on_is_left_alone(world, tags):
    world.write("red", toy.line(1, JANUARY), toy.line(2, MAY))
    world.run("intake_red")
    start(world, "chain", dg.DagsterRunStatus.STARTED, **tags)
    assert [r.partition_key for r in world.ask("catch_up").run_requests] == ["2024-05-01"]


def test_a_run_whose_process_was_killed_does_not_block_its_month_for_ever(world, monkeypatch):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    start(world, "chain", dg.DagsterRunStatus.STARTED, **{"dagster/partition": "2024-01-01"})
    assert reason(world.ask("catch_up")) == "being worked on: 2024-01"
    later(monkeypatch, hours=3)
    assert world.ask("catch_up").run_requests


def test_a_month_that_failed_rests_longer_each_time(world, monkeypatch):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    tags = {sensors.CATCH_UP_TAG: "true", "dagster/partition": "2024-01-01"}
    start(world, "chain", dg.DagsterRunStatus.FAILURE, **tags)
    assert reason(world.ask("catch_up")) == "failed and tried again later: 2024-01"
    start(world, "chain", dg.DagsterRunStatus.FAILURE, **tags)
    later(monkeypatch, seconds=90)
    assert "tried again later" in reason(world.ask("catch_up"))
    later(monkeypatch, seconds=130)
    assert world.ask("catch_up").run_requests


def test_a_success_ends_the_rest(world):
    world.write("red", toy.line(1, JANUARY))
    world.run("intake_red")
    tags = {sensors.CATCH_UP_TAG: "true", "dagster/partition": "2024-01-01"}
    start(world, "chain", dg.DagsterRunStatus.FAILURE, **tags)
    world.run("chain", "2024-01", tags={sensors.CATCH_UP_TAG: "true"})
    world.write("red", toy.line(1, JANUARY, "Other Corp"))
    world.run("intake_red")
    assert world.ask("catch_up").run_requests


def test_a_month_that_failed_does_not_hold_back_its_neighbours():
    stale = {
        "2024-01": {"sessions/red", "linked_sessions"},
        "2024-02": {"linked_sessions"},
        "2024-03": {"linked_sessions"},
    }
    together = sensors._requests(stale, set())
    assert len(together) == 1
    apart = sensors._requests(stale, {"2024-01", "2024-02", "2024-03"})
    assert [request.partition_key for request in apart] == ["2024-01-01", None]


def test_a_month_outside_the_partitions_is_never_asked_for(world, monkeypatch):
    monkeypatch.setattr(sensors, "stale_months", lambda _: {"1999-01": {"linked_sessions"}})
    assert isinstance(world.ask("catch_up"), dg.SkipReason)


def test_a_failed_run_is_written_into_the_log(world, caplog):
    world.write("red", toy.BROKEN)
    result = world.run("intake_red")
    (event,) = [e for e in result.all_events if e.event_type_value == "PIPELINE_FAILURE"]
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_runs",
        dagster_event=event,
        dagster_instance=world.instance,
        dagster_run=result.dagster_run,
    ).for_run_failure()
    world.defs.resolve_sensor_def("failed_runs")(context)
    assert f"run {result.run_id} of intake_red failed" in caplog.text


def test_all_sensors_run_from_the_start(world):
    defaults = {s.name: s.default_status for s in world.defs.get_repository_def().sensor_defs}
    assert set(defaults.values()) == {dg.DefaultSensorStatus.RUNNING}


def test_a_new_decision_on_chats_asks_for_their_intake_and_the_cursor_names_no_file(
    tmp_path, monkeypatch
):
    chats = tmp_path / "linked"
    chats.mkdir()
    (chats / "my secret.jsonl").write_text('{"mes": "x"}', encoding="utf-8")
    paths = {"data_folder": tmp_path / "data", "sillytavern_chat_input_folder": chats}
    workspace = open_workspace(Settings.model_validate({"project_paths": paths}))
    source = workspace.source("sillytavern")
    before = sensors._look_at(workspace, source)
    assert "secret" not in json.dumps(before)
    assert sensors._look_at(workspace, source) == before
    said = chat_decision(("A", None), ChatChoice.WORK, who="me", why="", now=NOW)
    workspace.ledger.append([said])
    assert sensors._look_at(workspace, source) != before
    (chats / "my secret.jsonl").unlink()
    gone = sensors._look_at(workspace, source)
    workspace.ledger.append(
        [chat_decision(("A", None), ChatChoice.PRIVATE, who="me", why="", now=NOW)]
    )
    assert sensors._look_at(workspace, source) != gone  # what is stored of it loses its text
