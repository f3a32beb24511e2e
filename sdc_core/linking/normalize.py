"""Names in comparable form: tokens, core, legal forms, numbers, initials.

The steps are those of the linking reference (section 4), the word lists stand in `name_words`.
Cleaning may change without moving any id: nothing here is stored as identity.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sdc_core.linking.name_words import (
    CLASS_WORDS,
    LEGAL_FORMS,
    LETTER_WORDS,
    NUMBER_SIGNS,
    NUMBER_WORDS,
    PERSON_SUFFIXES,
    PERSON_TITLES,
    PLACEHOLDERS,
    ROMAN,
    STOP_WORDS,
)

MAX_LENGTH = 300
"""Longer texts are cut: no customer's name is longer, and one pasted page must not cost minutes."""

_NOTHING: frozenset[str] = frozenset()
_OUTSIDE_CORE = LEGAL_FORMS.keys() | STOP_WORDS
_AS_DIGITS = ROMAN | NUMBER_WORDS
_OUTSIDE_PERSON = PERSON_TITLES | PERSON_SUFFIXES

_QUOTES = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]")
_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[^\W\d_]+|\d+")
# "CHICAGO' S": the apostrophe ends the word for no reader.
_SPACED_S = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]\\s+s\\b")
# Prices and nominal values (`-,01`, `$1.99`, `EO1,53`) name nothing; 24/7 does.
_DECIMAL = re.compile(r"(?<![\w.,])[-+]?\d*[.,]\d+(?![\w.,])|(?<=[a-z])\d+,\d+(?!\w)")
_SHORTENED = re.compile(r"([^\W\d_]{2,})\.")
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
        words = _RUN.findall(self.key)
        return sum(map(len, words)) <= 1 or " ".join(words) in PLACEHOLDERS


def normalize(text: str | None) -> Name:
    """The comparable form of a company's name; any text is allowed."""
    key = casefold_key(text)
    outside, bracketed = _take_brackets(key)
    read = _read(outside)
    tokens = read.tokens
    core = [token for token in tokens if token not in _OUTSIDE_CORE]
    return _name(
        key,
        tokens,
        core or tokens,
        _read(bracketed).tokens if bracketed else [],
        legal=frozenset([LEGAL_FORMS[token] for token in tokens if token in LEGAL_FORMS]),
        letters=read.letters,
        shortened=read.shortened,
        decimals=read.decimals,
    )


def normalize_person(text: str | None) -> Name:
    """The comparable form of a person's name: `Last, First` is turned round, initials stay apart.

    Legal forms, stop words and roman numbers are names of people too ("De La Cruz"), and stay.
    """
    key = casefold_key(text)
    outside, bracketed = _take_brackets(key)
    last, comma, first = outside.partition(",")
    tokens = _words(f"{first} {last}" if comma else outside)
    core = [token for token in tokens if token not in _OUTSIDE_PERSON]
    return _name(key, tokens, core or tokens, _words(bracketed) if bracketed else [])


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
    legal: frozenset[str] = _NOTHING,
    letters: frozenset[str] = _NOTHING,
    shortened: frozenset[str] = _NOTHING,
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
    if not _RUN.search(outside):
        return text, ""
    inside = " ".join(a or b for a, b in _BRACKETS.findall(text))
    return outside, inside


class _Read(NamedTuple):
    tokens: list[str]
    letters: frozenset[str]
    shortened: frozenset[str]
    decimals: int


def _read(text: str) -> _Read:
    plain = _without_marks(text)
    if "'" in plain or not plain.isascii():
        plain = _SPACED_S.sub("s", plain)
    plain, decimals = _without_decimals(plain)
    shortened = _NOTHING
    if "." in plain:
        plain = _DOTTED.sub("", plain)
        shortened = frozenset(_SHORTENED.findall(plain))
    runs = _words(plain)
    letters = _NOTHING
    if any(map(_is_letter, runs)):
        letters = _lone_letters(runs)
    if not NUMBER_SIGNS.isdisjoint(runs):
        runs = [run for run in runs if run not in NUMBER_SIGNS]
    if any(map(_is_letter, runs)):
        runs = _join_letters(runs)
    return _Read(_with_digits(runs), letters, shortened, decimals)


def _without_decimals(text: str) -> tuple[str, int]:
    """The text without prices, and how many there were; a text of nothing else is left as it is."""
    if not _DIGIT.search(text) or not ("," in text or "." in text):
        return text, 0
    less, count = _DECIMAL.subn(" ", text)
    return (less, count) if count and _RUN.search(less) else (text, 0)


def _lone_letters(runs: list[str]) -> frozenset[str]:
    """Letters that no other letter stands beside; an article is one only behind "class"."""
    found = []
    for place, run in enumerate(runs):
        around = [*runs[max(0, place - 1) : place], *runs[place + 1 : place + 2]]
        if not _is_letter(run) or any(map(_is_letter, around)):
            continue
        last = runs[place - 1] if place else ""
        is_last_a = run == "a" and 0 < place == len(runs) - 1
        if run not in LETTER_WORDS or last in CLASS_WORDS or is_last_a:
            found.append(run)
    return frozenset(found)


def _words(text: str) -> list[str]:
    """Runs of letters and of digits; `1st` is 1, `007` is 7."""
    plain = _QUOTES.sub("", _without_marks(text)).replace("&", " and ")
    if not _DIGIT.search(plain):
        return _RUN.findall(plain)
    runs = _RUN.findall(_ORDINAL.sub(r"\1", plain))
    return [run.lstrip("0") or "0" if run.isdigit() else run for run in runs]


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _join_letters(runs: list[str]) -> list[str]:
    """Join runs of single letters: `j & j` and `a b c` are one token each."""
    joined: list[str] = []
    is_open = False  # whether the last token is a run of single letters
    for place, run in enumerate(runs):
        between = run == "and" and is_open and any(map(_is_letter, runs[place + 1 : place + 2]))
        if between:
            continue
        if is_open and _is_letter(run):
            joined[-1] += run
        else:
            joined.append(run)
        is_open = _is_letter(run)
    return joined


def _is_letter(run: str) -> bool:
    return len(run) == 1 and not run.isdigit()


def _with_digits(tokens: list[str]) -> list[str]:
    """Number words as digits; roman numbers too, but no name begins with one."""
    if _AS_DIGITS.keys().isdisjoint(tokens):
        return tokens
    first = [NUMBER_WORDS.get(token, token) for token in tokens[:1]]
    return first + [_AS_DIGITS.get(token, token) for token in tokens[1:]]
