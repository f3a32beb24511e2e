"""A small data root of two sources and two customers, and the command run over it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sdc_assets.cli import main
from sdc_assets.instance import prepare_home
from sdc_core.log import stop_log
from sdc_core.settings import load_settings
from sdc_core.sources.base import Source

HEADER = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1"
)
CUSTOMERS = [
    {"id": 1, "business_name": "Harbor Dental Group", "contacts": []},
    {"id": 2, "business_name": "Oak Street Clinic", "contacts": []},
]


def row(number: int, day: str, company: str = "Harbor Dental Group", who: str = "Ana") -> str:
    machine = f"{number:08d}-1111-4111-8111-111111111111"
    connection = f"{number:08d}-0000-4000-8000-000000000001"
    return (
        f"{machine},Host,Access,WS-{number},{who},{day}T10:00:00.0000000Z,{day}T10:30:00.0000000Z,"
        f"1800,{connection},{company}"
    )


@dataclass
class Place:
    """One data root with its settings file."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "config.json"

    @property
    def data(self) -> Path:
        return self.root / "data"

    def write_rows(self, *rows: str, name: str = "report.csv") -> Path:
        path = self.data / "input" / "screenconnect" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return path

    def sdc(self, *arguments: str) -> Result:
        runner = CliRunner(env={"SDC_NOW": "2025-03-15T12:00:00+00:00"})
        return runner.invoke(main, ["--config", str(self.config), *arguments])

    def json(self, *arguments: str) -> dict:
        """The document of a command; stdout must hold nothing else."""
        result = self.sdc(*arguments, "--json")
        assert result.stdout, (result.stderr, result.exception)
        return json.loads(result.stdout)

    def copy(self, root: Path) -> "Place":
        """The same data root again, in another place."""
        shutil.copytree(self.root, root)
        return Place(root)

    def finished(self) -> list[Path]:
        return sorted((self.data / "output" / "sessions").glob("*/2*.json"))

    def tree(self, *names: str) -> dict[str, bytes]:
        """All bytes below some folders of the data root."""
        files = (path for name in names for path in (self.data / name).rglob("*"))
        return {
            str(path.relative_to(self.data)): path.read_bytes()
            for path in files
            if path.is_file() and path.suffix != ".lock"
        }


@contextmanager
def reading_with(source: Source, read) -> Iterator[None]:
    """A source with another reader, for every command of this process."""
    good = source.read
    object.__setattr__(source, "read", read)  # it is frozen
    try:
        yield
    finally:
        object.__setattr__(source, "read", good)


def _make(root: Path) -> Place:
    made = Place(root)
    (root / "customers.json").write_text(json.dumps(CUSTOMERS), encoding="utf-8")
    settings = {
        "syncro_api": {"customers_file": "customers.json"},
        "processing_defaults": {"first_month": "2024-12", "business_time_zone": "UTC"},
    }
    made.config.write_text(json.dumps(settings), encoding="utf-8")
    made.write_rows(
        row(1, "2025-01-03"), row(2, "2025-01-20", "Somebody Else Ltd"), row(3, "2025-02-10")
    )
    return made


@pytest.fixture(autouse=True)
def _no_log_left():
    yield
    stop_log()


@pytest.fixture(scope="session")
def fresh_template(tmp_path_factory) -> Path:
    """Nothing has run; the Dagster tables are made, which takes a second."""
    root = tmp_path_factory.mktemp("fresh")
    prepare_home(load_settings(_make(root).config, {}))
    return root


@pytest.fixture(scope="session")
def ran_template(tmp_path_factory, fresh_template) -> Path:
    """One full run."""
    root = tmp_path_factory.mktemp("ran") / "place"
    shutil.copytree(fresh_template, root)
    done = Place(root).sdc("run")
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture
def place(tmp_path, fresh_template) -> Place:
    """A data root in which nothing has run yet."""
    shutil.copytree(fresh_template, tmp_path / "place")
    return Place(tmp_path / "place")


@pytest.fixture
def ran(tmp_path, ran_template) -> Place:
    """A data root after one full run."""
    shutil.copytree(ran_template, tmp_path / "ran")
    return Place(tmp_path / "ran")
