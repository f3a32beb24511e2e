"""What the linker would ask a language model in a run, before anything is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sdc_core.insights.estimate import TaskEstimate
from sdc_core.insights.scope import CUSTOMER_TASK
from sdc_core.layers import LINKED, LinkedSessions
from sdc_core.layers.asked import asks
from sdc_core.linking.make import make_linker
from sdc_core.llm.asking import Asker, Preview, Question, Reply, State
from sdc_core.llm.chooser import AskedChooser
from sdc_core.llm.setup import setup_problems
from sdc_core.workspace import Workspace


def linking_estimate(workspace: Workspace, months: Iterable[str]) -> TaskEstimate | None:
    """One line for the open company texts of these months; None where no model is asked.

    At most: what is linked while the run goes on may settle some of them.
    """
    model = asks(workspace.settings, workspace.chooser)
    if model is None:
        return None
    line = TaskEstimate(CUSTOMER_TASK, model, is_asked=True)
    layer = workspace.layers[LINKED]
    assert isinstance(layer, LinkedSessions)
    noting = _Noting(workspace.gateway, line, _lacking(workspace, model))
    linker = make_linker(
        workspace.customers.load(),
        workspace.settings,
        fingerprint=workspace.customers.fingerprint(),
        learned=workspace.learned(),
        chooser=AskedChooser(noting, model, may_send_names=True),
        hits=workspace.hits(),
    )
    for month in months:
        layer.look_ahead(month, linker)
    return line


@dataclass
class _Noting:
    """An `Asker` that asks nobody and counts what it was to ask."""

    asker: Asker
    line: TaskEstimate
    lacking: str

    def ask(self, question: Question) -> Reply:
        preview = self.preview(question)
        self.line.sessions += 1
        self.line.count(preview, is_now=True)
        return Reply(State.WAITING, None, preview.generator, reason="only counted")

    def preview(self, question: Question) -> Preview:
        preview = self.asker.preview(question)
        if preview.is_cached or preview.problem:
            return preview
        return replace(preview, problem=self.lacking)


def _lacking(workspace: Workspace, model: str) -> str:
    """What the setup of the provider lacks, which would show at a call only."""
    provider, _, _ = model.partition(":")
    said = (
        f"{problem.text}; {problem.advice}"
        for problem in setup_problems(workspace.settings)
        if problem.provider == provider
    )
    return next(said, "")
