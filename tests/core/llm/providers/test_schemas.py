"""The schema that is sent: in the part of the language that all servers know, and no looser."""

from typing import Literal

from jsonschema import Draft202012Validator
from pydantic import Field

from sdc_core.llm.providers.schemas import schema_of
from sdc_core.llm.tasks import TASKS
from sdc_core.llm.tasks.base import Answer


class Line(Answer):
    """One line; this is for who reads the code."""

    default: str = Field(description="what was done", max_length=80)
    minutes: int | None = None


class Whole(Answer):
    """Fields with the names of keywords, one value alone, a list of parts."""

    title: str
    kind: Literal["only"]
    of: Literal["a", "b"]
    lines: list[Line] = Field(default_factory=list, max_length=3)
    best: Line | None = None


LINE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["default", "minutes"],
    "properties": {
        "default": {"type": "string", "description": "what was done"},
        "minutes": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    },
}


def test_the_whole_of_a_schema():
    assert schema_of(Whole) == {
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "kind", "of", "lines", "best"],
        "properties": {
            "title": {"type": "string"},
            "kind": {"type": "string", "enum": ["only"]},
            "of": {"type": "string", "enum": ["a", "b"]},
            "lines": {"type": "array", "items": LINE, "maxItems": 3},
            "best": {"anyOf": [LINE, {"type": "null"}]},
        },
    }


def test_a_server_of_ones_own_is_told_lengths_of_strings():
    line = schema_of(Line, has_lengths=True)["properties"]["default"]
    assert line == {"type": "string", "description": "what was done", "maxLength": 80}


def test_the_answers_of_all_tasks_have_a_schema_that_is_one():
    for task in TASKS:
        schema = schema_of(task.answer)
        Draft202012Validator.check_schema(schema)
        assert "$ref" not in str(schema)
        assert schema["required"] == list(task.answer.model_fields)
