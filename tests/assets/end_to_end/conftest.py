"""What the tests of the whole program share."""

from pathlib import Path

import pytest

from sdc_assets.instance import prepare_home
from sdc_core.settings import load_settings


@pytest.fixture(scope="session")
def dagster_home(tmp_path_factory) -> Path:
    """A fresh instance: making its tables takes a second."""
    root = tmp_path_factory.mktemp("home")
    return prepare_home(load_settings(environment={"SDC_DATA_FOLDER": str(root)}))
