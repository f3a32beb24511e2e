"""`customer_disambiguation`: which of some customers a company text means, or none of them.

Of the text only the words that come near a name of the list stand in the part that is not redacted;
the rest of it (a person, a phone) is redacted like any text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import create_model
from rapidfuzz import fuzz

from sdc_core.linking.cascade.band import Choice, Question
from sdc_core.llm.base import Prompt
from sdc_core.llm.guards.plain import plain_line
from sdc_core.llm.guards.visible import visible
from sdc_core.llm.tasks.base import Answer
from sdc_core.llm.tasks.prompt_files import prompt_file

NAME = "customer_disambiguation"
NONE = "NONE"
TIER = "lightweight"
MAX_TOKENS = 60
MAX_LENGTH = 200
TEXT, CUSTOMERS, BESIDE = "company text", "customers", "beside it"
_NEAR = 80
_SHORTEST_INITIALS = 2
_WORD = re.compile(r"[^\W_]+")


class CustomerChoice(Answer):
    """An id of the list, or `NONE`; the schema of each question allows its own ids only."""

    customer_id: str


@lru_cache(maxsize=256)
def schema_of(ids: tuple[int, ...]) -> type[CustomerChoice]:
    """The answers that a question with these candidates allows."""
    allowed = (*map(str, ids), NONE)
    fields: Any = {"customer_id": (Literal[allowed], ...)}
    made: type[CustomerChoice] = create_model("CustomerChoice", __base__=CustomerChoice, **fields)
    return made


def prompt_for(question: Question) -> Prompt:
    """The question; equal texts and candidates give equal prompts."""
    text = plain_line(visible(question.text), characters=MAX_LENGTH)
    near = [word for word in text.split() if _is_near(word, question.choices)]
    beside = [word for word in text.split() if not _is_near(word, question.choices)]
    prompt = prompt_file(NAME).with_parts(
        (TEXT, " ".join(near)),
        (BESIDE, " ".join(beside)),
        (CUSTOMERS, "\n".join(_listed(choice) for choice in question.choices)),
    )
    return replace(prompt, as_is=frozenset({TEXT, CUSTOMERS}))


def _listed(choice: Choice) -> str:
    return f"{choice.customer_id}: {plain_line(choice.name, characters=MAX_LENGTH)}"


def _is_near(word: str, choices: Sequence[Choice]) -> bool:
    """Whether a word of the text is one of a name, with slips, or its initials."""
    bare = "".join(_WORD.findall(word)).casefold()
    if not bare:
        return False
    for choice in choices:
        words = [each.casefold() for each in _WORD.findall(choice.name)]
        initials = "".join(each[0] for each in words)
        if len(bare) >= _SHORTEST_INITIALS and initials.startswith(bare):
            return True
        if any(bare == each or fuzz.ratio(bare, each) >= _NEAR for each in words):
            return True
        if len(bare) > _SHORTEST_INITIALS and any(each.startswith(bare) for each in words):
            return True
    return False
