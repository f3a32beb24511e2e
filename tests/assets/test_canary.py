"""A secret planted in every source is in nothing that Dagster keeps: events, metadata, logs."""

import dagster as dg
import pytest

from sdc_core.demo.fake_syncro import FakeSyncro
from sdc_core.sources import SOURCES
from tests.assets.conftest import World
from tests.core.privacy.canary_world import PLACES, needles, plant, secrets_of, settings_of


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Everything run once by Dagster, its history in files."""
    planted = plant(tmp_path_factory.mktemp("canary"))
    home = tmp_path_factory.mktemp("dagster")
    with (
        FakeSyncro(planted.syncro_world).serve() as base_url,
        dg.DagsterInstance.local_temp(str(home)) as instance,
    ):
        world = World(settings_of(planted, base_url, {}), SOURCES, instance)
        result = world.run("full", "2025-05", "2025-06")
        assert result.success
    return world, home


def test_the_secrets_are_in_the_sessions(ran):
    world, _ = ran
    texts = "".join(path.read_text("utf-8") for path in world.settings.output_root.rglob("*.json"))
    for place in PLACES:
        assert secrets_of(place)["password"] in texts, place


def test_no_file_of_dagster_holds_a_secret(ran):
    _, home = ran
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(b"session_insights" in path.read_bytes() for path in files)
    for path in files:
        content = path.read_bytes()
        assert [needle for needle in needles() if needle.encode() in content] == [], path.name
