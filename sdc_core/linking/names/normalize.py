"""Names in comparable form: tokens, core, legal forms, numbers, initials.

The steps are those of the linking reference (section 4): `reading` makes the tokens, `name_words`
has the word lists.
Cleaning may change without moving any id: nothing here is stored as identity.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sdc_core.linking.names.name_words import (
    LEGAL_FORMS,
    PERSON_SUFFIXES,
    PERSON_TITLES,
    PLACEHOLDERS,
    STOP_WORDS,
)
from sdc_core.linking.names.reading import NOTHING, RUN, read, words

MAX_LENGTH = 300
"""Longer texts are cut: no customer's name is longer, and one pasted page must not cost minutes."""

_OUTSIDE_CORE = LEGAL_FORMS.keys() | STOP_WORDS
_OUTSIDE_PERSON = PERSON_TITLES | PERSON_SUFFIXES

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Name:
    """One name in all the forms that are compared.

    Attributes:
        key: Casefolded text with single spaces: what "exactly the same" means.
        tokens: Words and numbers in their order, without the bracketed text.
        core: Tokens without legal forms and stop words; all tokens where nothing else is left.
        legal: The legal forms met, each as the form it means.
        numbers: The number tokens, also those in brackets: they separate sites.
        parenthetical: The tokens of the bracketed text, which is no part of the core.
        plain: The core joined by spaces.
        squeezed: The core joined without spaces.
        initials: First letters of the core tokens that are no numbers.
        letters: Letters that stand by themselves, as in "Class A" and "Building C".
        shortened: Words with a full stop, as in "Grange Res.".
        decimals: How many numbers with a decimal sign were left out.
    """

    key: str
    tokens: tuple[str, ...]
    core: tuple[str, ...]
    legal: frozenset[str]
    numbers: frozenset[str]
    parenthetical: tuple[str, ...]
    plain: str
    squeezed: str
    initials: str
    letters: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()
    decimals: int = 0

    @property
    def is_placeholder(self) -> bool:
        """Whether the text names nobody: empty, one character, or a known filler."""
        runs = RUN.findall(self.key)
        return sum(map(len, runs)) <= 1 or " ".join(runs) in PLACEHOLDERS


def normalize(text: str | None) -> Name:
    """The comparable form of a company's name; any text is allowed."""
    key = casefold_key(text)
    outside, bracketed = _take_brackets(key)
    said = read(outside)
    tokens = said.tokens
    core = [token for token in tokens if token not in _OUTSIDE_CORE]
    return _name(
        key,
        tokens,
        core or tokens,
        read(bracketed).tokens if bracketed else [],
        legal=frozenset([LEGAL_FORMS[token] for token in tokens if token in LEGAL_FORMS]),
        letters=said.letters,
        shortened=said.shortened,
        decimals=said.decimals,
    )


def normalize_person(text: str | None) -> Name:
    """The comparable form of a person's name: `Last, First` is turned round, initials stay apart.

    Legal forms, stop words and roman numbers are names of people too ("De La Cruz"), and stay.
    """
    key = casefold_key(text)
    outside, bracketed = _take_brackets(key)
    last, comma, first = outside.partition(",")
    tokens = words(f"{first} {last}" if comma else outside)
    core = [token for token in tokens if token not in _OUTSIDE_PERSON]
    return _name(key, tokens, core or tokens, words(bracketed) if bracketed else [])


def shown(text: str | None) -> str:
    """The text as a person may see it: printable, one line, at most `MAX_LENGTH` characters."""
    start = (text or "")[: 4 * MAX_LENGTH]
    if not start.isprintable():
        start = "".join(c if _is_printable(c) else " " for c in start)
    return " ".join(start.split())[:MAX_LENGTH].strip()


def casefold_key(text: str | None) -> str:
    """The shown text, composed and casefolded: equal keys are the same name to any reader."""
    seen = shown(text)
    return seen.lower() if seen.isascii() else unicodedata.normalize("NFC", seen).casefold()


def _name(
    key: str,
    tokens: Sequence[str],
    core: Sequence[str],
    inside: Sequence[str],
    *,
    legal: frozenset[str] = NOTHING,
    letters: frozenset[str] = NOTHING,
    shortened: frozenset[str] = NOTHING,
    decimals: int = 0,
) -> Name:
    return Name(
        key=key,
        tokens=tuple(tokens),
        core=tuple(core),
        legal=legal,
        numbers=frozenset([token for token in (*tokens, *inside) if token.isdigit()]),
        parenthetical=tuple(inside),
        plain=" ".join(core),
        squeezed="".join(core),
        initials="".join([token[0] for token in core if not token.isdigit()]),
        letters=letters,
        shortened=shortened,
        decimals=decimals,
    )


def _is_printable(character: str) -> bool:
    # Control and format characters (also bidirectional marks) carry no letters.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _take_brackets(text: str) -> tuple[str, str]:
    """The text without its bracketed parts, and those; nothing is taken if nothing else is left."""
    if "(" not in text and "[" not in text:
        return text, ""
    outside = _BRACKETS.sub(" ", text)
    if not RUN.search(outside):
        return text, ""
    inside = " ".join(a or b for a, b in _BRACKETS.findall(text))
    return outside, inside
