"""What a run would ask, before anything is sent: calls, tokens and the most that they cost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sdc_core.insights.local_answers import LocalAnswers
from sdc_core.insights.plan import Planned
from sdc_core.insights.scope import Scope
from sdc_core.insights.writer import NOT_NOW, question_of
from sdc_core.layers.base import LINKED
from sdc_core.llm.asking import Preview
from sdc_core.llm.base import Prompt
from sdc_core.llm.setup import setup_problems
from sdc_core.models import Session
from sdc_core.workspace import Workspace


@dataclass
class TaskEstimate:
    """One task.

    Attributes:
        generator: The model; of a task without one who gives the local answers.
        sessions: That the task is for.
        known: Whose answer is remembered: no call.
        without_text: In which nobody wrote anything to ask about: no call.
        calls: To be made.
        cost_usd: At most; None where a price is not known.
        not_sent: How many are not asked, by reason.
    """

    task: str
    generator: str
    is_asked: bool
    sessions: int = 0
    known: int = 0
    without_text: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    not_sent: Counter[str] = field(default_factory=Counter)

    def count(self, preview: Preview, *, is_now: bool) -> None:
        """Add one question."""
        problem = preview.problem if is_now else NOT_NOW
        if preview.is_cached:
            self.known += 1
        elif problem:
            self.not_sent[problem] += 1
        else:
            self._add_call(preview)

    def _add_call(self, preview: Preview) -> None:
        self.calls += 1
        self.prompt_tokens += preview.prompt_tokens
        self.completion_tokens += preview.completion_tokens
        is_known = self.cost_usd is not None and preview.cost_usd is not None
        self.cost_usd = (self.cost_usd or 0) + (preview.cost_usd or 0) if is_known else None


def estimate(workspace: Workspace, months: Iterable[str], scope: Scope) -> list[TaskEstimate]:
    """One line per task, in the order of the plan."""
    plan = workspace.insight_plan
    lines = {p.task.name: TaskEstimate(p.task.name, _who(p), p.is_for_a_model) for p in plan}
    for month in months:
        for session in linked_sessions(workspace, month):
            local = LocalAnswers.on(session, workspace.answers)
            for planned in plan:
                if planned.task.applies(session):
                    _count(lines[planned.task.name], planned, local, workspace, scope)
    return list(lines.values())


def linked_sessions(workspace: Workspace, month: str) -> list[Session]:
    """The Sessions of a month before their insights; of one not linked yet as the sources say."""
    layers = workspace.layers
    linked = layers[LINKED]
    if linked.store.manifest(month) is not None:
        return linked.store.load(month)
    return [session for name in linked.upstream for session in layers[name].store.load(month)]


def preview_of(
    workspace: Workspace, planned: Planned, prompt: Prompt, local: LocalAnswers
) -> Preview:
    """What would be sent; what the setup lacks is a problem too, though it shows at a call only."""
    assert workspace.asker is not None
    preview = workspace.asker.preview(question_of(planned.task, prompt, local))
    if preview.is_cached or preview.problem or planned.route is None:
        return preview
    lacking = (
        f"{problem.text}; {problem.advice}"
        for problem in setup_problems(workspace.settings)
        if problem.provider == planned.route.provider
    )
    return replace(preview, problem=next(lacking, ""))


def _who(planned: Planned) -> str:
    return planned.generator if planned.is_for_a_model else planned.task.local_version


def _count(
    line: TaskEstimate, planned: Planned, local: LocalAnswers, workspace: Workspace, scope: Scope
) -> None:
    line.sessions += 1
    if not planned.is_for_a_model or workspace.asker is None:
        return
    prompt = planned.task.prompt(local.shown)
    if prompt is None:
        line.without_text += 1
        return
    preview = preview_of(workspace, planned, prompt, local)
    line.count(preview, is_now=scope.holds(planned.task.step))
