"""Credentials in free text: said outright, close behind a word that announces one, or by form.

Rules of the LLM reference, section 8. What is an ordinary word after the keyword ("password
expired") stays.
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.credential_forms import (
    BY_SIGN,
    BY_VERB,
    CHANGED,
    CODE,
    COMMANDS,
    DIGIT,
    ENDS_HERE,
    GIVEN_AS,
    INFLECTED,
    INNER_UPPER,
    IS_WORD,
    KEYWORD,
    LOWER,
    NOT_SECRET,
    PAIRED,
    PHRASE,
    PRODUCT,
    SHORT_CODE,
    SLASHED,
    SOFT_ENDS,
    STANDALONE,
    SYMBOL,
    TRAILING,
    UPPER,
)
from sdc_core.privacy.recognizers.credential_signs import (
    may_announce,
    may_hold_mixed,
    may_hold_token,
)
from sdc_core.privacy.recognizers.tokens import LABEL, TOKENS

_REACH = 90
_AHEAD = 120
_MOST_NEARBY = 2
_SHORTEST = 6
_SHORTEST_MIXED = 8


class CredentialRecognizer:
    """Every form; the spans overlap where two forms find one secret."""

    def find(self, text: str) -> Iterator[Span]:
        """Form by form, each in the order of the text."""
        if may_hold_token(text):
            for pattern in TOKENS:
                yield from pattern.find(text)
        for start, end in _said(text):
            if start < end:
                yield Span(start, end, LABEL)


def _said(text: str) -> Iterator[tuple[int, int]]:
    if may_announce(text):
        for pattern in (PHRASE, SHORT_CODE, *COMMANDS):
            for match in pattern.finditer(text):
                yield _trimmed(text, *match.span(1))
        if KEYWORD.search(text):
            yield from _by_keyword(text)
    if may_hold_mixed(text):
        yield from _alone(text)


def _by_keyword(text: str) -> Iterator[tuple[int, int]]:
    for match in BY_SIGN.finditer(text):
        if not CODE.match(text, match.start(1)) and not _is_account(match):
            yield _trimmed(text, *match.span(1))
    for pattern in (BY_VERB, CHANGED):
        for match in pattern.finditer(text):
            if _is_value(text, *match.span(1)):
                yield _trimmed(text, *match.span(1))
    yield from _nearby(text)
    yield from _ahead(text)


def _is_account(match: re.Match[str]) -> bool:
    """Behind "login:" stands the name of an account, unless it looks made up or a pair."""
    is_login = match[0][:3].lower() == "log"
    return is_login and "/" not in match[1] and (not looks_secret(match[1]) or "@" in match[1][1:])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes around it and the end of the sentence behind it."""
    if text[start] in "\"'`\u201c" and end - start > len('""'):
        start, end = start + 1, end - (text[end - 1] in "\"'`\u201d")
    while end > start and text[end - 1] in TRAILING:
        end -= 1
    return start, end


def _is_value(text: str, start: int, end: int) -> bool:
    """A word of letters alone is a value only where its sentence ends, and not if inflected."""
    start, end = _trimmed(text, start, end)
    value = text[start:end]
    if IS_WORD.fullmatch(value) and INNER_UPPER.search(value):
        return True
    if IS_WORD.fullmatch(value) is None:
        return NOT_SECRET.fullmatch(value) is None or DIGIT.search(value) is not None
    return INFLECTED.fullmatch(value) is None and ENDS_HERE.match(text, end) is not None


def _nearby(text: str) -> Iterator[tuple[int, int]]:
    """Up to two tokens that look made up, within 90 characters behind a keyword on its line."""
    for keyword in KEYWORD.finditer(text):
        left = _MOST_NEARBY
        stop = text.find("\n", keyword.end(), keyword.end() + _REACH)
        stop = min(keyword.end() + _REACH, len(text)) if stop < 0 else stop
        for token in _TOKEN.finditer(text, keyword.end(), stop):
            end = _end_of_token(text, token.end())
            value = text[token.start() : end].rstrip(TRAILING)
            if left and looks_secret(value):
                left -= 1
                yield token.start(), token.start() + len(value)


def _ahead(text: str) -> Iterator[tuple[int, int]]:
    """The value before its keyword: "reset it to Sunny-Day-42 so the password works"."""
    for match in GIVEN_AS.finditer(text):
        value = match[1].rstrip(TRAILING)
        reach = text[max(0, match.start() - _AHEAD) : match.end() + _REACH]
        if looks_secret(value) and KEYWORD.search(reach):
            yield match.start(1), match.start(1) + len(value)


_TOKEN = re.compile(r"(?<![^\s\"'`,;<>|(/])[^\s\"'`,;<>|()/]{6,90}")
_REST = re.compile(r"[^\s\"'`,;<>|()/]{0,110}")


def _end_of_token(text: str, end: int) -> int:
    rest = _REST.match(text, end)
    return rest.end() if rest else end


def looks_secret(token: str) -> bool:
    """Mixes letters and digits, or holds a symbol, or has inner capitals, and is nothing known."""
    plain = token.rstrip(SOFT_ENDS + TRAILING)
    if len(plain) < _SHORTEST or NOT_SECRET.fullmatch(plain):
        return False
    has_letter = bool(LOWER.search(plain) or UPPER.search(plain))
    if has_letter and DIGIT.search(plain):
        return True
    return has_letter and (
        bool(SYMBOL.search(plain))
        or (
            len(plain) >= _SHORTEST_MIXED
            and bool(INNER_UPPER.search(plain))
            and not plain.isalpha()
        )
    )


def _alone(text: str) -> Iterator[tuple[int, int]]:
    """Behind a slash or by itself, a token of four kinds of signs is a secret without a keyword."""
    for match in SLASHED.finditer(text):
        if NOT_SECRET.fullmatch(match[1].rstrip(TRAILING)) is None:
            yield _trimmed(text, *match.span(1))
    for match in PAIRED.finditer(text):
        if NOT_SECRET.fullmatch(match[1].rstrip(TRAILING)) is None:
            yield _trimmed(text, *match.span(1))
    for match in STANDALONE.finditer(text):
        if PRODUCT.fullmatch(match[0]) is None and "@" not in match[0][1:-1].rpartition(".")[0]:
            yield _trimmed(text, *match.span())
