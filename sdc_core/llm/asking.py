"""A question put to a language model, and what came of it.

The border between who asks (tasks, the linker) and the one place that redacts, remembers, pays
and calls (`gateway`). Who asks meets no exception of a provider, but a reply with a state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel

from sdc_core.llm.base import NOTHING_USED, Prompt, Usage


class State(StrEnum):
    """What came of a question.

    `waiting`: nobody could be asked (provider down, no key, budget spent, not asked in this run);
    it is asked again later. `failed`: the model answered, and the answer cannot be used; it is not
    asked again until something of the question changes, or a person wants it (`--retry`).
    """

    ANSWERED = "answered"
    WAITING = "waiting"
    FAILED = "failed"


Problem = Callable[[BaseModel, Sequence[str]], str | None]
"""What is wrong with an answer, given the texts as they were sent; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        task: Name of the task; its settings say where it goes.
        prompt: Rules and data, not yet redacted.
        schema: What the answer must be.
        about: Id of the Session that the text is from (of a company text its digest): what is
            remembered goes when that text goes.
        content: Digest of the content that it was made from, for the same reason.
        tier: Of the task, where the settings name none.
        max_tokens: Of the task, where the settings name none.
        problem: Looked at before an answer is believed, on redacted texts; None where the schema
            alone makes answers safe.
    """

    task: str
    prompt: Prompt
    schema: type[BaseModel]
    about: str
    content: str
    tier: str = "lightweight"
    max_tokens: int = 300
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a question; `answer` has its placeholders restored.

    Attributes:
        generator: `openai:gpt-5-mini`.
        reason: For a person: why it waits or failed; empty where it was answered.
        key: Under which the answer is remembered.
        cost_usd: Of this asking; None where the price is not known, 0 from the cache.
    """

    state: State
    answer: BaseModel | None
    generator: str
    reason: str = ""
    key: str = ""
    is_cached: bool = False
    usage: Usage = NOTHING_USED
    cost_usd: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent for a question, without sending it (`--dry-run`, `--show-prompt`).

    Attributes:
        rules: The system part.
        data: The user part as it would be sent, redacted, between its tags.
        prompt_tokens: Estimate of what it takes.
        completion_tokens: The most that the answer may take.
        cost_usd: At most; None where the price is not known.
        problem: Why it would not be sent; empty where it would.
    """

    generator: str
    rules: str
    data: str
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    is_cached: bool
    is_redacted: bool
    problem: str = ""


class Asker(Protocol):
    """Who can be asked: the gateway, or a fake in a test."""

    def ask(self, question: Question) -> Reply:
        """Never raises for what a provider does."""
        ...

    def preview(self, question: Question) -> Preview:
        """What `ask` would do now; sends nothing."""
        ...
