"""A small data root, linked and waiting for its finished files."""

from dataclasses import dataclass
from pathlib import Path

from sdc_assets.instance import prepare_home
from sdc_assets.runs import make_runner
from sdc_core.settings import Settings, load_settings
from sdc_core.sources import SOURCES
from tests.faults.world import write_first

MONTHS = ("2025-01", "2025-05")


@dataclass(frozen=True)
class Place:
    """A data root and how its processes are told of it."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        home = {"DAGSTER_HOME": str(prepare_home(self.settings))}
        return {**self._variables, **home}

    @property
    def settings(self) -> Settings:
        return load_settings(environment=self._variables)

    @property
    def _variables(self) -> dict[str, str]:
        return {
            "SDC_DATA_FOLDER": str(self.root),
            "SDC_SYNCRO_API__CUSTOMERS_FILE": str(self.root / "customers.json"),
            "SDC_PROCESSING_DEFAULTS__FIRST_MONTH": MONTHS[0],
            "SDC_PROCESSING_DEFAULTS__BUSINESS_TIME_ZONE": "UTC",
        }

    def finished(self, month: str) -> list[Path]:
        """The finished Session files of a month."""
        return sorted((self.root / "output" / "sessions" / month).glob("2*.json"))


def make_place(root: Path) -> Place:
    """All sources read and linked; nothing finished yet."""
    write_first(root)
    place = Place(root)
    runner = make_runner(place.settings)
    with runner.instance:
        runner.run("customers")
        for source in SOURCES:
            runner.run(f"intake_{source.name}")
            runner.run(f"sessions_{source.name}", MONTHS)
        assert runner.run("customer_linking", MONTHS).is_success
    return place
