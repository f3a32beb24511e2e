"""What a task is: which Sessions, what is asked, what a local answer is, where it is written."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from sdc_core.llm.asking import Problem
from sdc_core.llm.base import Prompt
from sdc_core.models import Session


class Answer(BaseModel):
    """Base of all answers: nothing beside the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is written for a Session.

    Attributes:
        name: As in `llm_config.tasks`.
        step: As in `sdc process --step` and `processing_log`.
        answer: What a model must give, and what is validated again after it.
        prompt: The question on a Session, not yet redacted; None where the Session has no text to
            work on, so that only a local answer can be given.
        local: The answer without a model; None where the Session gives no ground for one.
        write: Puts an answer into the named fields of the Session.
        applies: Whether the Session is one that the task is for.
        tier: Which models do it, where the settings do not say.
        max_tokens: Of the answer, where the settings do not say.
        problem: What is wrong with an answer that the schema allows.
        local_version: Goes up when `local` gives other answers for equal Sessions.
    """

    name: str
    step: str
    answer: type[Answer]
    prompt: Callable[[Session], Prompt | None]
    local: Callable[[Session], Answer | None]
    write: Callable[[Session, Answer], None]
    applies: Callable[[Session], bool]
    tier: str = "lightweight"
    max_tokens: int = 300
    problem: Problem | None = None
    local_version: str = "extractive-v2"
