"""From the text that a model wrote to an answer that is believed, or an `AnswerError`."""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import from_json

from sdc_core.errors import AnswerError
from sdc_core.llm.asking import Problem
from sdc_core.llm.base import Prompt
from sdc_core.llm.gate.outgoing import Outgoing
from sdc_core.privacy.base import Redacted
from sdc_core.privacy.placeholders import restore

INVALID = "invalid"
UNSAFE = "unsafe"
REFUSED = "refused"

_FENCE = re.compile(r"\s*```(?:json)?\s*\n(?P<inside>.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)
_AGAIN = "An earlier answer was not accepted: {reason}. Give one that has not this fault."
_SAID = 3
_EXTRA = "extra_forbidden"
_log = logging.getLogger(__name__)


def parsed(text: str) -> JsonValue:
    """The JSON that a model wrote, also inside a code fence.

    Raises:
        AnswerError: It wrote something else.
    """
    fenced = _FENCE.fullmatch(text)
    try:
        value: JsonValue = from_json(fenced["inside"] if fenced else text, allow_inf_nan=False)
    except ValueError:
        raise AnswerError("the answer is not JSON alone", kind=INVALID) from None
    return value


def validated(value: JsonValue, schema: type[BaseModel]) -> BaseModel:
    """The answer as its model.

    Raises:
        AnswerError: It is not of the schema; says which fields, not what stood there.
    """
    try:
        return schema.model_validate_json(json.dumps(value))
    except ValidationError as error:
        raise AnswerError(f"the answer is not valid: {_said(error)}", kind=INVALID) from None


def check(answer: BaseModel, problem: Problem | None, outgoing: Outgoing) -> None:
    """Whether the answer is one that may be believed, looked at as it was sent.

    Raises:
        AnswerError: It is not; says why.
    """
    reason = _problem(answer, problem, outgoing.texts) if problem else None
    if reason:
        raise AnswerError(f"the answer cannot be used: {reason}", kind=UNSAFE)


def _problem(answer: BaseModel, problem: Problem, texts: Sequence[str]) -> str | None:
    try:
        return problem(answer, texts)
    except Exception as error:  # noqa: BLE001 - what cannot be judged is not believed
        _log.warning("an answer could not be judged: %s", type(error).__name__)
        return f"it could not be judged ({type(error).__name__})"


def restored(value: JsonValue, schema: type[BaseModel], redacted: Redacted | None) -> BaseModel:
    """The answer with values for its placeholders.

    Raises:
        AnswerError: It holds placeholders that nobody gave, or is not of the schema with the
            values; says nothing of the values, because this is said to the model.
    """
    if redacted is None:
        return validated(value, schema)
    unknown: list[str] = []
    clear = _restored(value, redacted, unknown)
    if unknown:
        names = ", ".join(dict.fromkeys(unknown))
        raise AnswerError(f"the answer holds unknown placeholders: {names}", kind=UNSAFE)
    try:
        return validated(clear, schema)
    except AnswerError:
        raise AnswerError(
            "the answer is not valid once its placeholders are names again; it must be shorter",
            kind=INVALID,
        ) from None


def repaired(prompt: Prompt, reason: str) -> Prompt:
    """The question once more, with what was wrong with the first answer; said of redacted text."""
    return replace(prompt, rules=f"{prompt.rules.rstrip()}\n\n{_AGAIN.format(reason=reason)}\n")


def _restored(value: JsonValue, redacted: Redacted, unknown: list[str]) -> JsonValue:
    if isinstance(value, str):
        back = restore(value, redacted)
        unknown.extend(back.unknown)
        return back.text
    if isinstance(value, list):
        return [_restored(each, redacted, unknown) for each in value]
    if isinstance(value, dict):
        return {name: _restored(each, redacted, unknown) for name, each in value.items()}
    return value


def _said(error: ValidationError) -> str:
    """Fields and what is wrong; a name that the model made up is not repeated."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    said = (
        "a field that was not asked for"
        if each["type"] == _EXTRA
        else f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
        for each in errors[:_SAID]
    )
    return "; ".join(dict.fromkeys(said))
