"""The key of an answer: a hash of everything that shapes it, and of nothing else."""

from functools import lru_cache

from pydantic import BaseModel

from sdc_core.ids import digest_json
from sdc_core.llm.base import Route
from sdc_core.llm.gate.outgoing import Outgoing

# A choice among candidates has a schema of its own per question.
_SCHEMAS = 256


def key_of(route: Route, outgoing: Outgoing, schema: type[BaseModel]) -> str:
    """SHA-256 over provider, model, parameters, prompt as it is sent, schema and redactor."""
    return digest_json(
        {
            "provider": route.provider,
            "model": route.model,
            "parameters": dict(route.parameters),
            "prompt_version": outgoing.prompt.version,
            "rules": outgoing.prompt.rules,
            "parts": [list(part) for part in outgoing.prompt.parts],
            "schema": _schema_digest(schema),
            "redactor": outgoing.redactor,
        }
    )


@lru_cache(maxsize=_SCHEMAS)
def _schema_digest(schema: type[BaseModel]) -> str:
    return digest_json(schema.model_json_schema())
