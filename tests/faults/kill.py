"""Run the pipeline in a process of its own that a real SIGKILL ends before the n-th durable step.

A fork server has everything imported and no thread, so that a kill costs tenths of a second.
`python -m tests.faults --seeds 1000` is the long form: it draws step and place by seed.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sdc_core.layers import make_layers  # noqa: F401 - preloaded before the fork
from sdc_core.linking.cascade.linker import PosteriorLinker  # noqa: F401
from sdc_core.pipeline import run_pipeline
from sdc_core.store import platform
from sdc_core.workspace import open_workspace
from tests.faults import world

PHASES = ("first", "update")


@dataclass(frozen=True)
class Kill:
    phase: str
    step: str
    number: int


@dataclass(frozen=True)
class Outcome:
    kill: Kill
    was_killed: bool
    differing: tuple[str, ...]
    duplicates: int


def run(root: Path, kill: Kill | None = None, counts: Path | None = None) -> int:
    """One pass over the world in a child; with `kill` it dies there, with `counts` it counts.

    Returns 0, the exit code, or the negative signal that ended it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.kill"])
    child = context.Process(target=_pass, args=(root, kill, counts))
    child.start()
    child.join()
    return child.exitcode or 0


def _pass(root: Path, kill: Kill | None, counts: Path | None) -> None:
    seen: Counter[str] = Counter()

    def on_step(step: str) -> None:
        seen[step] += 1
        if kill is not None and (step, seen[step]) == (kill.step, kill.number):
            os.kill(os.getpid(), signal.SIGKILL)

    platform.on_step = on_step
    os.environ["SDC_NOW"] = world.NOW
    run_pipeline(open_workspace(world.settings_for(root)))
    if counts is not None:
        counts.write_text("\n".join(seen.elements()), encoding="utf-8")


@dataclass(frozen=True)
class Truth:
    """The undisturbed runs: trees after each phase, and how often each step was met."""

    after_first: Path
    trees: dict[str, dict[str, str]]
    counts: dict[str, Counter[str]]


def undisturbed(folder: Path) -> Truth:
    root = folder / "undisturbed"
    counts, trees = {}, {}
    for phase in PHASES:
        if phase == "first":
            world.write_first(root)
        else:
            shutil.copytree(root, folder / "after_first")
            world.write_update(root)
        counted = folder / f"{phase}.txt"
        if run(root, counts=counted) != 0:
            raise AssertionError(f"the undisturbed {phase} run failed")
        counts[phase] = Counter(counted.read_text(encoding="utf-8").split())
        trees[phase] = world.tree(root)
    return Truth(after_first=folder / "after_first", trees=trees, counts=counts)


def kill_and_repeat(folder: Path, truth: Truth, kill: Kill) -> Outcome:
    root = folder / f"{kill.phase}-{kill.step}-{kill.number}"
    if kill.phase == "first":
        world.write_first(root)
    else:
        shutil.copytree(truth.after_first, root)
        world.write_update(root)
    was_killed = run(root, kill) == -signal.SIGKILL
    if run(root) != 0:
        raise AssertionError(f"{kill}: the run after the kill failed")
    found, expected = world.tree(root), truth.trees[kill.phase]
    differing = {p for p in found.keys() | expected.keys() if found.get(p) != expected.get(p)}
    duplicates = sum(count - 1 for count in world.session_ids(root).values())
    shutil.rmtree(root)
    return Outcome(kill, was_killed, tuple(sorted(differing)), duplicates)


def spread(total: int, wanted: int) -> list[int]:
    """Up to `wanted` places from 1 to total, first and last among them."""
    if total <= wanted:
        return list(range(1, total + 1))
    return sorted({1 + round(i * (total - 1) / (wanted - 1)) for i in range(wanted)})


def main() -> int:
    """The long form: kills drawn by seed; prints one line per step."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    wanted = parser.parse_args().seeds
    lost: list[Outcome] = []
    landed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = undisturbed(folder)
        for seed in range(wanted):
            draw = random.Random(seed)
            phase = draw.choice(PHASES)
            step = draw.choice(sorted(truth.counts[phase]))
            kill = Kill(phase, step, draw.randint(1, truth.counts[phase][step]))
            outcome = kill_and_repeat(folder, truth, kill)
            landed[f"{phase:6} {step}"] += outcome.was_killed
            if outcome.differing or outcome.duplicates or not outcome.was_killed:
                lost.append(outcome)
    for name, count in sorted(landed.items()):
        print(f"{name:24} {count:5} kills")
    print(f"{sum(landed.values())} kills, {len(lost)} not byte-identical after the repeat")
    for outcome in lost[:10]:
        print(outcome)
    return 1 if lost else 0
