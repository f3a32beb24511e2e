"""One tick of a file sensor over 10,000 unchanged input files, on a real Dagster instance.

Run: `python -m tests.benchmarks.bench_sensor_tick [FILES]`; the goal is less than one second. The
floor is a bare walk with one `stat` per file in the same process; the median of five ticks counts.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import dagster as dg

from sdc_assets.build import build_defs
from sdc_assets.resources import WORKSPACE
from sdc_core.settings import Settings
from tests.benchmarks.stages import seconds_of

FILES = 10_000
PER_FOLDER = 100
ROUNDS = 5
GOAL_SECONDS = 1.0
SENSOR = "sillytavern_files"
CHAT = (
    '{"user_name":"Nick","character_name":"Worker","chat_metadata":{}}\n'
    '{"name":"Nick","is_user":true,"send_date":"2025-01-03T10:00:00.000Z","mes":"hello"}\n'
)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with tempfile.TemporaryDirectory() as name, dg.instance_for_test() as instance:
        root = Path(name)
        _write(root / "input/sillytavern/chats", count)
        tick = _ticks(root, instance)
        tick()
        plain = median(seconds_of(lambda: _walk(root / "input")) for _ in range(ROUNDS))
        taken = median(seconds_of(tick) for _ in range(ROUNDS))
    print(
        f"{count} files: tick {taken:.2f} s (goal < {GOAL_SECONDS:.0f} s), bare walk {plain:.2f} s"
    )
    print(f"ratio {taken / plain:.1f}")


def _write(folder: Path, count: int) -> None:
    for number in range(count):
        path = folder / f"Character {number // PER_FOLDER:03d}" / f"chat {number:05d}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CHAT, encoding="utf-8", newline="\n")


def _ticks(root: Path, instance: dg.DagsterInstance) -> Callable[[], None]:
    """A tick after the first, as the daemon evaluates it; it must find nothing to do."""
    settings = Settings(project_paths={"data_folder": root})
    definitions = build_defs(settings)
    repository = definitions.get_repository_def()
    resources = {WORKSPACE: definitions.resources[WORKSPACE]}
    sensor = repository.get_sensor_def(SENSOR)
    cursor: list[str | None] = [None]

    def tick() -> None:
        context = dg.build_sensor_context(
            instance=instance, cursor=cursor[0], repository_def=repository, resources=resources
        )
        found = sensor.evaluate_tick(context)
        if cursor[0] is not None and found.run_requests:
            raise AssertionError(f"an unchanged folder asked for {found.run_requests}")
        cursor[0] = found.cursor

    return tick


def _walk(folder: Path) -> int:
    return sum(
        (Path(parent) / name).stat().st_size
        for parent, _, names in os.walk(folder)
        for name in names
    )


if __name__ == "__main__":
    main()
