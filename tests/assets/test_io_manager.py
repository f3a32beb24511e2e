"""The IO manager alone, over the layers of toy sources."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from sdc_assets.io_managers import SessionIOManager
from sdc_assets.keys import sessions_key
from sdc_assets.months import LazyMonths, MonthBatches, UpstreamOfMonth
from sdc_core.errors import MovedInputError
from sdc_core.store.months import MonthBatch
from tests.factory import make_session

KEY = sessions_key("red")
LAYER = "sessions/red"


def january(day=3, name="a"):
    return make_session(name, start=datetime(2024, 1, day, tzinfo=UTC))


@pytest.fixture
def workspace(world):
    return world.workspace


@pytest.fixture
def io_manager(workspace):
    return SessionIOManager(workspace=workspace)


def write(io_manager, months_and_sessions, inputs=None):
    layer = io_manager.workspace.layers[LAYER]

    def compute(month):
        found = months_and_sessions[month]
        if isinstance(found, Exception):
            raise found
        return MonthBatch(month=month, sessions=found, inputs=inputs or layer.inputs(month))

    context = dg.build_output_context(asset_key=KEY)
    io_manager.handle_output(context, MonthBatches(tuple(months_and_sessions), compute))


def read(io_manager, months, first, last):
    return io_manager.load_input(
        dg.build_input_context(
            asset_key=KEY,
            asset_partitions_def=months,
            asset_partition_key_range=dg.PartitionKeyRange(first, last),
        )
    )


def test_what_is_written_is_read_back_by_month(io_manager, months):
    write(io_manager, {"2024-01": [january()], "2024-02": []})
    found = read(io_manager, months, "2024-01-01", "2024-03-01")
    assert isinstance(found, LazyMonths)
    assert [s.meta.session_id for s in found["2024-01"]] == [january().meta.session_id]
    assert found["2024-02"] == found["2024-03"] == []
    assert list(found) == ["2024-01", "2024-02", "2024-03"]


def test_a_month_nobody_asked_for_is_not_given(io_manager, months):
    found = read(io_manager, months, "2024-01-01", "2024-02-01")
    with pytest.raises(KeyError):
        found["2024-03"]


def test_months_are_loaded_only_when_read(io_manager, months, monkeypatch):
    found = read(io_manager, months, "2024-01-01", "2024-02-01")
    loaded = []
    monkeypatch.setattr(type(found.store), "load", lambda self, month: loaded.append(month) or [])
    of_month = UpstreamOfMonth({LAYER: found}, "2024-02")
    assert loaded == []
    of_month.get(LAYER)
    assert loaded == ["2024-02"]


def test_a_session_of_another_month_fails_and_nothing_of_the_month_is_written(io_manager):
    with pytest.raises(dg.Failure, match=r"2024-02: .*another UTC month") as caught:
        write(io_manager, {"2024-02": [january()]})
    assert caught.value.allow_retries is False
    assert io_manager.workspace.layers[LAYER].store.months() == []


def test_inputs_that_moved_ask_for_another_try(io_manager):
    with pytest.raises(dg.RetryRequested) as caught:
        write(io_manager, {"2024-01": [january()]}, inputs={"records": "older"})
    assert caught.value.max_retries == 3


def test_the_other_months_are_written_when_one_fails(io_manager):
    months = {"2024-01": [january()], "2024-02": ValueError("odd"), "2024-03": []}
    with pytest.raises(dg.Failure, match="2024-02: ValueError: odd"):
        write(io_manager, months)
    assert io_manager.workspace.layers[LAYER].store.months() == ["2024-01", "2024-03"]


def test_a_failure_beside_a_moved_input_is_a_failure(io_manager):
    months = {"2024-01": MovedInputError("moved"), "2024-02": ValueError("odd")}
    with pytest.raises(dg.Failure, match="moved; 2024-02: ValueError: odd"):
        write(io_manager, months)
