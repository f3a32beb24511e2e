"""A model behind HTTP that answers every task with words of the text that it is shown."""

import re
from json import dumps

from tests.core.llm.fake_server import FakeServer

MODELS = {"lightweight": "fast-1", "general": "fast-1", "complex": "fast-1"}
_ENTRY = re.compile(r"\[(?:customer|technician|to do|internal note)\] (.+)")


def data_of(asked):
    """The part of a request that holds texts of a Session."""
    if "messages" in asked.body:
        return asked.body["messages"][-1]["content"]
    return asked.body["contents"][0]["parts"][0]["text"]


def schema_of(asked):
    """The JSON Schema that an answer is bound to."""
    if "messages" in asked.body:
        return asked.body["response_format"]["json_schema"]["schema"]
    return asked.body["generationConfig"]["responseJsonSchema"]


def first_words(asked):
    """The first words of the conversation, in every text that the schema asks for."""
    [said] = _ENTRY.findall(data_of(asked))[:1] or ["nothing"]
    words = " ".join(said.split()[:8]).rstrip(".")
    properties = schema_of(asked)["properties"].items()
    return dumps({name: _value(part, words) for name, part in properties})


def _value(part, words):
    options = part.get("enum") or ([part["const"]] if "const" in part else None)
    if options:
        return options[0]
    return {"array": [], "object": {}, "boolean": False, "integer": 0, "null": None}.get(
        part.get("type"), words
    )


def model_server(**changes):
    return FakeServer(**{"answers": [first_words], **changes})


def config_of(server, **changes):
    provider = {"base_url": server.openai_url, "models": MODELS, "max_tries": 1}
    return {"active_provider": "local_llm", "local_llm": provider, **changes}
