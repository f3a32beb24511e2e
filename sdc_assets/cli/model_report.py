"""What `sdc run` says of the language models: what their setup lacks, what waits and why."""

from collections import Counter
from collections.abc import Iterator

from sdc_assets.insight_checks import waiting_in
from sdc_assets.runs import JobRun
from sdc_core.insights.writer import NOT_NOW
from sdc_core.layers import FINISHED
from sdc_core.llm.asking import State
from sdc_core.llm.make_chooser import names_stay
from sdc_core.llm.setup import setup_problems
from sdc_core.workspace import Workspace


def model_warnings(workspace: Workspace, runs: list[JobRun]) -> list[str]:
    """The setup at every run; what waits where months were finished by these runs."""
    found = list(setup_warnings(workspace))
    if any(True for run in runs for _ in run.of(FINISHED)):
        found += _waiting(workspace)
    return found


def setup_warnings(workspace: Workspace) -> Iterator[str]:
    """What keeps models from being asked, and what to do; local texts stand meanwhile."""
    for problem in setup_problems(workspace.settings):
        yield f"{problem.about}: {problem.text}; {problem.advice}"
    if stays := names_stay(workspace.settings):
        yield stays


def _waiting(workspace: Workspace) -> Iterator[str]:
    why: Counter[str] = Counter()
    for standings in waiting_in(workspace).values():
        for standing, count in standings.items():
            if standing.state == State.WAITING and standing.reason != NOT_NOW:
                why[standing.reason] += count
    for reason, count in sorted(why.items()):
        yield f"{count:,} answers wait for a language model: {reason}"
