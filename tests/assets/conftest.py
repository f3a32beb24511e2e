"""A small world: a data root of its own, toy sources, and the graph over them."""

from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest

from sdc_assets.build import build_defs
from sdc_assets.partitions import key_of, monthly_partitions, range_tags
from sdc_core.settings import Settings, load_settings
from sdc_core.workspace import Workspace, open_workspace
from tests.assets import toy

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass
class World:
    """Toy sources over one data root, and a run history in memory."""

    settings: Settings
    sources: tuple
    instance: dg.DagsterInstance
    defs: dg.Definitions = field(init=False)

    def __post_init__(self):
        self.defs = build_defs(self.settings, self.sources)

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.settings, self.sources)

    def write(self, source: str, *lines: str, name: str = "a.toy") -> Path:
        path = self.settings.input_root / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
        return path

    def run(self, job, first=None, last=None, *, only=None, tags=None):
        several = first != last and last is not None
        return self.defs.resolve_job_def(job).execute_in_process(
            run_config=QUIET,
            instance=self.instance,
            partition_key=key_of(first) if first and not several else None,
            tags={**(tags or {}), **(range_tags(first, last) if several else {})},
            asset_selection=only,
            raise_on_error=False,
        )

    def ask(self, sensor, cursor=None):
        context = dg.build_sensor_context(
            instance=self.instance, cursor=cursor, resources={"workspace": self.workspace}
        )
        return self.defs.resolve_sensor_def(sensor)(context)

    def obey(self, request, job):
        return self.defs.resolve_job_def(job).execute_in_process(
            run_config=QUIET,
            instance=self.instance,
            partition_key=request.partition_key,
            tags=request.tags,
            asset_selection=request.asset_selection,
            raise_on_error=False,
        )

    def settle(self):
        """Play ticks of `catch_up` until it asks for nothing; the requests that it made."""
        asked = []
        for _ in range(10):
            answer = self.ask("catch_up")
            if isinstance(answer, dg.SkipReason):
                return asked
            for request in answer.run_requests:
                asked.append(request)
                assert self.obey(request, "chain").success
        raise AssertionError("catch_up never comes to rest")

    def finished(self) -> dict[str, bytes]:
        """Every finished Session file by its place."""
        folder = self.workspace.layers["session_insights"].store.folder
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.glob("*/2*.json"))
        }


@pytest.fixture
def settings(tmp_path) -> Settings:
    environment = {
        "SDC_DATA_FOLDER": str(tmp_path / "data"),
        "SDC_PROCESSING_DEFAULTS__FIRST_MONTH": "2024-01",
    }
    return load_settings(environment=environment)


@pytest.fixture
def months(settings):
    return monthly_partitions(settings)


@pytest.fixture
def world(settings):
    sources = (toy.make_source("red"), toy.make_source("blue"))
    with dg.DagsterInstance.ephemeral() as instance:
        yield World(settings, sources, instance)
