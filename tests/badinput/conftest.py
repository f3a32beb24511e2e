"""A program over a data root of its own, and what it stored afterwards."""

import pytest

from sdc_core.log import stop_log
from tests.assets.end_to_end.conftest import dagster_home
from tests.badinput.place import Place

__all__ = ["dagster_home"]


@pytest.fixture(autouse=True)
def _no_log_left():
    yield
    stop_log()


@pytest.fixture
def make_place(tmp_path, dagster_home):
    """Data roots by name, with the tables of Dagster made already."""

    def make(name: str = "place") -> Place:
        place = Place(tmp_path / name, {"SDC_NOW": "2025-03-15T12:00:00+00:00"})
        place.root.mkdir()
        place.take_home(dagster_home)
        place.configure(processing_defaults={"business_time_zone": "UTC", "first_month": "2024-12"})
        return place

    return make


@pytest.fixture
def place(make_place) -> Place:
    return make_place()
