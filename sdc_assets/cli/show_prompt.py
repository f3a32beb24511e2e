"""`sdc process --show-prompt SESSION`: exactly what would be sent about a Session, and to whom."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rich.panel import Panel
from rich.text import Text

from sdc_assets.cli.app import App
from sdc_assets.cli.history import find_session
from sdc_assets.cli.terminal import print_json, say, show
from sdc_core.errors import SettingsError
from sdc_core.insights.estimate import linked_sessions, preview_of
from sdc_core.insights.local_answers import LocalAnswers
from sdc_core.insights.plan import Planned
from sdc_core.insights.scope import STEPS
from sdc_core.llm.asking import Preview
from sdc_core.models import Session
from sdc_core.workspace import Workspace

NO_MODEL = "nothing is sent: written on this machine ({})"
NO_TEXT = "nothing is sent: nobody wrote anything in this Session"
KNOWN = "nothing is sent: the answer is known"
STAYS = "as it stands: credentials are cut, the model runs on this machine"


@dataclass(frozen=True)
class Shown:
    """What would be sent for one task; `preview` is None where nothing ever is."""

    task: str
    verdict: str
    preview: Preview | None = None


def show_prompts(app: App, text: str, step: str, *, as_json: bool) -> None:
    """The prompts about the Session that is meant, of one step or all."""
    workspace = app.workspace
    found = find_session(workspace, text)
    session = _session(workspace, found.month, found.session_id)
    plan = [p for p in workspace.insight_plan if step not in STEPS or p.task.step == step]
    shown = [_shown(workspace, p, session) for p in plan if p.task.applies(session)]
    if as_json:
        prompts = [asdict(one) for one in shown]
        print_json({"session_id": session.meta.session_id, "prompts": prompts})
        return
    say(f"Session {session.meta.session_id}")
    for one in shown:
        show(*_parts(one))


def _session(workspace: Workspace, month: str, session_id: str) -> Session:
    """As it is when it is asked about, without what was written into it."""
    for session in linked_sessions(workspace, month):
        if session.meta.session_id == session_id:
            return session
    raise SettingsError(f"Session {session_id!r} is behind: run `sdc process` first")


def _shown(workspace: Workspace, planned: Planned, session: Session) -> Shown:
    task = planned.task
    if not planned.is_for_a_model or workspace.asker is None:
        return Shown(task.name, NO_MODEL.format(task.local_version))
    local = LocalAnswers.on(session, workspace.answers)
    prompt = task.prompt(local.shown)
    if prompt is None:
        return Shown(task.name, NO_TEXT)
    preview = preview_of(workspace, planned, prompt, local)
    return Shown(task.name, _verdict(preview), preview)


def _verdict(preview: Preview) -> str:
    if preview.is_cached:
        return KNOWN
    if preview.problem:
        return f"nothing is sent: {preview.problem}"
    price = "at a price that is not known"
    if preview.cost_usd is not None:
        price = f"at most {preview.cost_usd:.4f} USD"
    return (
        f"would be sent to {preview.generator}: about {preview.prompt_tokens:,} tokens, "
        f"{preview.completion_tokens:,} at most for the answer, {price}"
    )


def _parts(shown: Shown) -> Iterator[object]:
    """The verdict, and below it what was or would be sent, word by word."""
    preview = shown.preview
    yield Text.assemble((f"\n{shown.task}", "bold"), f"  {shown.verdict}")
    if preview is None or not preview.data:
        return
    yield Panel(Text(preview.rules), title="rules", title_align="left")
    how = "redacted" if preview.is_redacted else STAYS
    title = f"the Session, for {preview.generator}, {how}"
    yield Panel(Text(preview.data), title=title, title_align="left")
