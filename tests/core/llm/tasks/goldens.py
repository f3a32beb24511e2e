"""Prompts as they stood when their version was given; `python -m tests.core.llm.tasks.goldens`.

A rule that changes without a new version fails the tests; a new version adds a file. What a Session
becomes is written anew, so that the difference is read.
"""

from importlib.resources import files
from pathlib import Path

from sdc_core.llm.rendering import PREVIEW_NONCE, render
from sdc_core.llm.tasks import TASKS
from sdc_core.llm.tasks.prompt_files import prompt_file
from tests.core.llm.extractive.sessions import read_case, session_of

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "prompts"
NAMES = sorted(
    path.name.removesuffix(".md")
    for path in files("sdc_core.llm").joinpath("prompts").iterdir()
    if path.name.endswith(".md")
)
SESSIONS = ("ticket_sms_lockout", "chat_server_down", "notes_wifi_done", "remote_only")


def rules_path(name: str) -> Path:
    return FOLDER / f"{prompt_file(name).label}.md"


def shown_path(case: str) -> Path:
    return FOLDER / f"{case}.txt"


def shown(case: str) -> str:
    """What each task shows of a Session, without its rules."""
    session = session_of(read_case(case))
    session.context.customer_id = 12
    texts = []
    for task in TASKS:
        if task.applies(session):
            prompt = task.prompt(session)
            text = render(prompt, PREVIEW_NONCE)[1] if prompt else "(nobody is asked)"
            texts.append(f"== {task.name}: {prompt.version if prompt else ''}\n{text}\n")
    return "\n".join(texts)


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        path = rules_path(name)
        if not path.exists():
            path.write_text(prompt_file(name).rules + "\n", encoding="utf-8", newline="\n")
    for case in SESSIONS:
        shown_path(case).write_text(shown(case), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
