"""What an OpenAI-compatible server answered: text and tokens, vectors, or what kind of trouble."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sdc_core.api.answers import retry_after
from sdc_core.llm.base import Completion, Embeddings, Usage
from sdc_core.llm.providers.ending import cut, empty, refused
from sdc_core.llm.providers.openai_wire import ChatAnswer, EmbeddingsAnswer, TokenCounts
from sdc_core.llm.providers.trouble import Trouble
from sdc_core.llm.providers.vectors import embeddings

if TYPE_CHECKING:
    import openai


def completion_of(answer: ChatAnswer, name: str, model: str) -> Completion:
    """The text of the first choice.

    Raises:
        AnswerError: Refused, cut, empty; carries the tokens that were spent.
    """
    usage, choice = usage_of(answer.usage), answer.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise refused(name, model, usage)
    if choice.finish_reason == "length":
        raise cut(name, model, usage)
    if not (text := choice.message.content or "").strip():
        raise empty(name, model, usage)
    return Completion(text, usage)


def usage_of(said: TokenCounts | None) -> Usage:
    """Tokens of one call."""
    counts = said or TokenCounts()
    prompt, completion = counts.prompt_tokens_details, counts.completion_tokens_details
    return Usage(
        calls=1,
        prompt_tokens=counts.prompt_tokens,
        completion_tokens=counts.completion_tokens,
        cached_tokens=(prompt.cached_tokens or 0) if prompt else 0,
        thought_tokens=(completion.reasoning_tokens or 0) if completion else 0,
    )


def vectors_of(answer: EmbeddingsAnswer, name: str, count: int) -> Embeddings:
    """The vectors in the order of the texts.

    Raises:
        AnswerError: Not one for each text.
    """
    ordered = sorted(answer.data, key=lambda row: row.index)
    return embeddings([row.embedding for row in ordered], usage_of(answer.usage), name, count)


def trouble_of(error: "openai.APIStatusError") -> Trouble:
    """What a refusal says; servers disagree on where they say it."""
    body: Any = error.body
    if isinstance(body, Mapping):
        body = body.get("error", body)
    told: Mapping[str, Any] = body if isinstance(body, Mapping) else {"message": body}
    words = (told.get("code"), told.get("type"))
    return Trouble(
        status=error.status_code,
        code=next((word for word in words if isinstance(word, str) and word), ""),
        said=str(told.get("message") or told.get("detail") or ""),
        parameter=str(told.get("param") or ""),
        retry_after_seconds=retry_after(error.response),
    )
