"""What is wrong with the text of an answer that its schema allows: the one list of all guards."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sdc_core.llm.guards.facts import (
    MIN_SHARE,
    Record,
    share_from_record,
    unknown_placeholder,
    unsupported,
)
from sdc_core.llm.guards.negations import is_denied_alone
from sdc_core.llm.guards.orders import is_order, without_orders
from sdc_core.llm.guards.plain import plain_text
from sdc_core.privacy.credentials import SECRET, cut_credentials

_ECHO_WORDS = 7
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|data):\S", re.IGNORECASE)
_FENCE = re.compile(r"<\s*/?\s*(?:script|iframe|img|svg|a|data)\b|!\[|\]\(|\]\[|```", re.IGNORECASE)
# What a spreadsheet runs (OWASP, CSV injection): an answer may end in a table of somebody's.
_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?!\s?\d)\S*[(|!])")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a text may be."""

    characters: int
    words: int | None = None
    least_words: int = 2


def text_problem(text: str, texts: Sequence[str], *, rules: str, bounds: Bounds) -> str | None:
    """What is wrong with a text that a model wrote; None where nothing is.

    Args:
        text: As it was answered, placeholders not restored.
        texts: The parts of the prompt as they were sent.
        rules: Of the prompt, which no answer repeats.
        bounds: Of the text.
    """
    if problem := _length_problem(text, bounds):
        return problem
    if unknown_placeholder(text, Record(texts)):
        return "it holds a placeholder that the record does not have"
    for is_bad, problem in _FORMS:
        if is_bad(text):
            return problem
    if _repeats(text, rules, texts):
        return "it repeats the rules instead of following them"
    heard = without_orders(texts)
    if is_denied_alone(text, heard):
        return "it denies what the record does not deny"
    return _content_problem(text, Record(heard))


def _length_problem(text: str, bounds: Bounds) -> str | None:
    if len(text) > bounds.characters:
        return f"it has more than {bounds.characters} characters"
    words = len(plain_text(text).split())
    if bounds.words is not None and words > bounds.words:
        return f"it has more than {bounds.words} words"
    return None if words >= bounds.least_words else "it says nothing"


def _content_problem(text: str, record: Record) -> str | None:
    if kind := unsupported(text, record):
        return f"it names {kind} that the record does not have"
    if share_from_record(text, record) < MIN_SHARE:
        return "most of its words are not those of the record"
    return None


def _holds_credential(text: str) -> bool:
    """Also the mark of one: what was a password to set is no account of work."""
    return SECRET in text or cut_credentials(text) != text


def _repeats(text: str, rules: str, texts: Sequence[str]) -> bool:
    """Whether some words in a row stand in the rules, and not in the record as well."""
    said, ruled, told = (_words_of(each) for each in (text, rules, "\n".join(texts)))
    runs = (said[place : place + _ECHO_WORDS] for place in range(len(said) - _ECHO_WORDS + 1))
    return any(_holds(ruled, run) and not _holds(told, run) for run in runs)


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    return f" {' '.join(run)} " in f" {' '.join(words)} "


_FORMS: tuple[tuple[Callable[[str], object], str], ...] = (
    (_ADDRESS.search, "it holds a link"),
    (_FENCE.search, "it holds markup"),
    (_FORMULA.match, "it begins as a formula"),
    (_holds_credential, "it holds what looks like a password or key"),
    (is_order, "it is an instruction and no account of work"),
)
