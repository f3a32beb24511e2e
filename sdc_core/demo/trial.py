"""A demo world made, run over by the whole pipeline, and held against its truth."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.generator import DemoWorld, generate
from sdc_core.demo.judge import Verdict, judge
from sdc_core.demo.truth import Truth
from sdc_core.errors import StoreError
from sdc_core.layers import LINKED
from sdc_core.models import Session
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import load_settings
from sdc_core.workspace import open_workspace

MONTHS = 6
LAST_DAY = date(2025, 6, 30)
CUSTOMERS_FILE = "customers.csv"
_REQUESTS_PER_MINUTE = "100000"


@dataclass(frozen=True)
class Trial:
    """What came out of one world.

    Attributes:
        names: Names of the customers by id, those that Syncro does not know included.
    """

    world: DemoWorld
    names: dict[int, str]
    verdicts: list[Verdict]


def try_world(
    root: Path,
    *,
    sessions: int,
    seed: int,
    names: Path | None = None,
    step: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> Trial:
    """Make a world in an empty folder and run everything over it.

    Args:
        root: The data root.
        sessions: About how many.
        seed: Another seed, another world.
        names: A linking set: its customers are the world's, its queries what technicians write,
            those out of list the companies that Syncro does not know.
        step: Is told what is being done, and how much of it is.

    Raises:
        SettingsError: The set cannot be used.
        StoreError: A part of the pipeline failed.
    """
    step("making a world", 0, 3)
    world = generate(
        root,
        sessions=sessions,
        months=MONTHS,
        seed=seed,
        end=LAST_DAY,
        customers=names and names / CUSTOMERS_FILE,
        mentions=names,
    )
    truth = Truth.model_validate_json(world.truth.read_bytes())
    known = {customer.customer_id: customer.name for customer in truth.customers}
    step("running everything over it", 1, 3)
    linked = linked_sessions(world)
    step("holding the links against the truth", 2, 3)
    return Trial(world, known, judge(linked, truth))


def linked_sessions(world: DemoWorld) -> list[Session]:
    """All Sessions of a world after a run of the whole pipeline.

    Raises:
        StoreError: A part of the pipeline failed.
    """
    with FakeSyncro(world.syncro_world).serve() as base_url:
        workspace = open_workspace(load_settings(_config(world), _environment(base_url)))
        report = run_pipeline(workspace)
    if report.failures:
        raise StoreError("; ".join(f"{name}: {text}" for name, text in report.failures.items()))
    store = workspace.layers[LINKED].store
    return [session for month in store.months() for session in store.load(month)]


def _config(world: DemoWorld) -> Path:
    path = world.root / "config.json"
    settings = {
        "project_paths": {"data_folder": "."},
        "syncro_api": {"account_zone": world.zone},
        "processing_defaults": {
            "business_time_zone": world.zone,
            "first_month": f"{world.first_day:%Y-%m}",
        },
        "technicians": world.technicians,
    }
    path.write_text(json.dumps(settings), encoding="utf-8")
    return path


def _environment(base_url: str) -> dict[str, str]:
    return {
        "SDC_SYNCRO_API__BASE_URL": base_url,
        "SDC_SYNCRO_API__REQUESTS_PER_MINUTE": _REQUESTS_PER_MINUTE,
        "SYNCRO_API_KEY": DEFAULT_TOKEN,
    }
