"""Run the pipeline in a process of its own that a real SIGKILL ends before the n-th durable step.

A fork server has everything imported and no thread, so that a kill costs tenths of a second.
`python -m tests.faults --seeds 1000` is the long form: it draws step and place by seed.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openai  # noqa: F401 - preloaded before the fork

from sdc_core.layers import make_layers  # noqa: F401
from sdc_core.linking.cascade.linker import PosteriorLinker  # noqa: F401
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.pipeline import run_pipeline
from sdc_core.store import platform
from sdc_core.workspace import open_workspace
from tests.core.insights.model_server import data_of, first_words, schema_of
from tests.core.llm.fake_server import Asked, FakeServer
from tests.faults import world

PHASES = ("first", "update")
# Calls that a kill may take the answer of: the one under way, and the one before it, which may be
# settled in the ledger and not yet in the cache (decision 0037).
TAKEN_BY_A_KILL = 2


@dataclass(frozen=True)
class Kill:
    phase: str
    step: str
    number: int


@dataclass(frozen=True)
class Outcome:
    """What a killed and repeated run came to.

    Attributes:
        paid_twice: Questions that were sent more than once, without those that a kill may take.
        unsettled: Reservations in the ledger of calls that nothing was put in the place of.
    """

    kill: Kill
    was_killed: bool
    differing: tuple[str, ...]
    duplicates: int
    paid_twice: int = 0
    unsettled: int = 0

    @property
    def is_fine(self) -> bool:
        at_most_one = self.paid_twice == 0 and self.unsettled <= 1
        return self.was_killed and not self.differing and not self.duplicates and at_most_one


@contextmanager
def model() -> Iterator[FakeServer]:
    """A model on this machine; it chooses the first customer, and writes the first words."""
    with FakeServer([_answer]) as server:
        yield server


def _answer(asked: Asked) -> str:
    chosen = schema_of(asked)["properties"].get("customer_id")
    return json.dumps({"customer_id": chosen["enum"][0]}) if chosen else first_words(asked)


def run(
    root: Path, server: FakeServer, kill: Kill | None = None, counts: Path | None = None
) -> int:
    """One pass over the world in a child; with `kill` it dies there, with `counts` it counts.

    Returns 0, the exit code, or the negative signal that ended it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.kill"])
    child = context.Process(target=_pass, args=(root, server.openai_url, kill, counts))
    child.start()
    child.join()
    return child.exitcode or 0


def _pass(root: Path, url: str, kill: Kill | None, counts: Path | None) -> None:
    seen: Counter[str] = Counter()

    def on_step(step: str) -> None:
        seen[step] += 1
        if kill is not None and (step, seen[step]) == (kill.step, kill.number):
            os.kill(os.getpid(), signal.SIGKILL)

    platform.on_step = on_step
    os.environ["SDC_NOW"] = world.NOW
    run_pipeline(open_workspace(world.settings_for(root, url)))
    if counts is not None:
        counts.write_text("\n".join(seen.elements()), encoding="utf-8")


@dataclass(frozen=True)
class Truth:
    """The undisturbed runs: trees after each phase, and how often each step was met."""

    after_first: Path
    trees: dict[str, dict[str, str]]
    counts: dict[str, Counter[str]]


def undisturbed(folder: Path, server: FakeServer) -> Truth:
    root = folder / "undisturbed"
    counts, trees = {}, {}
    for phase in PHASES:
        if phase == "first":
            world.write_first(root)
        else:
            shutil.copytree(root, folder / "after_first")
            world.write_update(root)
        counted = folder / f"{phase}.txt"
        if run(root, server, counts=counted) != 0:
            raise AssertionError(f"the undisturbed {phase} run failed")
        counts[phase] = Counter(counted.read_text(encoding="utf-8").split())
        trees[phase] = world.tree(root)
    return Truth(after_first=folder / "after_first", trees=trees, counts=counts)


def kill_and_repeat(folder: Path, truth: Truth, server: FakeServer, kill: Kill) -> Outcome:
    root = folder / f"{kill.phase}-{kill.step}-{kill.number}"
    if kill.phase == "first":
        world.write_first(root)
    else:
        shutil.copytree(truth.after_first, root)
        world.write_update(root)
    server.requests.clear()
    was_killed = run(root, server, kill) == -signal.SIGKILL
    if run(root, server) != 0:
        raise AssertionError(f"{kill}: the run after the kill failed")
    found, expected = world.tree(root), truth.trees[kill.phase]
    differing = {p for p in found.keys() | expected.keys() if found.get(p) != expected.get(p)}
    duplicates = sum(count - 1 for count in world.session_ids(root).values())
    unsettled = _unsettled(root)
    shutil.rmtree(root)
    paid = (was_killed, tuple(sorted(differing)), duplicates, _paid_twice(server), unsettled)
    return Outcome(kill, *paid)


def _paid_twice(server: FakeServer) -> int:
    """Requests beyond one per question, less those whose answers the kill may have taken."""
    asked = Counter(_without_nonce(one) for one in server.requests)
    return max(0, asked.total() - len(asked) - TAKEN_BY_A_KILL)


def _without_nonce(asked: Asked) -> str:
    return re.sub(r"data-[0-9a-f]+", "data", data_of(asked)) + json.dumps(schema_of(asked))


def _unsettled(root: Path) -> int:
    ledger, month = CallLedger(root), world.NOW[:7]
    rows = Counter(row.call_id for row in ledger.rows(month)[0])
    return sum(count == 1 for count in rows.values())


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
    with tempfile.TemporaryDirectory() as name, model() as server:
        folder = Path(name)
        truth = undisturbed(folder, server)
        for seed in range(wanted):
            draw = random.Random(seed)
            phase = draw.choice(PHASES)
            step = draw.choice(sorted(truth.counts[phase]))
            kill = Kill(phase, step, draw.randint(1, truth.counts[phase][step]))
            outcome = kill_and_repeat(folder, truth, server, kill)
            landed[f"{phase:6} {step}"] += outcome.was_killed
            if not outcome.is_fine:
                lost.append(outcome)
    for name, count in sorted(landed.items()):
        print(f"{name:24} {count:5} kills")
    print(
        f"{sum(landed.values())} kills, {len(lost)} not byte-identical or paid twice after the repeat"
    )
    for outcome in lost[:10]:
        print(outcome)
    return 1 if lost else 0
