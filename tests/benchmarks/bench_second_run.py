"""(b) `run --pipeline full` over 10,000 Sessions: the second run against the first.

(d) The same graph with Dagster against the same functions without it.

Run: python -m tests.benchmarks.bench_second_run [--sessions 10000]
"""

import argparse
import os
import tempfile
import time
from datetime import date
from pathlib import Path

from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings, load_settings
from sdc_core.workspace import open_workspace


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=12)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        settings = _world(Path(name), wanted.sessions, wanted.months)
        plain_first, plain_second, written = _plain(settings)
        print(f"without Dagster: first {plain_first:.2f} s, second {plain_second:.2f} s")
        print(f"  ratio second/first {plain_second / plain_first:.3f}; {written} files written")
    with tempfile.TemporaryDirectory() as name:
        settings = _world(Path(name), wanted.sessions, wanted.months)
        first, second, rewritten = _with_dagster(settings)
        print(f"with Dagster:    first {first:.2f} s, second {second:.2f} s")
        print(f"  (b) ratio second/first {second / first:.3f} (goal <= 0.10)")
        print(f"      files rewritten by the second run: {rewritten}")
        print(f"  (d) overhead of Dagster, first run: {first / plain_first:.2f}x")


def _world(root: Path, sessions: int, months: int) -> Settings:
    from sdc_core.demo.generator import generate

    generate(root, sessions=sessions, months=months, seed=7, end=date(2026, 10, 31))
    os.environ["SDC_DATA_FOLDER"] = str(root)
    return load_settings(root / "config.json" if (root / "config.json").is_file() else None)


def _plain(settings: Settings) -> tuple[float, float, int]:
    start = time.perf_counter()
    run_pipeline(open_workspace(settings))
    middle = time.perf_counter()
    report = run_pipeline(open_workspace(settings))
    return middle - start, time.perf_counter() - middle, report.written("session_insights")


def _with_dagster(settings: Settings) -> tuple[float, float, int]:
    from sdc_assets.build import build_defs
    from sdc_assets.instance import open_instance
    from sdc_assets.runs import run_full

    instance, defs = open_instance(settings), build_defs(settings)
    start = time.perf_counter()
    run_full(settings, defs, instance)
    middle = time.perf_counter()
    before = _stamps(settings)
    run_full(settings, defs, instance)
    seconds = time.perf_counter() - middle
    return middle - start, seconds, len(_stamps(settings).items() - before.items())


def _stamps(settings: Settings) -> dict[Path, int]:
    files = (settings.data_root / "output/sessions").rglob("*_*_*.json")
    return {path: path.stat().st_mtime_ns for path in files}


if __name__ == "__main__":
    main()
