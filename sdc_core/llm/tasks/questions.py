"""The question of most tasks: subject, facts and conversation of the Session."""

from collections.abc import Callable

from sdc_core.llm.base import Prompt
from sdc_core.llm.tasks.conversation import conversation_of, facts_of, subject_text
from sdc_core.llm.tasks.prompt_files import prompt_file
from sdc_core.models import Session


def prompt_on(task: str) -> Callable[[Session], Prompt | None]:
    """Asks by the prompt file of the task; None on a Session in which nobody wrote anything."""

    def prompt(session: Session) -> Prompt | None:
        conversation, subject = conversation_of(session), subject_text(session)
        if not conversation and not subject:
            return None
        return prompt_file(task).with_parts(
            ("subject", subject), ("facts", facts_of(session)), ("conversation", conversation)
        )

    return prompt
