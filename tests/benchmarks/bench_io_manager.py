"""(a) 10,000 Sessions through the IO manager beside the plain floor: temp file and `os.replace`.

Run: python -m tests.benchmarks.bench_io_manager [sessions]. Prints seconds and ratios; the floor is
measured three times in turn with the subject, because disks are noisy, and the median counts.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

import dagster as dg

from sdc_assets.io_managers import SessionIOManager
from sdc_assets.keys import INSIGHTS
from sdc_assets.months import MonthBatches
from sdc_core.models import Session
from sdc_core.settings import Settings
from sdc_core.store.months import MonthBatch
from sdc_core.workspace import open_workspace
from tests.benchmarks.bench_month_store import MONTH, floor, make_sessions, seconds

ROUNDS = 3
GOAL = 3


def main() -> None:
    sessions = make_sessions(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    contents = [session.to_bytes() for session in sessions]
    floors, first, again = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            floors.append(seconds(lambda root=root: floor(root / "floor", contents)))
            first.append(seconds(lambda root=root: _write(root, sessions)))
            again.append(seconds(lambda root=root: _write(root, sessions)))
    base = median(floors)
    print(f"{len(sessions)} Sessions; floor {base:.2f} s")
    print(f"through the IO manager: {median(first):.2f} s, ratio {median(first) / base:.2f}")
    print(f"  (goal <= {GOAL}); the same again: {median(again):.2f} s")


def _write(root: Path, sessions: list[Session]) -> None:
    settings = Settings(project_paths={"data_folder": root})
    workspace = open_workspace(settings)
    layer = workspace.layers["session_insights"]

    def compute(month: str) -> MonthBatch:
        return MonthBatch(month=month, sessions=sessions, inputs=layer.inputs(month))

    io_manager = SessionIOManager(workspace=workspace)
    context = dg.build_output_context(asset_key=INSIGHTS)
    io_manager.handle_output(context, MonthBatches((MONTH,), compute))


if __name__ == "__main__":
    main()
