"""A casefolded text as tokens: the steps of the linking reference, section 4, in their order."""

import re
import unicodedata
from typing import NamedTuple

from sdc_core.linking.names.name_words import (
    CLASS_WORDS,
    LETTER_WORDS,
    NUMBER_SIGNS,
    NUMBER_WORDS,
    ROMAN,
)

NOTHING: frozenset[str] = frozenset()
RUN = re.compile(r"[^\W\d_]+|\d+")
"""A run of letters or of digits."""

_AS_DIGITS = ROMAN | NUMBER_WORDS

_QUOTES = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]")
_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b")
_DIGIT = re.compile(r"\d")
# "CHICAGO' S": the apostrophe ends the word for no reader.
_SPACED_S = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]\\s+s\\b")
# Prices and nominal values (`-,01`, `$1.99`, `EO1,53`) name nothing; 24/7 does.
# "Suite 3,4" names two.
_DECIMAL = re.compile(
    r"(?<![\w.,])(?:[-+$]\d*[.,]\d+|[.,]\d+|\d+[.,]\d\d+)(?![\w.,])|(?<=[a-z])\d+,\d+(?!\w)"
)
_SHORTENED = re.compile(r"([^\W\d_]{2,})\.")


class Read(NamedTuple):
    """What a text says; the attributes are those of `normalize.Name`."""

    tokens: list[str]
    letters: frozenset[str]
    shortened: frozenset[str]
    decimals: int


def read(text: str) -> Read:
    """The tokens of a company's name, and what stands out among them."""
    plain = _without_marks(text)
    if "'" in plain or not plain.isascii():
        plain = _SPACED_S.sub("s", plain)
    plain, decimals = _without_decimals(plain)
    shortened = NOTHING
    if "." in plain:
        plain = _DOTTED.sub("", plain)
        shortened = frozenset(_SHORTENED.findall(plain))
    runs = words(plain)
    has_short = 1 in map(len, runs)  # a quick look: most names hold no single letter
    letters = _lone_letters(runs) if has_short else NOTHING
    if not NUMBER_SIGNS.isdisjoint(runs):
        runs = [run for run in runs if run not in NUMBER_SIGNS]
    if has_short:
        runs = _join_letters(runs)
    return Read(_with_digits(runs), letters, shortened, decimals)


def _without_decimals(text: str) -> tuple[str, int]:
    """The text without prices, and how many there were; a text of nothing else is left as it is."""
    if not _DIGIT.search(text) or not ("," in text or "." in text):
        return text, 0
    less, count = _DECIMAL.subn(" ", text)
    return (less, count) if count and RUN.search(less) else (text, 0)


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


def words(text: str) -> list[str]:
    """Runs of letters and of digits; `1st` is 1, `007` is 7."""
    plain = _QUOTES.sub("", _without_marks(text)).replace("&", " and ")
    if not _DIGIT.search(plain):
        return RUN.findall(plain)
    runs = RUN.findall(_ORDINAL.sub(r"\1", plain))
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
