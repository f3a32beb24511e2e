"""Fakes of what the gateway stands between: a provider that counts, a redactor by a table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from sdc_core.errors import RedactionError
from sdc_core.llm.asking import Question
from sdc_core.llm.base import Completion, Prompt, Route, Usage
from sdc_core.llm.make import make_gateway
from sdc_core.llm_sections import LlmConfig
from sdc_core.privacy.base import Redacted
from sdc_core.settings import load_settings

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
TEXT = "Bob Smith says the printer on FRONT-PC02 is offline."
ANSWER = '{"title": "Printer offline"}'
USAGE = Usage(calls=1, prompt_tokens=100, completion_tokens=10)
PRICES = {"m": {"input_usd": 1.0, "output_usd": 10.0}}


class Title(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(max_length=40)


def ask_for(text=TEXT, **changes) -> Question:
    given = {
        "task": "title",
        "prompt": Prompt("title-1", "Write a title.", (("conversation", text),)),
        "schema": Title,
        "about": "session-1",
        "content": "content-1",
    }
    return Question(**(given | changes))


class FakeProvider:
    """Answers in turn, the last one for good; an exception is raised, a function is called."""

    name = "openai"

    def __init__(self, *answers, is_on_this_machine=False, usage=USAGE):
        self.answers = list(answers) or [ANSWER]
        self.is_on_this_machine = is_on_this_machine
        self.usage = usage
        self.asked: list[tuple[Route, Prompt]] = []

    @property
    def calls(self) -> int:
        return len(self.asked)

    def complete(self, route, prompt, schema):
        self.asked.append((route, prompt))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer = answer(prompt) if callable(answer) else answer
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Completion) else Completion(answer, self.usage)

    def sent(self) -> str:
        return "\n".join(
            prompt.rules + "\n" + "\n".join(text for _name, text in prompt.parts)
            for _route, prompt in self.asked
        )


class FakeRedactor:
    """Names by a table."""

    version = "fake-1"

    def __init__(self, names: Mapping[str, str] | None = None):
        self.names = names or {"Bob Smith": "<PERSON_1>", "FRONT-PC02": "<HOSTNAME_1>"}
        self.calls = 0

    def redact(self, texts: Sequence[str]) -> Redacted:
        self.calls += 1
        values = {}
        for value, mark in self.names.items():
            if any(value in text for text in texts):
                values[mark] = value
                texts = [text.replace(value, mark) for text in texts]
        return Redacted(tuple(texts), values)


class BrokenRedactor:
    version = "broken"

    def __init__(self, error: Exception | None = None):
        self.error = error or RedactionError("no text can be made safe")

    def redact(self, texts):
        raise self.error


def gateway(
    root, provider, *, redactor: Callable = FakeRedactor, clock=lambda: NOW, answers=None, **llm
):
    config = {
        "active_provider": "openai",
        "openai": {"models": {"lightweight": "m", "general": "m2"}},
        "prices": PRICES,
    }
    settings = load_settings(environment={}).model_copy(
        update={"llm_config": LlmConfig.model_validate(config | llm)}
    )
    return make_gateway(
        settings,
        root=root,
        cache_root=root / "cache",
        redactor=redactor,
        clock=clock,
        answers=answers,
        provider_of=lambda _name: provider,
    )
