"""What an OpenAI-compatible server sends, as far as it is read; checked, which the SDK does not."""

import sys
from array import array
from base64 import b64decode
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field


class PromptDetails(BaseModel):
    """Part of the tokens of a prompt."""

    cached_tokens: int | None = None


class CompletionDetails(BaseModel):
    """Part of the tokens of an answer."""

    reasoning_tokens: int | None = None


class TokenCounts(BaseModel):
    """Tokens of one call; a server of one's own may leave any of them out."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: PromptDetails | None = None
    completion_tokens_details: CompletionDetails | None = None


class Message(BaseModel):
    """What the model said; `refusal` is OpenAI's own place for a no."""

    content: str | None = None
    refusal: str | None = None


class Choice(BaseModel):
    """One answer, and why it ended."""

    message: Message
    finish_reason: str | None = None


class ChatAnswer(BaseModel):
    """Of `/chat/completions`."""

    choices: list[Choice] = Field(min_length=1)
    usage: TokenCounts | None = None


def _decoded(vector: object) -> object:
    if not isinstance(vector, str):
        return vector
    numbers = array("f", b64decode(vector))
    if sys.byteorder == "big":
        numbers.byteswap()
    return list(numbers)


class Row(BaseModel):
    """One vector; asked for in base64 (float32, little endian), sent as numbers by some."""

    index: int
    embedding: Annotated[list[float], BeforeValidator(_decoded)]


class EmbeddingsAnswer(BaseModel):
    """Of `/embeddings`."""

    data: list[Row] = Field(min_length=1)
    usage: TokenCounts | None = None


class ModelName(BaseModel):
    """One model of a server."""

    id: str


class ModelsAnswer(BaseModel):
    """Of `/models`."""

    data: list[ModelName] = []
