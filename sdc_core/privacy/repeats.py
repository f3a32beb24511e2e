"""What was found in one place is found in all places: the same value, a part of a name.

A recogniser sees "Ann Smith called" and misses "told Ann to wait", or the password that is said
once more without the word before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sdc_core.linking.names.name_words import LEGAL_FORMS, PERSON_SUFFIXES, PERSON_TITLES
from sdc_core.privacy.base import Span
from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.privacy.phrases import Phrases, fold, words_of
from sdc_core.privacy.spans import CREDENTIAL

PERSON, ORGANIZATION = "PERSON", "ORGANIZATION"
# Parts of a name that are everybody's.
_NOBODY = PERSON_TITLES | PERSON_SUFFIXES | frozenset(
    {"al", "and", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "of", "st",
     "the", "van", "von"}
)  # fmt: skip
_SHORTEST_PART = 2
_SHORTEST_SECRET = 3
_STARTS = re.compile(r"(?:^|[.!?:\n\r])[\s\"'(*>-]*$")
# In a path, a login or an address no name is capitalised.
_GLUE = frozenset("\\/@._")


class Repeats:
    """Finds where values stand again."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        """From label and value of what was found."""
        self._secrets = [_secret(value) for label, value in known if label == CREDENTIAL]
        self._named = Phrases(_phrases(known))

    def find(self, text: str) -> Iterator[Span]:
        """They may overlap each other and what is known already."""
        for secret in self._secrets:
            for match in secret.finditer(text):
                yield Span(match.start(), match.end(), CREDENTIAL)
        for found in self._named.find(text):
            label, value = found.value
            if is_meant(text, found.start, found.end, value):
                yield Span(found.start, found.end, label)


def starts_sentence(text: str, start: int) -> bool:
    """Whether a capital at this place says nothing."""
    return _STARTS.search(text, max(0, start - 8), start) is not None


def _phrases(known: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Phrases with their label and the form that they were found in."""
    for label, value in dict.fromkeys(known):
        if label == CREDENTIAL:
            continue
        yield value, (label, value)
        if label == PERSON:
            yield from ((part, (label, "")) for part in _parts(value))
        if label == ORGANIZATION and (bare := without_legal_form(value)):
            yield bare, (label, bare)


def _parts(name: str) -> list[str]:
    words = fold(name)
    if len(words) == 1:
        return []
    return [
        word for word in words
        if len(word) >= _SHORTEST_PART and word.isalpha() and word not in _NOBODY
    ]  # fmt: skip


def without_legal_form(name: str) -> str:
    """`Hill Realty` for `Hill Realty LLC`; empty where there is none, or nothing else."""
    words = words_of(name)
    kept = len(words)
    while kept > 1 and words[kept - 1].folded in LEGAL_FORMS:
        kept -= 1
    return name[words[0].start : words[kept - 1].end] if 0 < kept < len(words) else ""


def is_meant(text: str, start: int, end: int, value: str) -> bool:
    """Whether words that are those of a value stand for it; of one word its capital says so.

    Args:
        text: Where they stand.
        start: Of the words.
        end: Of the words.
        value: As it was found; empty for a part of it.
    """
    said = text[start:end]
    if said == value or not said.isalpha():
        return True
    if said.casefold() in COMMON_WORDS and (said.islower() or starts_sentence(text, start)):
        return False
    return not said.islower() or text[start - 1 : start] in _GLUE or text[end : end + 1] in _GLUE


@cache
def _never() -> re.Pattern[str]:
    return re.compile(r"(?!)")


def _secret(value: str) -> re.Pattern[str]:
    """A secret of letters alone, or of digits alone, is one only as a whole word."""
    if len(value) < _SHORTEST_SECRET:
        return _never()
    whole = re.escape(value)
    is_word = value.isalpha() or value.isdigit()
    return re.compile(rf"(?<!\w){whole}(?!\w)" if is_word else whole, re.IGNORECASE)
