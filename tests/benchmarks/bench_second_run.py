"""(b) `sdc run --pipeline full` a second time against the first; (d) Dagster against none.

Both run the whole graph over a demo world: real files, a real HTTP server on loopback. (b) takes
whole processes, as a user starts them. (d) runs the same functions twice in this process.

Run: python -m tests.benchmarks.bench_second_run [--sessions 10000] [--months 12]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sdc_core.demo.fake_syncro import FakeSyncro
from sdc_core.demo.generator import generate
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings, load_settings
from sdc_core.workspace import open_workspace
from tests.benchmarks.stages import seconds_of

LAST_DAY = date(2026, 10, 31)
GOAL = 0.10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=12)
    wanted = parser.parse_args()
    with _world(wanted.sessions, wanted.months) as (root, environment):
        _second_run(root, environment)
    with _world(wanted.sessions, wanted.months) as (_, environment):
        plain = seconds_of(lambda: _run_plain(_settings(environment)))
    with _world(wanted.sessions, wanted.months) as (_, environment):
        dagster = seconds_of(lambda: _run_dagster(_settings(environment)))
    print(f"(d) without Dagster {plain:.2f} s, with Dagster {dagster:.2f} s")
    print(f"    ratio {dagster / plain:.2f}")


def _second_run(root: Path, environment: dict[str, str]) -> None:
    def run() -> None:
        command = [sys.executable, "-c", "from sdc_assets.cli import main; main()", "run", "--json"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

    first = seconds_of(run)
    before = _stamps(root)
    second = seconds_of(run)
    written = sum(before.get(path) != stamp for path, stamp in _stamps(root).items())
    print(f"(b) first run {first:.2f} s, second run {second:.2f} s; {len(before)} Session files")
    print(f"    ratio {second / first:.3f} (goal <= {GOAL}); {written} files written (goal 0)")


@contextmanager
def _world(sessions: int, months: int) -> Iterator[tuple[Path, dict[str, str]]]:
    """A data root with raw files, and the environment that points at it and at its server."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        world = generate(root, sessions=sessions, months=months, seed=7, end=LAST_DAY)
        with FakeSyncro(json.loads(world.syncro_world.read_bytes())).serve() as url:
            yield root, _environment(root, url, world.zone, f"{world.first_day:%Y-%m}")


def _environment(root: Path, url: str, zone: str, first_month: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SDC_")}
    return kept | {
        "SDC_DATA_FOLDER": str(root),
        "SDC_SYNCRO_API__BASE_URL": url,
        "SDC_SYNCRO_API__REQUESTS_PER_MINUTE": "100000",
        "SDC_PROCESSING_DEFAULTS__BUSINESS_TIME_ZONE": zone,
        "SDC_PROCESSING_DEFAULTS__FIRST_MONTH": first_month,
        "SYNCRO_API_KEY": "demo-key",
    }


def _settings(environment: dict[str, str]) -> Settings:
    return load_settings(environment=environment)


def _run_plain(settings: Settings) -> None:
    run_pipeline(open_workspace(settings))


def _run_dagster(settings: Settings) -> None:
    from sdc_assets.jobs import intake_job_name
    from sdc_assets.runs import catch_up, make_runner

    runner, workspace = make_runner(settings), open_workspace(settings)
    for job in ("customers", *(intake_job_name(source.name) for source in workspace.sources)):
        runner.run(job)
    catch_up(open_workspace(settings), runner)


def _stamps(root: Path) -> dict[Path, int]:
    files = (root / "output/sessions").rglob("*_*_*.json")
    return {path: path.stat().st_mtime_ns for path in files}


if __name__ == "__main__":
    main()
