"""The JSON Schema of an answer in the part of the language that all servers know.

OpenAI wants every property required and none beside them, and refuses lengths of strings and a
reference with words beside it ("Structured model outputs", supported schemas); Gemini knows `enum`
but not `const` ("Structured outputs", JSON Schema support). Whatever is left out here is validated
again after the answer.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_NOISE = frozenset({"title", "default", "$defs"})
_LENGTHS = frozenset({"minLength", "maxLength"})


def schema_of(model: type[BaseModel], *, has_lengths: bool = False) -> dict[str, Any]:
    """The schema with its references put in place.

    Args:
        model: The answer; not recursive.
        has_lengths: Whether lengths of strings are said; a local server then keeps them.
    """
    whole = model.model_json_schema()
    left_out = _NOISE if has_lengths else _NOISE | _LENGTHS
    plain: dict[str, Any] = _plain(whole, whole.get("$defs", {}), left_out)
    return plain


def _plain(part: Any, defs: Mapping[str, Any], left_out: frozenset[str]) -> Any:
    if isinstance(part, list):
        return [_plain(item, defs, left_out) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        referred = defs[part["$ref"].rpartition("/")[2]]
        beside = {key: value for key, value in part.items() if key != "$ref"}
        return _plain({**referred, **beside}, defs, left_out)
    return _keywords(part, defs, left_out)


def _keywords(
    part: Mapping[str, Any], defs: Mapping[str, Any], left_out: frozenset[str]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in part.items():
        if key == "properties":  # its keys are names of fields, of which one may be `title`
            made[key] = {name: _plain(field, defs, left_out) for name, field in value.items()}
            made["required"] = list(value)
            made["additionalProperties"] = False
        elif key == "const":
            made["enum"] = [value]
        elif key not in left_out and key not in made and not _is_docstring(key, part):
            made[key] = value if key == "enum" else _plain(value, defs, left_out)
    return made


def _is_docstring(key: str, part: Mapping[str, Any]) -> bool:
    """What describes a class is for who reads the code; what describes a field, for the model."""
    return key == "description" and "properties" in part
