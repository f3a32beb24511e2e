"""The whole graph without Dagster: each source stands alone, a second run does nothing."""

import pytest

from sdc_core.errors import DiskError, InputUnreadableError
from sdc_core.layers import FINISHED, LINKED, stale_months
from sdc_core.pipeline import run_month, run_pipeline
from tests.core.toy import World, line, make_source

JANUARY = "2025-01"


def _broken(file, settings):
    raise InputUnreadableError(f"{file.name}: is held")
    yield


@pytest.fixture
def world(tmp_path):
    both = World(tmp_path, make_source("toy"), make_source("other"))
    both.write(line(1))
    both.write(line(2, company="Beta Ltd"), source="other")
    return both


def _companies(world):
    sessions = world.open().layers[FINISHED].store.load(JANUARY)
    return sorted(session.context.customer_name for session in sessions)


def test_a_second_run_computes_and_writes_nothing(world):
    first = run_pipeline(world.open())
    assert first.written(FINISHED) == 2
    before = world.tree("records", "store", "output", "quarantine")
    second = run_pipeline(world.open())
    assert all(intake.is_unchanged for intake in second.intakes)
    assert second.commits == {}
    assert world.tree("records", "store", "output", "quarantine") == before


def test_a_source_without_input_leaves_the_other_alone(world):
    (world.root / "input/other/a.toy").unlink()
    report = run_pipeline(world.open())
    assert report.failures == {}
    assert _companies(world) == ["Alpha Corp"]


def test_a_failing_source_leaves_the_other_alone_and_what_it_had(world):
    run_pipeline(world.open())
    world.sources = (make_source("toy"), make_source("other", read=_broken))
    world.write(line(1, text="changed"))
    world.write(line(2, text="never seen"), source="other")
    report = run_pipeline(world.open())
    assert report.failures == {"other": "a.toy: is held"}
    assert _companies(world) == ["Alpha Corp", "Beta Ltd"]


def test_a_torn_record_store_is_named_and_leaves_the_other_alone(world):
    run_pipeline(world.open())
    manifest = world.root / "records/other/_manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:30])
    world.write(line(1, company="Beta Ltd"))
    report = run_pipeline(world.open())
    assert "_manifest.json" in report.failures["other"]
    assert _companies(world) == ["Beta Ltd", "Beta Ltd"]


def test_a_torn_month_of_records_is_named_and_its_sessions_stand(world):
    run_pipeline(world.open())
    [records] = (world.root / "records/other").glob("2025-01-*.jsonl")
    records.write_bytes(records.read_bytes()[:30])
    world.sources = (make_source("toy"), make_source("other", parser_version="2"))
    report = run_pipeline(world.open())
    assert records.name in report.failures["other"]
    assert records.name in report.failures["sessions/other 2025-01"]
    assert _companies(world) == ["Alpha Corp", "Beta Ltd"]


def test_a_customer_list_that_cannot_be_read_keeps_the_last_one(world):
    run_pipeline(world.open())
    (world.root / "customers.json").write_text("{", encoding="utf-8")
    world.write(line(1, text="changed"))
    report = run_pipeline(world.open())
    assert "customers" in report.failures
    assert _companies(world) == ["Alpha Corp", "Beta Ltd"]


def test_one_month_that_cannot_be_written_stops_no_other(world, monkeypatch):
    world.write(line(1), line(3, "2025-02-03T10:00:00+00:00"))
    workspace = world.open()
    layer = workspace.layers[LINKED]
    commit = layer.commit

    def full(batch):
        if batch.month == JANUARY:
            raise DiskError("no space left")
        return commit(batch)

    monkeypatch.setattr(layer, "commit", full)
    report = run_pipeline(workspace)
    assert report.failures == {f"{LINKED} 2025-01": "no space left"}
    assert len(workspace.layers[FINISHED].store.load("2025-02")) == 1
    assert set(stale_months(world.open())) == {JANUARY}


def test_an_input_that_moves_once_is_computed_again(world, monkeypatch):
    run_pipeline(world.open())
    world.write(line(1, text="one"))
    workspace = world.open()
    from sdc_core.intake import run_intake

    run_intake(workspace, "toy")
    layer = workspace.layers["sessions/toy"]
    compute, moved = layer.compute, []

    def overtaken(month, upstream):
        batch = compute(month, upstream)
        if not moved:
            moved.append(month)
            world.write(line(1, text="two"))
            run_intake(world.open(), "toy")
        return batch

    monkeypatch.setattr(layer, "compute", overtaken)
    run_month(workspace, "sessions/toy", JANUARY)
    assert layer.store.load(JANUARY)[0].segments[0].content == "two"
