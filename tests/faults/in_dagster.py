"""All Dagster jobs of one data root, in a process that may end itself before one durable step.

`python -m tests.faults.in_dagster ROOT [JOB STEP NUMBER]`: with the last three, a SIGKILL comes
before the NUMBER-th STEP of that job.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Container
from pathlib import Path

from sdc_assets.runs import CHAIN, JobRun, Runner, catch_up, make_runner
from sdc_core.settings import Settings
from sdc_core.store import platform
from sdc_core.workspace import open_workspace
from tests.faults import world

INTAKES = ("customers", "intake_syncro", "intake_screenconnect", "intake_notes")
INTAKES += ("intake_sillytavern",)
# One by one, so that a step is known to be one of this layer; else all in one run of the chain.
MONTHLY = {
    "sessions_syncro": "sessions/syncro",
    "sessions_screenconnect": "sessions/screenconnect",
    "sessions_notes": "sessions/notes",
    "sessions_sillytavern": "sessions/sillytavern",
    "customer_linking": "linked_sessions",
    "insights": "session_insights",
}


class KillSwitch:
    """Hook of the platform module: counts the steps of each job and kills before the one meant."""

    def __init__(self, job: str = "", step: str = "", number: int = 0) -> None:
        self.job = ""
        self._meant = (job, step, number)
        self._seen: Counter[tuple[str, str]] = Counter()

    def is_meant_for(self, jobs: Container[str]) -> bool:
        return self._meant[0] in jobs

    def __call__(self, step: str) -> None:
        self._seen[self.job, step] += 1
        if (self.job, step, self._seen[self.job, step]) == self._meant:
            os.kill(os.getpid(), signal.SIGKILL)


def run_all(settings: Settings, switch: KillSwitch) -> list[JobRun]:
    """Customers, intakes and months, in the order of the graph."""
    runner = make_runner(settings)
    platform.on_step = switch
    runs = []
    for job in (*INTAKES, *(MONTHLY if switch.is_meant_for(MONTHLY) else (CHAIN,))):
        switch.job = job
        runs += _run(runner, settings, job)
    return runs


def _run(runner: Runner, settings: Settings, job: str) -> list[JobRun]:
    if job in INTAKES:
        return [runner.run(job)]
    layers = [MONTHLY[job]] if job in MONTHLY else None
    workspace = open_workspace(settings)
    return catch_up(workspace, runner, job=job, layers=layers)


def main() -> int:
    """The jobs of the data root named first; 1 where a job failed that did not fail on purpose."""
    root, *meant = sys.argv[1:]
    os.environ["SDC_NOW"] = world.NOW
    switch = KillSwitch(meant[0], meant[1], int(meant[2])) if meant else KillSwitch()
    runs = run_all(world.settings_for(Path(root)), switch)
    failed = [run for run in runs if not run.is_success]
    for run in failed:
        print(run.job, run.months, run.problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
