"""What keeps two alike names apart: each guard is a pure function with its reason.

A guard never lowers a score; it turns a link into a question for a person.
"""

from collections.abc import Callable
from typing import NamedTuple

from sdc_core.linking.names.name_words import FREE_WORDS, STOP_WORDS
from sdc_core.linking.names.normalize import Name


class Guard(NamedTuple):
    """A rule that forbids a link by name, and how a person reads it."""

    forbids: Callable[[Name, Name], bool]
    reason: str


def _numbers_differ(text: Name, name: Name) -> bool:
    return text.numbers != name.numbers


def _legal_forms_differ(text: Name, name: Name) -> bool:
    return bool(text.legal and name.legal) and text.legal.isdisjoint(name.legal)


def _brackets_differ(text: Name, name: Name) -> bool:
    return text.parenthetical != name.parenthetical


def _small_words_differ(text: Name, name: Name) -> bool:
    return _small_words(text) != _small_words(name)


def _small_words(name: Name) -> frozenset[str]:
    return STOP_WORDS.intersection(name.tokens).difference(name.core, FREE_WORDS)


GUARDS = (
    Guard(_numbers_differ, "the numbers differ, and numbers separate sites"),
    Guard(_legal_forms_differ, "the legal forms differ"),
    Guard(_brackets_differ, "the texts in brackets differ"),
    Guard(_small_words_differ, "small words differ"),
)


def objection(text: Name, name: Name) -> str | None:
    """The reason of the first guard that keeps the two apart, None where none does."""
    return next((guard.reason for guard in GUARDS if guard.forbids(text, name)), None)
