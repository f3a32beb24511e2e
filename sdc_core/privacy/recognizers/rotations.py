"""A secret and the one before it: "changed from X to Y", "old X, new Y", "X -> Y"."""

import re
from collections.abc import Iterator

from sdc_core.privacy.names.tables import TERMS, WORDS
from sdc_core.privacy.recognizers.credential_forms import KEYWORD
from sdc_core.privacy.recognizers.credential_words import PLAIN
from sdc_core.privacy.recognizers.made_up import is_hyphened, is_made_up

_VALUE = r"(?!\[|<)([^\s\"'`,;<>|()]{3,64})"
_FROM_TO = re.compile(
    rf"\bfrom[ \t][\"'`]?{_VALUE}[\"'`]?[ \t](?:in)?to[ \t][\"'`]?{_VALUE}", re.IGNORECASE
)
_ARROW = re.compile(rf"(?<!\S)[\"'`]?{_VALUE}[\"'`]?[ \t]?(?:->|=>|\u2192)[ \t]?[\"'`]?{_VALUE}")
_NONE = re.compile(
    rf"{PLAIN}|\d{{1,3}}|\d+(?:\.\d+){{1,3}}|https?://\S+|\S+@\S+|[A-Z]+|(?-i:[A-Z]{{2,}}\d*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(PLAIN, re.IGNORECASE)
_RESET = re.compile(r"\b(?:reset|rotated)(?: it)?[ \t]$", re.IGNORECASE)
_BEHIND = 70
_TRAILING = ".,;:)]}!?"


def find_rotations(text: str) -> Iterator[tuple[int, int]]:
    """Both values, where a keyword stands before them on their line, or both look made up."""
    folded = text.lower()
    if "from " in folded:
        for match in _FROM_TO.finditer(text):
            yield from _both(text, match)
    if "->" in text or "=>" in text or "\u2192" in text:
        for match in _ARROW.finditer(text):
            if all(
                _is_code(said) or is_made_up(said) or is_hyphened(said) for said in match.groups()
            ):
                yield from _both(text, match)


def _both(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _BEHIND)
    said = [match[number].rstrip(_TRAILING) for number in (1, 2)]
    is_announced = KEYWORD.search(text, start, match.start()) is not None
    is_announced = is_announced or _RESET.search(text, start, match.start()) is not None
    if (is_announced and _is_any(said)) or all(map(is_made_up, said)):
        for number in (1, 2):
            yield (
                match.start(number),
                match.start(number) + len(match[number].rstrip(_TRAILING[:-2])),
            )


def _is_any(said: list[str]) -> bool:
    """Neither is a word, a name or an address, or one of them is made up."""
    if any(is_made_up(word) or is_hyphened(word) for word in said):
        return True
    is_numbered = any(any(sign.isdigit() for sign in word) for word in said)
    return is_numbered and all(_is_code(word) or _is_word(word) for word in said)


def _is_word(word: str) -> bool:
    known = word.lower() in WORDS or word.lower() in TERMS
    return word.isalpha() and not known and _PLAIN.fullmatch(word) is None


def _is_code(word: str) -> bool:
    return (
        re.fullmatch(r"\d{4,8}#?|(?=\w*[a-zA-Z])\w{5,40}", word) is not None
        and _NONE.fullmatch(word) is None
    )
