"""What Gemini answered: text and tokens, vectors, or what kind of trouble."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sdc_core.api.answers import retry_after
from sdc_core.llm.base import Completion, Embeddings, Usage
from sdc_core.llm.providers.ending import cut, empty, refused
from sdc_core.llm.providers.trouble import Trouble
from sdc_core.llm.providers.vectors import embeddings

if TYPE_CHECKING:
    from google.genai import errors, types

_FINE = frozenset({"STOP", "FINISH_REASON_UNSPECIFIED"})
_CUT = "MAX_TOKENS"
# The model stumbled over its own form; another question, or another try later, may do.
_STUMBLED = frozenset({"OTHER", "MALFORMED_RESPONSE", "MALFORMED_FUNCTION_CALL"})


def completion_of(answer: "types.GenerateContentResponse", name: str, model: str) -> Completion:
    """The text of the first candidate, without its thoughts.

    Raises:
        AnswerError: Blocked, refused, cut, empty; carries the tokens that were spent.
    """
    usage = usage_of(answer.usage_metadata)
    if answer.prompt_feedback and answer.prompt_feedback.block_reason:
        raise refused(name, model, usage, _word(answer.prompt_feedback.block_reason))
    if not answer.candidates:
        raise empty(name, model, usage)
    candidate = answer.candidates[0]
    ending = _word(candidate.finish_reason) if candidate.finish_reason else "STOP"
    if ending == _CUT:
        raise cut(name, model, usage)
    if ending not in _FINE | _STUMBLED:
        raise refused(name, model, usage, ending)
    text = _text_of(candidate)
    if not text.strip():
        raise empty(name, model, usage)
    return Completion(text, usage)


def usage_of(said: "types.GenerateContentResponseUsageMetadata | None") -> Usage:
    """Tokens of one call; as at OpenAI, those of thinking are part of the completion."""
    if said is None:
        return Usage(calls=1)
    thought = said.thoughts_token_count or 0
    return Usage(
        calls=1,
        prompt_tokens=said.prompt_token_count or 0,
        completion_tokens=(said.candidates_token_count or 0) + thought,
        cached_tokens=said.cached_content_token_count or 0,
        thought_tokens=thought,
    )


def vectors_of(answer: "types.EmbedContentResponse", name: str, count: int) -> Embeddings:
    """The vectors in the order of the texts; Gemini does not count their tokens.

    Raises:
        AnswerError: Not one for each text.
    """
    rows = [row.values for row in answer.embeddings or ()]
    return embeddings(rows, Usage(calls=1), name, count)


def trouble_of(error: "errors.APIError") -> Trouble:
    """What a refusal says: Google's reason before its status, which is the same for many."""
    details = list(_details(error.details))
    reasons = [detail["reason"] for detail in details if isinstance(detail.get("reason"), str)]
    quotas = [
        str(violation.get("quotaId", ""))
        for detail in details
        for violation in detail.get("violations") or ()
        if isinstance(violation, Mapping)
    ]
    return Trouble(
        status=error.code,
        code=next(iter(reasons), error.status or ""),
        said=" ".join([str(error.message or ""), *quotas]).strip(),
        retry_after_seconds=_retry_delay(details, error),
    )


def _details(body: Any) -> Iterator[Mapping[str, Any]]:
    told = body.get("error", body) if isinstance(body, Mapping) else {}
    listed = told.get("details") if isinstance(told, Mapping) else None
    for detail in listed if isinstance(listed, list) else ():
        if isinstance(detail, Mapping):
            yield detail


def _retry_delay(details: list[Mapping[str, Any]], error: "errors.APIError") -> float | None:
    """Gemini says in the body (`"retryDelay": "34s"`) what others say in the header."""
    for detail in details:
        seconds = str(detail.get("retryDelay", "")).removesuffix("s")
        if seconds.replace(".", "", 1).isdigit():
            return float(seconds)
    return retry_after(error.response) if error.response is not None else None


def _text_of(candidate: "types.Candidate") -> str:
    parts = (candidate.content.parts if candidate.content else None) or ()
    return "".join(part.text for part in parts if part.text and not part.thought)


def _word(reason: object) -> str:
    return str(getattr(reason, "value", reason))
