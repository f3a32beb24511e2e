"""What a server that speaks like OpenAI takes of a request, learned where it refuses a part of it.

Newer models of OpenAI want `max_completion_tokens` where all other servers know `max_tokens`, and
refuse a temperature; LM Studio takes the form `json_schema` but not `json_object`; older servers
take neither. What is refused is left out from then on, so that a model costs one refused request of
each kind, which no provider charges for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from sdc_core.llm.providers.trouble import Trouble


class Form(StrEnum):
    """How an answer is bound to its schema, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "text"


_NEXT = {Form.SCHEMA: Form.OBJECT, Form.OBJECT: Form.PLAIN}
_FORM_WORDS = r"response_?format|json_schema|json_object|structured output|grammar"
_UNWELCOME = r"support|recogni|unknown|permitted|unexpected|extra"
# The chat templates of some models (Gemma, the first Mistral) know no system part.
_NO_SYSTEM = r"system (role|message|prompt)s?\b.*not supported|roles must alternate|only user and"
_OF_SOMETHING_ELSE = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
_OTHER_TOKENS = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_LEFT_OUT = frozenset({"temperature", "top_p", "seed", "reasoning_effort"})

# Models that think before they answer, and spend the tokens of the answer on it: the least that
# each takes, so that 300 tokens are enough for a title (OpenAI, "Reasoning models"; the longest
# name that fits is meant). The settings may ask for more by `parameters.extra`.
_LEAST_EFFORT: Mapping[str, str] = {
    "gpt-5.": "none",
    "gpt-5": "minimal",
    "o1": "low",
    "o3": "low",
    "o4": "low",
}
_REFUSED_BY_THINKERS = frozenset({"temperature", "top_p"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one model of one server takes.

    Attributes:
        form: How its answers are bound.
        tokens: Its name for the most tokens of an answer.
        left_out: Parameters that it refuses.
        defaults: What it is told where the settings say nothing.
        has_system: Whether rules have a part of their own.
    """

    form: Form = Form.SCHEMA
    tokens: str = "max_tokens"
    left_out: frozenset[str] = frozenset()
    defaults: tuple[tuple[str, str], ...] = ()
    has_system: bool = True

    def __str__(self) -> str:
        """For a log line."""
        without = ", ".join(sorted(self.left_out)) or "nothing"
        where = "system" if self.has_system else "user"
        return f"{self.form} by {self.tokens}, without {without}, rules in the {where} part"

    def messages(self, system: str, user: str) -> list[dict[str, str]]:
        """Rules and data in the parts that the model has."""
        if self.has_system:
            return [{"role": "system", "content": system}, {"role": "user", "content": user}]
        return [{"role": "user", "content": f"{system}\n\n{user}"}]

    def spoken(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a route under the names that the server knows."""
        named = {**dict(self.defaults), **parameters}
        if "max_tokens" in named:
            named[self.tokens] = named.pop("max_tokens")
        return {name: value for name, value in named.items() if name not in self.left_out}

    def without(self, trouble: Trouble) -> "Dialect | None":
        """The dialect after a refusal; None where the refusal is of something else."""
        if trouble.status in _OF_SOMETHING_ELSE:
            return None
        if self.has_system and trouble.speaks_of(_NO_SYSTEM):
            return replace(self, has_system=False)
        if _refuses(trouble, self.tokens):
            return replace(self, tokens=_OTHER_TOKENS[self.tokens])
        for name in _LEFT_OUT - self.left_out:
            if _refuses(trouble, name):
                return replace(self, left_out=self.left_out | {name})
        if self.form in _NEXT and trouble.speaks_of(_FORM_WORDS):
            return replace(self, form=_NEXT[self.form])
        return None


def first_dialect(service: str, model: str) -> Dialect:
    """What is known of a model before it is asked."""
    if service != "openai":
        return Dialect()
    fits = [name for name in _LEAST_EFFORT if model.startswith(name)]
    if not fits:
        return Dialect(tokens="max_completion_tokens")
    effort = ("reasoning_effort", _LEAST_EFFORT[max(fits, key=len)])
    return Dialect(Form.SCHEMA, "max_completion_tokens", _REFUSED_BY_THINKERS, (effort,))


def _refuses(trouble: Trouble, name: str) -> bool:
    """Whether the parameter itself is unwelcome, not only its value too large."""
    is_named = trouble.parameter == name or trouble.speaks_of(rf"\b{name}\b")
    return is_named and trouble.speaks_of(_UNWELCOME)
