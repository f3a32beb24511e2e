"""What a language model is asked and what it answers: the one protocol of all providers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel, JsonValue

from sdc_core.models import Session


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call or of several; `cached_tokens` are part of `prompt_tokens`."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    thought_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            self.thought_tokens + other.thought_tokens,
        )


NOTHING_USED = Usage()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question: our rules, and what other people wrote, which is never a rule.

    Attributes:
        version: Name and version of the prompt file, for example `title-1`.
        rules: The system part, with no text of a Session in it.
        parts: What is to be worked on, by name and in order: (`conversation`, text), ...
        as_is: Names of parts that are not redacted, because the person who runs SDC allows it
            (customers to choose from, `llm_config.sends_customer_names`); credentials are cut
            from these too.
    """

    version: str
    rules: str
    parts: tuple[tuple[str, str], ...]
    as_is: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Route:
    """Where a task is sent; `parameters` reach the provider as they stand."""

    task: str
    provider: str
    tier: str
    model: str
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def generator(self) -> str:
        """Who writes, for the record: `openai:gpt-5-mini`."""
        return f"{self.provider}:{self.model}"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered: the JSON text as it wrote it, and what that took."""

    text: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector for each text, in order, normalised to length 1."""

    vectors: tuple[tuple[float, ...], ...]
    usage: Usage


class Provider(Protocol):
    """One service that runs models.

    Attributes:
        name: As in `llm_config`.
        is_on_this_machine: Whether what it is sent stays here: `local_llm` at a loopback address.
    """

    name: str
    is_on_this_machine: bool

    def complete(self, route: Route, prompt: Prompt, schema: type[BaseModel]) -> Completion:
        """Ask once for JSON of the schema; retries are inside, validation is the caller's.

        Raises:
            ProviderDownError: No answer after all tries: ask again later.
            ProviderSetupError: The provider refuses what every call sends (key, model, address).
            AnswerError: It answered nothing usable: refused, cut, empty. Carries what it took.
        """
        ...

    def embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        """Vectors of the texts; raises as `complete` does."""
        ...

    def check(self, model: str) -> None:
        """Ask the smallest question that tells whether the model can be used, for `sdc doctor`.

        Raises:
            ProviderDownError: It does not answer.
            ProviderSetupError: Key, address or model are wrong; says which and what is allowed.
        """
        ...


@dataclass(frozen=True)
class Insight:
    """Title (<= 10 words) and summary of one Session, and who wrote them."""

    title: str | None
    summary: str | None
    generator: str
    usage: Usage = NOTHING_USED


class Generator(Protocol):
    """Writes the insight of a Session."""

    name: str

    def digest_of(self, session: Session) -> str:
        """Digest of everything in the Session that shapes the insight (texts, roles, subject)."""
        ...

    def write(self, session: Session) -> Insight:
        """The insight; every word of an extractive one comes from the Session."""
        ...
